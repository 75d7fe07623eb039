"""The characters of a page → its element tree, without silent losses.

libxml2 stops at 256 levels or at a text of 10 MB, keeps quiet and drops the rest; it also drops
what follows the first ``</html>``.  Every parse is therefore followed by a look at the parser's log,
and what can be cured (server tags, end tags of the page, deep presentational tags) is cured first.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator
from html import unescape
from typing import NamedTuple

from lxml import etree

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.unread import LeftOut
from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode

# <%@ page … %> and <%= … %> (JSP, ASP), <?php … ?>; <?xml … ?> is left to the parser, since Word
# writes <?xml:namespace … /> without the second question mark.
_SERVER_OPEN = re.compile(r"<%--|<%|<\?php\b|<\?=", re.IGNORECASE)
_SERVER_CLOSE = {"<%--": "--%>", "<%": "%>", "<?php": "?>", "<?=": "?>"}
_SERVER_REACH = 20_000  # characters; a stray "<%" in running text must not eat the article

# What comes after </body> or </html> is shown by browsers and dropped by libxml2 (HTML 13.2.6.4.19).
_PAGE_ENDS = re.compile(r"</(?:[hH][tT][mM][lL]|[bB][oO][dD][yY])\s*>")  # no flag: it would be slower

# Only a quote after "=" opens a value (HTML 13.2.5.35 to 37); elsewhere it is part of a name.
_TAG = re.compile(r"""<[a-zA-Z](?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?)*+""")
_VALUE = re.compile(r"""=\s*+(?:"[^"]*+"|'[^']*+')""")
_END_IN_VALUE = re.compile(r"""=\s*+(?:"[^">]*+>|'[^'>]*+>)""")
# <legend id="h4sia"></legend><samp id="h4sia"></samp><delect id="h4sia"></delect>: an id is given
# once on a page; injected tags carry one random id again and again, are of any kind, and empty.
_ID = re.compile(r""" id=["']([\w-]{3,24})["']\s*/?>""")
_SPAM_REPEATS = 5
_SPAM_IDS = 50  # ids looked at, the commonest first: keeps the search linear
_SPAM_DEPTH = 6  # injected tags lie in each other two or three deep
_VOID = "input|track|wbr|source|param|embed|area|keygen|hr|br|img|col|base|meta|link"
_NAMED = re.compile(r"""<(\w+) id=["']([\w-]{3,24})["']""")
_EMPTY_TAG = re.compile(r"""<(\w+) id=["'](?P<id>[\w-]{3,24})["']\s*>\s*</\1\s*>""")
_VOID_TAG = re.compile(rf"""<(?:{_VOID}) id=["'](?P<id>[\w-]{{3,24}})["']\s*/?>(?:</(?:{_VOID})>)?""")
_VOID_NAMES = frozenset(_VOID.split("|"))

_WORD_BREAK = re.compile(r"</?wbr(?=[\s>/])[^<>]*>", re.IGNORECASE)
# &lt;p style=&quot;text-align:right&quot;&gt;: what an editor saved was escaped once more.
_SWALLOWING = frozenset({"script", "style", "title", "iframe", "textarea"})
_ESCAPED_NAMES = "p|br|div|span|strong|b|font|h[1-6]|table|tbody|tr|td|th|ul|ol|li|section|center|em|u|o:p"
_ESCAPED_TAG = re.compile(rf"&lt;(/?(?:{_ESCAPED_NAMES})(?:\s(?:[^<>&]|&(?!lt;|gt;)){{0,500}})?/?)&gt;", re.IGNORECASE)
_ESCAPED_END = re.compile("&lt;/(?:p|div|h[1-6]|td|span|li)&gt;", re.IGNORECASE)

# Only how words look or how boxes lie: without them the text and its paragraphs stay.
_PRESENTATIONAL = re.compile(r"</?(?:font|span|b|i|u|em|strong|big|small|s|strike|tt)(?=[\s>/])[^<>]*>", re.IGNORECASE)
_BOXES = re.compile(r"</?(?:div|section|article|center|blockquote)(?=[\s>/])[^<>]*>", re.IGNORECASE)


