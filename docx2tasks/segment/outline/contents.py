"""Contents lists: heading lines at the front that all come again later."""

from __future__ import annotations

import re
from collections.abc import Sequence

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.segment.marks.find import Boundary, MarkFinder
from docx2tasks.source import Block, Paragraph, Table
from docx2tasks.vocabulary import LeftoverKind

_CONTENTS_LEAST = 4
_CONTENTS_LENGTH = 80
_LEADER = re.compile(r"[.…·][ ]?[.…·]")
_LEADERS = re.compile(r"[.…·\s\u3000]*\d{0,4}$")
_STOPS = ("。", "；", "：", "，", "）")


def mark_contents(blocks: tuple[Block, ...], rules: Rules) -> tuple[Block, ...]:
    """Mark a run of heading lines at the front that all come again later."""
    blocks = tuple(_mark_leaders(block, rules) for block in blocks)
    keys = [_line_key(block) for block in blocks]
    last = {key: number for number, key in enumerate(keys) if key}
    start = next((n for n, block in enumerate(blocks) if _is_contents_mark(block, rules)), None)
    run = _run_from(start + 1, keys, last) if start is not None else _marked_run(blocks, keys, last, rules)
    if len(run) < (1 if start is not None else _CONTENTS_LEAST):
        return blocks
    chosen = {*run, *([start] if start is not None else [])}
    return tuple(
        block._replace(aside=LeftoverKind.CONTENTS)
        if n in chosen and isinstance(block, Paragraph) and block.aside is None
        else block
        for n, block in enumerate(blocks)
    )


def _mark_leaders(block: Block, rules: Rules) -> Block:
    """A line that ends in leaders and a page number is of a contents list wherever it stands."""
    if isinstance(block, Table) or block.aside is not None or not _LEADER.search(block.text):
        return block
    return block._replace(aside=LeftoverKind.CONTENTS) if _is_contents_line(block.text, rules) else block


def _is_contents_line(text: str, rules: Rules) -> bool:
    return rules["paragraphs"].find("contents", fold_width(text).strip()) is not None


def _line_key(block: Block) -> str:
    """The words of a short line without leaders, page number and blanks."""
    if isinstance(block, Table):
        return ""
    text = block.passage.text
    if len(text) > _CONTENTS_LENGTH:
        return ""
    folded: str = fold_width(text)
    if not (text[-1:].isalpha() or text.endswith(_STOPS)):  # other lines hold none
        folded = _LEADERS.sub("", folded)
    return "".join(folded.split())


def _is_contents_mark(block: Block, rules: Rules) -> bool:
    return isinstance(block, Paragraph) and _is_contents_line(block.text, rules)


def _run_from(start: int, keys: Sequence[str], last: dict[str, int]) -> list[int]:
    """The lines behind 目录 that come again later, up to the first that does not."""
    run: list[int] = []
    for number in range(start, len(keys)):
        key = keys[number]
        if not key or last[key] == number:
            break
        if run and key == keys[run[0]]:
            break
        run.append(number)
    return run


def _marked_run(blocks: Sequence[Block], keys: Sequence[str], last: dict[str, int], rules: Rules) -> list[int]:
    """Without the word 目录: at least four numbered lines in a row that come again in order."""
    run: list[int] = []
    for number, (block, key) in enumerate(zip(blocks, keys, strict=True)):
        repeated = bool(key) and last[key] > number and isinstance(block, Paragraph) and _is_marked(block, rules)
        if repeated and (not run or key != keys[run[0]]):
            run.append(number)
        elif len(run) >= _CONTENTS_LEAST:
            break
        else:
            run = []
    return run


def _is_marked(block: Paragraph, rules: Rules) -> bool:
    first = next(rules.once(MarkFinder).find(block.passage), None)
    return first is not None and first.boundary == Boundary.LINE
