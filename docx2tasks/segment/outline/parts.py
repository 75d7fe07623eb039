"""Titles of parts, including those at the end of the item before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from docx2tasks.segment.outline.items import Leftover
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.outline.work import WorkJudge
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Passage, join_lines
from docx2tasks.vocabulary import LeftoverKind

_TITLE_LINES = 4


class ItemEnd(NamedTuple):
    """An item's paragraphs without the lines at its end that head what follows, those lines, and their preamble."""

    body: tuple[Passage, ...]
    titles: tuple[Passage, ...] = ()
    leftovers: tuple[Leftover, ...] = ()


def find_item_end(body: tuple[Passage, ...], judge: ParagraphJudge) -> ItemEnd:
    """The paragraphs of an item apart from the title and preamble of the next plan at its end."""
    size = _preamble_size(body, judge)
    kept, preamble = (body[:-size], body[-size:]) if size else (body, ())
    leftovers = tuple(Leftover(LeftoverKind.PREAMBLE, words) for words in preamble)
    place = len(kept)
    while place > 1 and judge.is_title(kept[place - 1]):
        place -= 1
    if place < len(kept) or not kept:
        return ItemEnd(kept[:place], kept[place:], leftovers)
    return _run_in_end(kept, leftovers, judge)


def _preamble_size(body: tuple[Passage, ...], judge: ParagraphJudge) -> int:
    """How many paragraphs at the end are the preamble of the next plan: its title is before them."""
    size = next((n for n in (1, 2) if len(body) > n + 1 and judge.is_title(body[-n - 1])), 0)
    return size if size and judge.is_preamble(body[-1]) else 0


def _run_in_end(body: tuple[Passage, ...], leftovers: tuple[Leftover, ...], judge: ParagraphJudge) -> ItemEnd:
    """The title and preamble of the next plan, where they have run into an item's last words."""
    last = body[-1]
    head = judge.find_head(last)
    if head is not None:
        return ItemEnd((*body[:-1], last.cut(0, head).strip()), (last.cut(head).strip(),), leftovers)
    found = judge.find_title(last)
    if found is None:
        return ItemEnd(body, (), leftovers)
    start, end = found
    preamble = Leftover(LeftoverKind.PREAMBLE, last.cut(end))
    return ItemEnd((*body[:-1], last.cut(0, start).strip()), (last.cut(start, end),), (*leftovers, preamble))


def count_title_lines(lines: Sequence[Passage], judge: ParagraphJudge, works: WorkJudge, *, is_named: bool) -> int:
    """How many of the lines before an item, or of a text without items, may be the title of a part.

    ``青川市2024年工作安排`` is one, ``修缮驿站，更换灯杆`` behind it says what is to be done.
    ``is_named`` says that the title is already above the lines.
    """
    count = 0
    for place, line in enumerate(lines[:_TITLE_LINES]):
        ahead = lines[place : place + _TITLE_LINES - 1]
        if _is_running_text(line.text) or _is_work(line, ahead, judge, works, is_named=is_named):
            break
        count += 1
        is_named = is_named or judge.is_title(line) or judge.is_title(join_lines(lines[:count]))
    return count


def _is_running_text(text: str) -> bool:
    """Whether a line is no title: it holds a sentence, or leads in to a list."""
    return is_sentence_like(text) or text.rstrip().endswith((":", "："))


def _is_work(
    line: Passage, ahead: Sequence[Passage], judge: ParagraphJudge, works: WorkJudge, *, is_named: bool
) -> bool:
    """Whether a line without a full stop says what is to be done; ``is_named`` says that a title is above it.

    ``ahead`` are the lines from it on: a title may be broken behind a comma.
    """
    is_title = judge.is_title(line)
    if works.names_units(line):
        return is_named or not is_title
    if is_title:
        return False
    if is_named and works.says_work(line):
        return True
    has_pause = "," in line.folded
    return has_pause and (is_named or not any(judge.is_title(join_lines(ahead[:n])) for n in range(2, len(ahead) + 1)))
