"""The level of an item, decided only here."""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.segment.marks.count import Level, NumberingState, one_of_list
from docx2tasks.segment.marks.find import BULLET, Marker, MarkStyle
from docx2tasks.segment.marks.signs import lead_size
from docx2tasks.segment.outline.headings import Heading
from docx2tasks.segment.outline.items import HEADING, LABEL_LINE, TIME_HEAD
from docx2tasks.segment.outline.open import OpenItem, OpenOutline
from docx2tasks.source import EMPTY, Diagnostic, Passage
from docx2tasks.vocabulary import DiagnosticCode, RecordKind


def enter_mark(outline: OpenOutline, marker: Marker, passage: Passage, heading: int | None = None) -> None:
    """Open an item at the depth that its mark has among the lists that are open."""
    numbering = outline.numbering
    depth = numbering.depth(marker.style, marker.number)
    if depth == 0 and _begins_part(numbering, marker):
        outline.close_part()
    elif outline.item is None:
        outline.close_head()
    else:
        doubt = find_gap(numbering, marker, depth, passage)
        outline.diagnostics += [doubt] if doubt else []
    label = passage.cut(marker.start, marker.label_end)
    depth = min(depth, len(numbering.levels))
    number = None if marker.style.name == BULLET else marker.number or None
    outline.open_item(OpenItem(depth, marker.style, number, label, heading=heading))


def enter_heading(outline: OpenOutline, passage: Passage, heading: Heading) -> None:
    """Open an unnumbered step, without signs before it and a colon after it."""
    depth = _heading_depth(outline.numbering.levels, heading)
    if outline.item is None:
        outline.close_head()
    elif depth == 0 and outline.begin_titled_part():
        depth = 0
    signs = lead_size(passage.folded)
    words = passage.cut(signs).strip()
    title = words.cut(0, len(words.text.rstrip("：: ")))
    outline.listing = None
    outline.open_item(
        OpenItem(depth, MarkStyle(HEADING, heading.rank, heading.level), None, EMPTY, [title], heading.level)
    )
    for beside in (passage.cut(0, signs).strip(), words.cut(len(title.text)).strip()):
        if beside:
            outline.leave(RecordKind.LABEL, beside)


def _heading_depth(levels: Sequence[Level], heading: Heading) -> int:
    """How many open levels enclose a heading.

    It closes the list that begins again behind it, headings of its level and below it, and lists under those.
    """
    for place, level in enumerate(levels):
        if one_of_list(level.style) == heading.counts or _is_below(level, heading):
            return place
    if heading.level is None:
        return len(levels)
    above = [place for place, level in enumerate(levels) if level.heading is not None]
    return above[-1] + 1 if above else len(levels) if heading.counts else 0


def _is_below(level: Level, heading: Heading) -> bool:
    if heading.level is not None and level.heading is not None:
        return level.heading >= heading.level
    same = level.style.name == HEADING and level.style.level is None and heading.level is None
    return same and level.style.depth <= heading.rank


def _begins_part(numbering: NumberingState, marker: Marker) -> bool:
    """Whether a first mark of the outermost style begins another plan."""
    levels = numbering.levels
    is_first = bool(levels) and marker.number == 1
    return is_first and levels[0].style == marker.style and (levels[0].number or 0) > 1


def find_gap(numbering: NumberingState, marker: Marker, depth: int, passage: Passage) -> Diagnostic | None:
    """Where a list leaves a number out or has one twice."""
    levels = numbering.levels
    if depth >= len(levels) or levels[depth].style != marker.style or not marker.number:
        return None
    last = levels[depth].number
    if last is None or marker.number in (last + 1, 1):
        return None
    code = DiagnosticCode.NUMBERING_GAP if marker.number > last else DiagnosticCode.NUMBERING_REPEAT
    label = passage.text[marker.start : marker.label_end]
    spans = passage.spans_of(marker.start, marker.label_end)
    return Diagnostic(code, f"expected item {last + 1}, found {label}", "warning", spans)


def enter_time_head(outline: OpenOutline, passage: Passage) -> bool:
    """``3月：`` heads the items after it, up to the next such time."""
    outline.close_head()
    numbering = outline.numbering
    depth = numbering.depth(TIME_HEAD, None)
    if depth == len(numbering.levels) and outline.item is not None and outline.item.style != TIME_HEAD:
        depth = max(0, depth - 1)
    outline.open_item(OpenItem(depth, TIME_HEAD, None, passage))
    return True


def enter_label_line(outline: OpenOutline, passage: Passage) -> bool:
    """``主要措施：`` under an item opens a level without a number."""
    return _enter_label(outline, passage, [])


def enter_label_run_in(outline: OpenOutline, passage: Passage) -> bool:
    """``主要措施：加强督导。``: a label line whose first words are on its own line."""
    colon = next((i for i, c in enumerate(passage.text) if c in ":："), len(passage.text) - 1)
    words = passage.cut(colon + 1).strip()
    return _enter_label(outline, passage.cut(0, colon + 1) if words else passage, [words] if words else [])


def _enter_label(outline: OpenOutline, label: Passage, body: list[Passage]) -> bool:
    last = outline.item
    if last is None or not last.body:
        return False
    depth = last.depth if last.style == LABEL_LINE else last.depth + 1
    outline.open_item(OpenItem(depth, LABEL_LINE, None, label, body))
    return True
