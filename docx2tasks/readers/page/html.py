"""A web page → Source: blocks over one text, without boilerplate.

bytes → characters (``encoding``) → tree (``html_parse``) → blocks (``page`` walks, ``page_tags`` says what
each tag does, ``page_tables`` which tables hold data, ``page_style`` what attributes mean) → boilerplate
(``boilerplate``, by the words in ``page_words``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

from docx2tasks.errors import FormatError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.encoding import decode
from docx2tasks.readers.page.boilerplate import drafts_to_blocks
from docx2tasks.readers.page.paragraphs import PageWriter
from docx2tasks.readers.page.parse import find_swallowed, text_to_root
from docx2tasks.readers.page.tables import find_layout_tables
from docx2tasks.readers.page.tags import ATTRIBUTES, OPENERS
from docx2tasks.readers.page.walk import Walker
from docx2tasks.readers.unread import LeftOut, left_out_to_diagnostics
from docx2tasks.source import Block, Diagnostic, Paragraph, Source
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

GENERATOR = (
    "docx2tasks"  # <meta name="generator" content="docx2tasks review"> of our pages; browsers that save them keep it
)
_HEAD_BYTES = 4096  # the HTML standard looks at 1,024; pages with a long JSP head need more

# <meta charset=gbk>, <meta … content="text/html; charset=gb2312">, <?xml … encoding="gbk"?>,
# <%@ page … pageEncoding="GBK"%>.
_DECLARED = (
    re.compile(rb"<meta\b[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE),
    re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE),
    re.compile(rb"<%@[^>]{0,400}?(?:charset|pageEncoding)\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE),
)

# Names of <meta> that speak to machines about the page, not about the document.
_TECHNICAL = frozenset({
    "viewport", "robots", "generator", "renderer", "referrer", "format-detection", "theme-color",
    "apple-mobile-web-app-capable", "apple-mobile-web-app-status-bar-style", "progid", "originator",
    "mobileoptimized", "handheldfriendly", "csrf-token",
})  # fmt: skip
_OUR_PAGE = re.compile(rb"<meta name=\"generator\" content=\"%b ([a-z]{1,20})\"" % GENERATOR.encode())
_FIELD_CHARS = 2_000  # some pages put the whole article into "description"


def read_html(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The blocks of a page, with ``title`` and ``meta:…`` as fields.

    ``aside`` of a block is ``navigation``, ``share``, ``footer``, ``related``, ``hidden``, ``form`` or
    ``note`` where it is not the document's own.  Diagnostics: those of ``decode``, ``spam-removed``,
    ``server-tags-removed``, ``flattened``, ``open-comment``, ``characters-dropped``.

    Raises FormatError (``encoding``, ``no-text``; ``skipped`` for a page that ``review`` wrote) and LimitError
    (``too-big``, ``too-deep``, ``too-many-attributes``, ``too-many-elements``, ``table-too-big``).
    """
    _refuse_our_page(data)
    decoded = decode(data, find_declared_encoding(data), limits)
    if not decoded.text or decoded.text.isspace():
        raise FormatError("no-text", "the page contains no text", "check that the page was saved completely")
    root, notes = text_to_root(decoded.text, limits)
    fields = tuple(_find_fields(root))
    swallowed = [*find_swallowed(root, decoded.text)]
    etree.strip_elements(root, "script", "style", with_tail=False)
    walker = Walker(PageWriter(limits, "&#" in decoded.text), find_layout_tables(root), OPENERS, ATTRIBUTES)
    walker.walk(root)
    if not walker.writer.drafts:
        raise FormatError("no-text", "the page contains no text", "check that the page was saved completely")
    blocks = drafts_to_blocks(walker.writer.drafts)
    left_out = (
        *walker.left_out,
        *swallowed,
        *(LeftOut(DiagnosticCode.HIDDEN_TEXT, words=words) for words in _find_hidden(blocks)),
    )
    return Source(
        format="html",
        text=walker.writer.builder.text,
        blocks=blocks,
        fields=fields,
        diagnostics=(*decoded.diagnostics, *notes, *_walk_notes(walker), *left_out_to_diagnostics(left_out)),
    )


