"""Titles at the end of an item: they belong to the part that follows."""

from __future__ import annotations

from typing import NamedTuple

from docx2tasks.segment.outline.items import Leftover
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.source import Passage
from docx2tasks.vocabulary import LeftoverKind


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
