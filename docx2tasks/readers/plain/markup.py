"""Tags and injected text in plain text, and the text without them.

A converter leaves ``<p>…</p>``, ``&nbsp;`` or ``[bookmark: _GoBack]`` in its text; a spammed page
leaves ``<legend id="h4sia"></legend>``.  None of it is changed: spans are taken out of passages.
``PM2.5<35``, ``<2周`` and ``〈办法〉`` are ordinary text and stay.
"""

# ruff: noqa: SIM905  (seventy names read best as words in a row)

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from docx2tasks.readers.plain.markdown import find_marks
from docx2tasks.source import Diagnostic, Passage, Span, join_passages
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

# Names of the HTML standard, with those it has dropped.  Any other name (``delect``) counts as
# a tag only where it carries an attribute or closes one that did.
_PARTING = frozenset(
    "address article aside blockquote body br center dd details dir div dl dt fieldset figure footer form "
    "h1 h2 h3 h4 h5 h6 head header hr html legend li main menu nav ol option p pre section select summary "
    "table tbody td textarea tfoot th thead title tr ul".split()
)
_INLINE = frozenset(
    "a abbr acronym applet area audio b base basefont bdi bdo big button canvas caption cite code col "
    "colgroup data datalist del dfn dialog em embed figcaption font frame frameset i iframe img input ins "
    "kbd label link map mark marquee menuitem meta meter noscript object optgroup output param picture "
    "progress q rp rt ruby s samp script small source span strike strong style sub sup svg template time "
    "track tt u var video wbr".split()
)
_ATTRIBUTE = re.compile(r"\s[A-Za-z_:][-\w:.]{0,40}=")
# A tag: every repeat is bounded and stops at the next "<", so a run of "<" costs one look each.
_CUT = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]{0,19})(?P<rest>\s[^<>]{0,400})?/?>"
    r"|(?P<comment><!--[^<>]{0,400}-->|<![A-Za-z][^<>]{0,200}>|<\?xml[^<>]{0,200}>)"
    r"|(?P<blank>&(?:nbsp|ensp|emsp|thinsp|zwnj|#160|#xa0|#12288|#x3000);)"
    r"|(?P<escaped>&lt;/?(?:p|br|span|div|strong|b|a|td|tr|table)\b[^<>&\n]{0,200}&gt;)"
    r"|&(?P<amp>amp;)"
    r"|(?P<insert>\[(?:bookmark|image|object|anchor|embedded)(?::[^\[\]\n]{0,120})?\]"
    r"|\[(?:if [^\[\]\n]{0,60}|endif)\])",
    re.IGNORECASE,
)
_BULLET = re.compile(r"(?:[•·●○◦▪■□‣*-]|[0-9]{1,3}[.、)）]|[a-zA-Z][.)])\Z")  # fmt: skip
_STRAY = 5  # this many tags that no converter writes are spam
_EDGE = "\u200b\ufeff"


