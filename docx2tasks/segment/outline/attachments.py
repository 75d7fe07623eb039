"""Lists of attachments: ``附件：`` with document names, before or after the signature.

``附件`` on a line of its own also heads an attachment, so what follows decides: a list is names that a
signature, the first attachment or the end of the text comes after, or names of which one is printed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import Boundary, MarkFinder
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.outline.signers import SignerJudge
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Block, Paragraph, Passage
from docx2tasks.vocabulary import LeftoverKind

_MOST = 60  # names of one list
_LONGEST = 80  # characters of a name
_ENDS = frozenset({"attachment-mark", "public-note", "copy-to", "contact", "note", "page-end"})
_SIGN = "附"


class _Name(NamedTuple):
    """A line that may name an attachment: its number, 0 without one, and its words."""

    number: int
    words: Passage


def _may_begin(block: Paragraph) -> bool:
    return block.aside is None and block.text.lstrip(" \u3000").startswith(_SIGN)


class AttachmentListReader:
    """Reads which lines after ``附件：`` are names of attachments."""

    def __init__(self, rules: Rules) -> None:
        self._judge = rules.once(ParagraphJudge)
        self._files = rules["metadata"]
        self._marks = rules.once(MarkFinder)
        self._signers = rules.once(SignerJudge)

    def mark(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """The blocks with lists of attachments marked as such.

        ``附件：`` then ``1.任务清单`` and ``2.评分表`` above the signature are three lines of a list.
        """
        starts = [n for n, block in enumerate(blocks) if isinstance(block, Paragraph) and _may_begin(block)]
        if not starts:
            return blocks
        listed = {n for start in starts for n in self.read(blocks, start)}
        set_aside = LeftoverKind.ATTACHMENT_LIST
        return tuple(block._replace(aside=set_aside) if n in listed else block for n, block in enumerate(blocks))

    def read(self, blocks: Sequence[Block], start: int) -> Sequence[int]:
        """The numbers of the blocks that are the list beginning at ``start``; none where it heads an attachment."""
        head = blocks[start]
        kind = self._judge.kind_of(head.passage.folded.strip()) if isinstance(head, Paragraph) else None
        if kind not in {"attachment-mark", "attachment-list"} or not isinstance(head, Paragraph):
            return ()
        is_open = kind == "attachment-mark"
        if is_open and any(sign.isnumeric() for sign in head.text):
            return ()  # 附件2 heads one
        if not is_open and self._files.find("file-name", head.passage.folded.strip()):
            return (start,)
        names = self._read_names(blocks, start + 1, 0 if is_open else self._last_number(head.passage))
        stop = start + 1 + len(names)
        is_list = bool(names) and (self._is_signed(blocks, stop) or self._names_papers(blocks, stop, names))
        return range(start, stop) if is_list else ()

    def _last_number(self, line: Passage) -> int:
        return next((m.number for m in reversed(list(self._marks.find(line))) if m.number), 0)

    def _read_names(self, blocks: Sequence[Block], first: int, number: int) -> list[_Name]:
        """The names from block ``first`` on: numbered in order, or none of them numbered."""
        names: list[_Name] = []
        for block in blocks[first : first + _MOST]:
            name = self._read_name(block)
            last = names[-1].number if names else number
            if name is None or (name.number != last + 1 if name.number else bool(last)):
                break
            if any(name.words.text == known.words.text for known in names):
                break  # the paper itself begins
            names.append(name)
        if names and not names[0].number:
            names = names[: self._without_signers(names)]
        return names

    def _read_name(self, block: Block) -> _Name | None:
        """The name on a line, None for a sentence, a heading, a date and all that is told apart by its words."""
        if not isinstance(block, Paragraph) or block.aside is not None:
            return None
        words = block.passage.strip()
        folded = words.folded
        is_other = len(folded) > _LONGEST or is_sentence_like(folded) or folded.endswith(":")
        if not folded or is_other or self._judge.kind_of(folded) is not None:
            return None
        marks = [m for m in self._marks.find(block.passage) if m.boundary == Boundary.LINE]
        if not marks:
            return _Name(0, words)
        is_counted = any(sign.isdigit() for sign in block.text[marks[0].start : marks[0].end])
        return _Name(marks[0].number, block.passage.cut(marks[0].end).strip()) if is_counted else None

    def _without_signers(self, names: Sequence[_Name]) -> int:
        """How many lines are names of papers: offices that sign may come after them."""
        size = len(names)
        while size and self._signers.is_signer(names[size - 1].words):
            size -= 1
        return size

    def _is_signed(self, blocks: Sequence[Block], stop: int) -> bool:
        """Whether a signature, a note on publication or the first attachment comes after the list."""
        for block in blocks[stop : stop + _MOST]:
            if not isinstance(block, Paragraph):
                return False
            if block.aside is not None or self._signers.is_signer(block.passage):
                continue
            kind = self._judge.kind_of(block.passage.folded.strip())
            return kind in _ENDS or (kind == "signature")
        return True

    def _names_papers(self, blocks: Sequence[Block], stop: int, names: Sequence[_Name]) -> bool:
        """Whether names that are not signed name what follows: one of them heads it, or all name papers."""
        following = {b.text.strip() for b in blocks[stop : stop + _MOST] if isinstance(b, Paragraph)}
        if any(name.words.text in following for name in names):
            return True
        papers = sum(self._judge.is_title(name.words) for name in names)
        return bool(names[0].number) and papers == len(names)