def _refuse_our_page(data: bytes) -> None:
    """A page for checking holds a document and its records again: it is never read, wherever it was put."""
    if ours := _OUR_PAGE.search(data[:_HEAD_BYTES]):
        hint = "give the document; what was corrected on the page: --corrections FILE"
        raise FormatError("skipped", f"this is a page that {ours[1].decode()} wrote, not a document", hint)


def _find_hidden(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of paragraphs that are taken for hidden, those in cells too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.aside is LeftoverKind.HIDDEN:
                yield block.text
        elif block.aside is None or block.aside is LeftoverKind.HIDDEN:
            for paragraph in (p for row in block.rows for cell in row for p in cell.paragraphs()):
                if LeftoverKind.HIDDEN in (block.aside, paragraph.aside):
                    yield paragraph.text


def find_declared_encoding(data: bytes) -> str | None:
    """The encoding a page gives for itself (HTML 13.2.3.2), None where it gives none."""
    head = data[:_HEAD_BYTES]
    hits = (pattern.search(head) for pattern in _DECLARED)
    return next((hit[1].decode("ascii", "replace") for hit in hits if hit), None)


def _find_fields(root: etree._Element) -> Iterator[tuple[str, str]]:
    for title in root.iter("title"):
        if title.text and title.text.strip():
            yield "title", _to_field(title.text)
            break
    for meta in root.iter("meta"):
        name = (meta.get("name") or "").strip()
        content = _to_field(meta.get("content") or "")
        if name and content and name.lower() not in _TECHNICAL:
            yield f"meta:{name[:80]}", content


def _to_field(text: str) -> str:
    return " ".join(text[: 2 * _FIELD_CHARS].split())[:_FIELD_CHARS]


def _walk_notes(walker: Walker) -> Iterator[Diagnostic]:
    if walker.writer.dropped:
        yield Diagnostic(
            DiagnosticCode.CHARACTERS_DROPPED, f"{walker.writer.dropped} control or invalid characters were dropped"
        )


# Sniffing ----------------------------------------------------------------------------------------

_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body|frameset)(?=[\s>])", re.IGNORECASE)
_PAGE_BYTES = re.compile(_PAGE.pattern.encode(), re.IGNORECASE)  # what it finds, the other finds too
_FIRST = 512  # bytes: most pages say at once what they are
_SNIFFED = 65_536  # bytes or characters: the whole file may be handed in
_LEAD = re.compile(r"\s*(?:<%@|<!--|<meta\b|<title\b|<link\b|<jsp:|<div\b|<table\b)", re.IGNORECASE)
_MARK = re.compile(r"</?([a-zA-Z][\w:-]{0,20})(?=[\s>/])[^<>]{0,4000}>")
_BLOCK_MARK = frozenset({
    "p", "div", "table", "tr", "td", "th", "li", "ul", "ol", "br", "h1", "h2", "h3", "h4", "section",
    "article", "span", "tbody", "center", "pre", "blockquote", "dt", "dd", "h5", "h6",
})  # fmt: skip


def looks_like_html(head: bytes | str) -> bool:
    """Whether a file that begins so is a page, to be read by tags rather than by lines.

    Yes for ``<!DOCTYPE html>``, ``<html>``, ``<body>``, a JSP page, a fragment whose text stands in
    block tags.  No for text in lines with some loose ``<p>`` or empty injected tags between them.
    """
    if isinstance(head, bytes) and _PAGE_BYTES.search(head[:_FIRST]):
        return True
    text = head[:_SNIFFED] if isinstance(head, str) else _head_to_text(head[:_SNIFFED])
    if _PAGE.search(text):
        return True
    marks = [mark[1].lower() for mark in _MARK.finditer(text)]
    if _LEAD.match(text) and len(marks) > 1:
        return True
    return _is_wrapped(text)


def _head_to_text(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head.decode("utf-16", "replace")
    return head.replace(b"\x00", b"").decode("utf-8", "replace")


def _is_wrapped(text: str) -> bool:
    """Whether at least four in five lines with words begin with a block tag."""
    lines = [line.strip() for line in text.splitlines()]
    spoken = [line for line in lines if _MARK.sub("", line).strip()]
    wrapped = sum(1 for line in spoken if (mark := _MARK.match(line)) and mark[1].lower() in _BLOCK_MARK)
    return bool(spoken) and wrapped * 5 >= len(spoken) * 4