class Parsed(NamedTuple):
    """The root element of a page, and what was repaired."""

    root: etree._Element
    diagnostics: tuple[Diagnostic, ...]


def text_to_root(text: str, limits: Limits) -> Parsed:
    """The tree of a page's characters.

    Raises LimitError ``too-many-attributes``, ``too-many-elements``, ``too-deep`` and FormatError
    ``no-text`` for a page without a single element or word.
    """
    text, removed = _without_server_tags(text)
    _refuse_attributes(text, limits)
    _refuse_elements(text, limits)
    notes = [_server_tags(removed)] if removed else []
    text, unescaped = _with_unescaped_tags(text)
    if unescaped:
        words = f"{unescaped} tags that were escaped twice were read as tags"
        notes.append(Diagnostic(DiagnosticCode.TAGS_UNESCAPED, words))
    if "<!--" in text and text.rfind("<!--") > text.rfind("-->"):
        notes.append(Diagnostic(DiagnosticCode.OPEN_COMMENT, "a comment is not closed", "warning"))
    text, spam = _without_spam(_without_page_ends(_without_breaks(text)))
    if spam:
        notes.append(
            Diagnostic(DiagnosticCode.SPAM_REMOVED, f"{spam} empty tags with a shared random id were left out")
        )
    root = _parse(text, huge=False)
    if root is None:
        root = _parse(text, huge=True)
    if root is None:
        root = _parse(_flat(text), huge=True)
        notes.append(
            Diagnostic(DiagnosticCode.FLATTENED, "elements are nested too deeply; presentational tags were dropped")
        )
    if root is None:
        raise LimitError("too-deep", "elements are nested too deeply", "save the page again in a browser")
    return Parsed(root, tuple(notes))


