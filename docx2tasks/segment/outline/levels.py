"""How deep an item belongs, and what opens a level: decided here and nowhere else."""

from __future__ import annotations

from docx2tasks.segment.marks.count import NumberingState
from docx2tasks.segment.marks.find import Marker
from docx2tasks.segment.outline.items import LABEL_LINE, TIME_HEAD
from docx2tasks.segment.outline.open import OpenItem, OpenOutline
from docx2tasks.source import Diagnostic, Passage
from docx2tasks.vocabulary import DiagnosticCode


def enter_mark(outline: OpenOutline, marker: Marker, passage: Passage) -> None:
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
    outline.open_item(OpenItem(depth, marker.style, marker.number or None, label))


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
    return Diagnostic(code, f"{label} stands where {last + 1} is next", "warning", spans)


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
