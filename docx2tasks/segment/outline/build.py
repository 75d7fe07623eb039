"""Blocks to an outline: items, levels and parts.

The outline is flat: entries in reading order, each item with its depth; the children
of an item are the deeper ones after it.  A part (an attachment, the next of several plans in
one file) begins a new count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from docx2tasks.faults import attempt
from docx2tasks.rules import Rules
from docx2tasks.segment.marks.count import NumberingState, counts_decimals
from docx2tasks.segment.marks.decide import MarkCandidate, is_mark
from docx2tasks.segment.marks.find import Boundary, MarkFinder
from docx2tasks.segment.outline import head_foot, levels
from docx2tasks.segment.outline.bullets import BulletFinder
from docx2tasks.segment.outline.candidates import find_candidates, shifted
from docx2tasks.segment.outline.headings import Heading, HeadingFinder
from docx2tasks.segment.outline.items import Outline
from docx2tasks.segment.outline.open import OpenOutline
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.outline.signers import SignerJudge
from docx2tasks.segment.outline.work import WorkJudge
from docx2tasks.source import Block, Paragraph, Passage, Table
from docx2tasks.vocabulary import LeftoverKind, RecordKind

RUN_TOGETHER = 1_200  # characters in one paragraph: longer ones have lost their line ends
_SINGLE_LINES = ("contents", "public-note", "copy-to", "contact", "page", "page-line", "progress")

Placed = Callable[[OpenOutline, Passage], bool]
"""What puts a paragraph of one kind where it belongs, and says whether it did."""


class OutlineReader:
    """Reads the outline of documents and of table cells."""

    def __init__(self, rules: Rules) -> None:
        self._judge = rules.once(ParagraphJudge)
        self._marks = rules.once(MarkFinder)
        self._works = rules.once(WorkJudge)
        self._bullets = rules.once(BulletFinder)
        self._headings = rules.once(HeadingFinder)
        self._signers = rules.once(SignerJudge)
        self._places = _kinds_to_places(self._marks, self._signers)

    def read(self, blocks: Sequence[Block]) -> Outline:
        """The outline of ``blocks``: of a document's body, or of one table cell.

        ``（一）加强领导。`` with ``1.…`` after it gives an item of depth 0 and one of depth 1.
        """
        candidates = find_candidates(blocks, self._marks)
        candidates |= attempt("a list without numbers", (), {}, self._bullets.find, blocks, candidates)
        numbering = NumberingState(counts_decimals([row[0].marker for row in candidates.values()]))
        outline = OpenOutline(self._judge, self._works, numbering)
        headings = attempt("headings without a number", (), {}, self._headings.find, blocks, candidates)
        for number, block in enumerate(blocks):
            if isinstance(block, Table):
                attempt("a table", (), None, _add_table, outline, block)
            else:
                marks, heading = candidates.get(number, ()), headings.get(number)
                attempt("a paragraph", block.passage.spans, None, self._add_paragraph, outline, block, marks, heading)
        attempt("the foot of the text", (), None, head_foot.take_foot, outline, self._signers)
        return outline.finish()

    def _add_paragraph(
        self,
        outline: OpenOutline,
        paragraph: Paragraph,
        candidates: Sequence[MarkCandidate],
        heading: Heading | None = None,
    ) -> None:
        """Split a paragraph at its marks, and put its pieces where they belong."""
        if paragraph.begins_part:
            outline.begin_part()
            candidates, heading = (), None  # the name of a sheet is the title of a part
        if paragraph.aside is not None:
            outline.leave(paragraph.aside, paragraph.passage)
            return
        if heading is not None and not outline.is_over:
            levels.enter_heading(outline, paragraph.passage, heading)
            return
        shift = paragraph.label if paragraph.bullet else 0
        passage = paragraph.passage.cut(shift) if shift else paragraph.passage
        first = candidates[0].marker if candidates else None
        mark = first if first is not None and first.boundary == Boundary.LINE else None
        marks = [shifted(candidate, shift) for candidate in candidates] if shift else candidates
        if mark is None and (self._split_labelled(outline, passage, marks) or self._is_placed(outline, passage)):
            return
        if head_foot.go_on_with_list(outline, passage, mark):
            return
        if outline.is_over and mark is None:
            outline.leave(LeftoverKind.FOOTER, passage)
            return
        outline.is_over = False
        self._split(outline, passage, marks, paragraph.style.heading)
        if shift:
            outline.leave(RecordKind.LABEL, paragraph.passage.cut(0, shift).strip())

    def _split_labelled(self, outline: OpenOutline, passage: Passage, marks: Sequence[MarkCandidate]) -> bool:
        """Enter a label line whose list is run in behind it (``整改措施：1.补齐台账。2.开展培训。``)."""
        first = marks[0] if marks else None
        if first is None or (first.marker.number, first.next_number) != (1, 2):
            return False
        label, rest = passage.cut(0, first.marker.lead), passage.cut(first.marker.lead)
        is_label = self._judge.kind_of(label.folded.strip()) == "label-line"
        if not is_label or not levels.enter_label_line(outline, label.strip()):
            return False
        self._split(outline, rest, [shifted(candidate, first.marker.lead) for candidate in marks], None)
        return True

    def _is_placed(self, outline: OpenOutline, passage: Passage) -> bool:
        """Put a paragraph that its words tell apart (附件2, a date, 主要措施：) where it belongs."""
        place = self._places.get(self._judge.kind_of(passage.folded.strip()) or "")
        return place is not None and place(outline, passage)

    def _split(
        self, outline: OpenOutline, passage: Passage, candidates: Sequence[MarkCandidate], heading: int | None
    ) -> None:
        run_together = len(passage.text) > RUN_TOGETHER or any(c.heads for c in candidates)
        at = 0
        for candidate in candidates:
            marker = candidate.marker
            if marker.lead >= at and is_mark(candidate, outline.numbering, passage.text, at, run_together=run_together):
                self._add_piece(outline, passage.cut(at, marker.lead), opens=marker.number == 1 and at > 0)
                levels.enter_mark(outline, marker, passage, heading)
                if marker.signs:
                    outline.leave(RecordKind.LABEL, passage.cut(marker.lead, marker.start).strip())
                at = marker.end
        self._add_piece(outline, passage.cut(at))

    def _add_piece(self, outline: OpenOutline, piece: Passage, *, opens: bool = False) -> None:
        """Add the words between two marks.

        ``opens`` says that a first mark follows: a label run in before it (``具体措施：``) is set apart.
        """
        words = piece.strip()
        label = self._judge.find_label(words) if opens and words else None
        if label is not None:
            outline.leave(RecordKind.LABEL, words.cut(label))
            words = words.cut(0, label).strip()
        if words:
            outline.add_words(words)


def _add_table(outline: OpenOutline, table: Table) -> None:
    if table.aside is None:
        outline.add_table(table)
        return
    for row in table.rows:
        for paragraph in (p for cell in row for p in cell.paragraphs()):
            outline.leave(table.aside, paragraph.passage)


def _kinds_to_places(marks: MarkFinder, signers: SignerJudge) -> Mapping[str, Placed]:
    """Where a paragraph of each kind goes."""
    lines = {kind: partial(head_foot.leave, kind=LeftoverKind(kind)) for kind in _SINGLE_LINES}
    return lines | {
        "attachment-mark": head_foot.begin_attachment,
        "attachment-list": partial(head_foot.list_attachments, marks=marks),
        "signature": partial(head_foot.sign, signers=signers),
        "salutation": head_foot.salute,
        "label-line": levels.enter_label_line,
        "label-run-in": levels.enter_label_run_in,
        "note": partial(head_foot.begin_list, kind=LeftoverKind.NOTE, marks=marks),
        "page-end": head_foot.end_page,
        "time-head": levels.enter_time_head,
        "members": head_foot.list_members,
    }