class Cut(NamedTuple):
    """A piece of markup: its position, whether it separates paragraphs, whether it is a stray tag."""

    start: int
    end: int
    parts: bool = False
    stray: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """The canonical text with its markup marked: gives passages of any stretch of it."""

    text: str
    cuts: tuple[Cut, ...]
    _ends: tuple[int, ...]
    headings: Mapping[int, int] = field(default_factory=dict)  # of Markdown: where their words begin, and their level

    def passages(self, start: int, end: int) -> Iterator[Passage]:
        """The passages of ``text[start:end]``: without markup, parted at line ends and ``<p>``."""
        pieces: list[Passage] = []
        for first, last, parts in self._stretches(start, end):
            if parts:
                yield from _trimmed(pieces)
                pieces = []
            if first < last:
                pieces.append(Passage(self.text[first:last], ((first, last),)))
        yield from _trimmed(pieces)

    def passage(self, start: int, end: int) -> Passage:
        """All words of ``text[start:end]`` as one passage, without markup and outer blanks."""
        return join_passages(self.passages(start, end))

    def has_cut(self, start: int, end: int) -> bool:
        """Whether there is markup in ``text[start:end]``."""
        index = bisect_right(self._ends, start)
        return index < len(self.cuts) and self.cuts[index].start < end

    def _stretches(self, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """Stretches between markup and line ends, each with whether a new paragraph begins there."""
        at, parts = start, False
        index = bisect_right(self._ends, start)
        while index < len(self.cuts) and self.cuts[index].start < end:
            cut = self.cuts[index]
            yield from self._lines(at, cut.start, parts=parts)
            at, parts = cut.end, cut.parts
            index += 1
        if at <= end:
            yield from self._lines(at, end, parts=parts)

    def _lines(self, start: int, end: int, *, parts: bool) -> Iterator[tuple[int, int, bool]]:
        at = start
        while (line_end := self.text.find("\n", at, end)) >= 0:
            yield at, line_end, parts
            at, parts = line_end + 1, True
        yield at, end, parts


def _trimmed(pieces: list[Passage]) -> Iterator[Passage]:
    words = join_passages(pieces).strip()
    if words:
        yield words


def find_markup(text: str) -> Words:
    """Find markup in ``text``, including list numbers next to tags.

    Three spans come of ``<p>一是</p>`` and ``1. <dl id="x1"></dl>``: two tags, and the whole list item.
    """
    cuts: list[Cut] = []
    strange: set[str] = set()
    for match in _CUT.finditer(text):
        cut = _match_to_cut(match, strange)
        if cut:
            cuts.append(cut)
    cuts = list(_with_bullets(text, cuts))
    marks = find_marks(text)
    if marks.spans:
        cuts = [*_merged(cuts, [Cut(start, end) for start, end in marks.spans])]
    return Words(text, tuple(cuts), tuple(cut.end for cut in cuts), marks.headings)


def _merged(cuts: Sequence[Cut], marks: Sequence[Cut]) -> Iterator[Cut]:
    """Tags and marks of Markdown in order; a mark inside a tag belongs to it."""
    end = -1
    for cut in sorted((*cuts, *marks), key=lambda one: (one.start, -one.end)):
        if cut.start >= end:
            yield cut
            end = cut.end


def _match_to_cut(match: re.Match[str], strange: set[str]) -> Cut | None:
    if not match["name"]:
        at = match.start() + 1 if match["amp"] else match.start()
        return Cut(at, match.end(), parts=bool(match["escaped"]))
    name, rest = match["name"].lower(), match["rest"] or ""
    known = name in _PARTING or name in _INLINE
    if not known and match["close"] and name not in strange:
        return None
    if not known and not match["close"]:
        if not _ATTRIBUTE.match(rest):
            return None
        strange.add(name)
    return Cut(match.start(), match.end(), parts=name in _PARTING, stray=_is_stray(name, rest))


def _is_stray(name: str, rest: str) -> bool:
    """Whether no converter would write this tag: all that is known of it is an ``id``."""
    return name not in _PARTING | _INLINE or rest.strip().lower().startswith("id=")


def _with_bullets(text: str, cuts: list[Cut]) -> Iterator[Cut]:
    """The cuts, and the bullets and numbers that stand on lines with nothing else but tags."""
    index = 0
    while index < len(cuts):
        line_start = text.rfind("\n", 0, cuts[index].start) + 1
        line_end = text.find("\n", cuts[index].start)
        line_end = len(text) if line_end < 0 else line_end
        stop = index
        while stop < len(cuts) and cuts[stop].start < line_end:
            stop += 1
        yield from _line_cuts(text, (line_start, line_end), cuts[index:stop])
        index = stop


def _line_cuts(text: str, line: Span, cuts: list[Cut]) -> Iterator[Cut]:
    rest = [(a, b) for a, b in _gaps(line, cuts) if text[a:b].strip()]
    if len(rest) == 1 and rest[0][0] == line[0] and any(cut.stray for cut in cuts):
        first, last = rest[0]
        words = text[first:last].strip()
        if _BULLET.match(words):
            start = text.index(words, first)
            yield Cut(start, start + len(words))
    yield from cuts


def _gaps(line: Span, cuts: list[Cut]) -> Iterator[Span]:
    at = line[0]
    for cut in cuts:
        yield at, cut.start
        at = cut.end
    if at < line[1]:
        yield at, line[1]


def markup_to_leftovers(words: Words) -> Iterator[tuple[LeftoverKind, Span]]:
    """The markup as named leftovers; pieces that touch are one."""
    start = end = -1
    for cut in words.cuts:
        if 0 <= end < cut.start:
            yield LeftoverKind.MARKUP, (start, end)
        if cut.start > end:
            start = cut.start
        end = max(end, cut.end)
    if end >= 0:
        yield LeftoverKind.MARKUP, (start, end)


def markup_to_diagnostics(words: Words) -> tuple[Diagnostic, ...]:
    """One ``spam-removed`` if there are tags that no converter writes, else nothing."""
    stray = [cut for cut in words.cuts if cut.stray]
    if len(stray) < _STRAY:
        return ()
    message = f"{len(stray)} stray tags were removed"
    return (Diagnostic(DiagnosticCode.SPAM_REMOVED, message, spans=((stray[0].start, stray[0].end),)),)