def _parse(text: str, *, huge: bool) -> etree._Element | None:
    """The root, or None when the parser gave up before the end."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=huge, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.level >= etree.ErrorLevels.FATAL for entry in reversed(list(parser.error_log))):
        return None
    if root is None:
        raise FormatError("no-text", "the page contains no text", "check that the page was saved completely")
    return root


def _flat(text: str) -> str:
    return _BOXES.sub("<br>", _PRESENTATIONAL.sub("", text))


def _without_server_tags(text: str) -> tuple[str, int]:
    if "<%" not in text and "<?" not in text:
        return text, 0
    kept: list[str] = []
    at = removed = 0
    barren: dict[str, int] = {}  # up to where no such end is to be found: keeps the search linear
    for opening in _SERVER_OPEN.finditer(text):
        start, close = opening.start(), _SERVER_CLOSE[opening[0].lower()]
        if start < at or start < barren.get(close, 0):
            continue
        reach = opening.end() + _SERVER_REACH
        end = text.find(close, opening.end(), reach)
        if end < 0:
            barren[close] = reach - len(close)
            continue
        kept.append(text[at:start])
        at = end + len(close)
        removed += 1
    return ("".join((*kept, text[at:])), removed) if removed else (text, 0)


def find_swallowed(root: etree._Element, text: str) -> Iterator[LeftOut]:
    """Text that an unclosed tag hides from browsers: ``<script>…`` to the end."""
    element = root
    while len(element):
        if element.tag in {"iframe", "title"}:  # what libxml2 reads in them is none of the page's
            break
        element = element[-1]
    name = str(element.tag)
    if name in _SWALLOWING:
        name = name if f"<{name}" in text else name.upper()
        at = text.rfind(f"<{name}")
        if at > text.rfind(f"</{name}"):
            yield LeftOut(DiagnosticCode.HIDDEN_TEXT, words=text[at:])


def _with_unescaped_tags(text: str) -> tuple[str, int]:
    """The text with ``&lt;/p&gt;&lt;p&gt;`` read as tags, and how many; a page that only speaks of tags has no pair."""
    if "&lt;/" not in text:
        return text, 0
    return (
        _ESCAPED_TAG.subn(lambda hit: f"<{unescape(unescape(hit[1]))}>", text)
        if _ESCAPED_END.search(text)
        else (text, 0)
    )


def _without_breaks(text: str) -> str:
    """The text without ``<wbr>``, which libxml2 does not know and would take for a box."""
    return _WORD_BREAK.sub("", text) if "<wbr" in text or "<WBR" in text else text


def _without_page_ends(text: str) -> str:
    """The text without ``</body>`` and ``</html>``, which mostly stand at its very end."""
    first = _PAGE_ENDS.search(text)
    return text if first is None else text[: first.start()] + _PAGE_ENDS.sub("", text[first.end() :])


def _without_spam(text: str) -> tuple[str, int]:
    ids = _find_spam_ids(text)
    if not ids:
        return text, 0
    removed = 0
    if any(not _VOID_NAMES.isdisjoint(kinds) for kinds in ids.values()):
        text, removed = _cut_tags(_VOID_TAG, text, ids)
    for _ in range(_SPAM_DEPTH):
        text, more = _cut_tags(_EMPTY_TAG, text, ids)
        removed += more
        if not more or not any(f"id={quote}{name}" in text for name in ids for quote in "\"'"):
            break
    return text, removed


def _cut_tags(pattern: re.Pattern[str], text: str, ids: Container[str]) -> tuple[str, int]:
    """The text without the tags found that carry one of the ids, and how many there were."""
    hits = [hit.span() for hit in pattern.finditer(text) if hit["id"] in ids]
    starts = (0, *(end for _, end in hits))
    ends = (*(start for start, _ in hits), len(text))
    return "".join(map(text.__getitem__, map(slice, starts, ends))), len(hits)


def _find_spam_ids(text: str) -> dict[str, set[str]]:
    """Ids on at least five tags of at least three kinds that carry nothing else, and the kinds."""
    found = _ID.findall(text)
    if len(found) < _SPAM_REPEATS:
        return {}
    repeated = [name for name, count in Counter(found).most_common(_SPAM_IDS) if count >= _SPAM_REPEATS]
    kinds: dict[str, set[str]] = {name: set() for name in repeated}
    for kind, name in _NAMED.findall(text) if repeated else ():
        if name in kinds:
            kinds[name].add(kind)
    return {name: tags for name, tags in kinds.items() if len(tags) > 2}


def _server_tags(count: int) -> Diagnostic:
    return Diagnostic(DiagnosticCode.SERVER_TAGS_REMOVED, f"{count} server-side tags (JSP, ASP, PHP) were left out")


def _refuse_attributes(text: str, limits: Limits) -> None:
    """Refuse a tag for which lxml would take time that grows with the square of its attributes.

    Such a tag is long; where no value holds a ">", only long stretches without one can hold it.
    """
    size = 2 * limits.attributes
    if len(text) <= size:
        return
    stretches = [text] if _END_IN_VALUE.search(text) else text.split(">")
    for stretch in stretches:
        if len(stretch) > size and any(_has_more(tag[0], limits.attributes) for tag in _TAG.finditer(stretch)):
            raise LimitError(
                "too-many-attributes",
                f"a tag has more than {limits.attributes} attributes",
                "save the page again in a browser",
            )


def _has_more(tag: str, attributes: int) -> bool:
    return len(tag) > 2 * attributes and len(_VALUE.sub("= ", tag).split()) > attributes


def _refuse_elements(text: str, limits: Limits) -> None:
    if text.count("<") <= limits.xml_elements:
        return
    if sum(1 for _ in re.finditer("<[a-zA-Z]", text)) > limits.xml_elements:
        raise LimitError("too-many-elements", f"the page has more than {limits.xml_elements} elements",
                         "split the page")  # fmt: skip
