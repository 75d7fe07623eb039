"""Bulleted lists: each line is an item in documents without numbers, and below numbered headings.

    市教育局：              heading: a list begins behind it
    ● 修缮校舍12间          item
    ● 更换课桌，添置书架    item

Below a numbered sentence, bulleted lines are paragraphs of its item, unless they name units of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from docx2tasks.rules import Rules
from docx2tasks.segment.marks.decide import MarkCandidate
from docx2tasks.segment.marks.find import BULLET, Boundary, Marker, MarkStyle
from docx2tasks.segment.marks.signs import lead_size
from docx2tasks.segment.outline.headings import counts_here
from docx2tasks.segment.outline.work import WorkJudge
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Block, Paragraph, Passage, Table

_LEAST = 2  # lines of a list
_WORK = 0.5  # share of them that say what is to be done
_FIELD_SIGN = ":"
_LONGEST_HEADING = 40  # characters
_SHORT = 14  # characters of a heading with a full stop


class _Bullet(NamedTuple):
    """A bulleted line: its block, where its words begin, its level, and its place in its list from 1."""

    block: int
    size: int
    level: int
    number: int


class BulletFinder:
    """Finds the items of bulleted lists."""

    def __init__(self, rules: Rules) -> None:
        self._works = rules.once(WorkJudge)

    def find(
        self, blocks: Sequence[Block], candidates: Mapping[int, Sequence[MarkCandidate]]
    ) -> dict[int, tuple[MarkCandidate, ...]]:
        """A label for each bulleted line that is an item, by block.

        ``- 修缮校舍12间`` and ``- 更换课桌`` have the marks 1 and 2 of a style of their own.
        """
        bullets = [one for one in _find_bullets(blocks) if one.block not in candidates]
        if len(bullets) < _LEAST:
            return {}
        if any(counts_here(row[0]) for row in candidates.values()):
            runs = [run for run in _find_runs(bullets) if self._are_items(run, blocks, candidates)]
            bullets = [bullet for run in runs for bullet in run]
        elif any(isinstance(block, Table) for block in blocks) or not self._say_work(bullets, blocks):
            return {}
        return {bullet.block: (_to_candidate(bullet, blocks[bullet.block]),) for bullet in bullets}

    def _are_items(
        self, run: Sequence[_Bullet], blocks: Sequence[Block], candidates: Mapping[int, Sequence[MarkCandidate]]
    ) -> bool:
        """Whether bulleted lines in a document with numbers are items.

        They are below a heading or a lead-in (``重点做好以下工作：``), or if they name units of their own.
        """
        head = _find_head(run[0].block - 1, blocks, candidates)
        if head is None:
            return False
        words = self._works.without_clauses(head).folded
        is_short = _is_short(words) and all(one.folded.count("。") < _LEAST for one in _words_of(blocks, run))
        if words.endswith(_FIELD_SIGN) or _may_head(words) or is_short:
            return self._say_work(run, blocks)
        own = sum(map(self._works.names_units, _words_of(blocks, run)))
        return own >= _LEAST and own >= _WORK * len(run)

    def _say_work(self, bullets: Sequence[_Bullet], blocks: Sequence[Block]) -> bool:
        return sum(map(self._works.says_work, _words_of(blocks, bullets))) >= _WORK * len(bullets)


def _find_bullets(blocks: Sequence[Block]) -> Iterator[_Bullet]:
    """The bulleted lines; a count begins anew behind a line that may be a heading."""
    counts: list[int] = []
    in_field = False  # below 责任单位：市教育局 more names may stand, one a line
    for number, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or block.aside is not None or not block.text.strip():
            continue
        size = _bullet_size(block)
        if not size:
            in_field = in_field or _FIELD_SIGN in block.passage.folded.strip()[:-1]
            counts = [] if not in_field and _may_head(block.passage.folded.strip()) else counts
            continue
        in_field = False
        level = block.level or 0 if block.bullet else 0
        counts = [*counts[: level + 1], *[0] * (level + 1 - len(counts))]
        counts[level] += 1
        yield _Bullet(number, size, level, counts[level])


def _find_runs(bullets: Sequence[_Bullet]) -> Iterator[Sequence[_Bullet]]:
    """The bulleted lines that follow each other, counted from 1."""
    run: list[_Bullet] = []
    for bullet in bullets:
        if run and bullet.block != run[-1].block + 1:
            yield run
            run = []
        run.append(bullet._replace(number=len(run) + 1))
    if run:
        yield run


def _find_head(at: int, blocks: Sequence[Block], candidates: Mapping[int, Sequence[MarkCandidate]]) -> Passage | None:
    """The line that bulleted lines are below: a numbered one, without its mark, a heading, or a lead-in below one."""
    block = blocks[at] if at >= 0 else None
    if not isinstance(block, Paragraph):
        return None
    if at in candidates:
        return block.passage.cut(candidates[at][-1].marker.end) if counts_here(candidates[at][0]) else None
    if block.style.heading is not None:
        return block.passage
    is_lead_in = block.passage.folded.rstrip().endswith(_FIELD_SIGN)
    return block.passage if is_lead_in and _find_head(at - 1, blocks, candidates) is not None else None


def _bullet_size(block: Paragraph) -> int:
    """How many characters are the bullet that a line begins with, 0 where there is none."""
    size = lead_size(block.passage.folded)
    if block.bullet:
        return max(size, block.label)
    return size if block.text[:size].strip() and size < len(block.text) else 0


def _may_head(folded: str) -> bool:
    """Whether a line between bullets may be a heading, not more of the item above (责任单位：市教育局)."""
    return len(folded) <= _LONGEST_HEADING and not is_sentence_like(folded) and _FIELD_SIGN not in folded[:-1]


def _is_short(folded: str) -> bool:
    """Whether a sentence only names what the lines below it are about: 强化宣传。."""
    return len(folded) <= _SHORT and folded.endswith("。") and _may_head(folded[:-1]) and "," not in folded


def _words_of(blocks: Sequence[Block], bullets: Sequence[_Bullet]) -> Iterator[Passage]:
    for bullet in bullets:
        block = blocks[bullet.block]
        if isinstance(block, Paragraph):
            yield block.passage.cut(bullet.size).strip()


def _to_candidate(bullet: _Bullet, block: Block) -> MarkCandidate:
    """The mark of a bulleted line: no label, and its sign before it."""
    label = block.label if isinstance(block, Paragraph) and block.bullet else 0
    style, at = MarkStyle(BULLET, level=bullet.level), bullet.size
    marker = Marker(style, bullet.number, at, at, at, Boundary.LINE, level=bullet.level, signs=at - label)
    return MarkCandidate(marker, None)
