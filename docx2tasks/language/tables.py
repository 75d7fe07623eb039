"""Tables and explanations as they are shown: their heads, and the cells that are the program's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from docx2tasks.language.show import is_chinese, shown, to_chinese

# columns whose cells are words of this program; other cells are the document's, or names and numbers
_WORDS = frozenset({
    "kind", "level", "message", "place", "taken for", "which is", "by", "why", "outcome", "status", "reason", "tasks",
    "documents", "fact", "what", "file", "OLD", "NEW", "role", "batch",
})  # fmt: skip
# lines of an explanation whose words are
_LINES = frozenset({"task", "label", "kind", "evidence", "place", "rule", "unit", "time", "corrected", "called-wrong"})
_GROUND = re.compile(r"(.+?) ([-+]\d+)(?:, |$)")


def shown_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], title: str = ""
) -> tuple[Sequence[str], Iterable[Sequence[str]]]:
    """The heads and rows of a table, ``due`` as ``截止``; the same head may mean other things under a title."""
    if not is_chinese():
        return headers, rows
    named = _WORDS - {"kind"} if "where" in headers else _WORDS  # kinds of rules are codes
    shown_rows = _show_rows(headers, rows, named)
    if (title, headers[0]) == ("diagnostics", "code"):  # how often each was met, nothing said of what it is
        shown_rows = ([_add_meaning(code), *cells] for code, *cells in shown_rows)
    return [_show_head(head, title) for head in headers], shown_rows


def _show_head(head: str, title: str) -> str:
    from docx2tasks.language.catalogue import load_words  # noqa: PLC0415

    heads = load_words("words")["heads"]
    return heads.get(f"{title}/{head}") or shown(head)


def _show_rows(headers: Sequence[str], rows: Iterable[Sequence[str]], named: frozenset[str]) -> Iterator[Sequence[str]]:
    for row in rows:
        yield [_show_cell(head, cell) if head in named else cell for head, cell in zip(headers, row, strict=True)]


def _show_cell(head: str, cell: str) -> str:
    if head == "reason":
        return to_chinese(cell)
    if head == "taken for":
        return _show_kind(cell)
    if head == "place":  # begins with the label of the task
        return "，".join(map(shown, cell.split(", ")))
    return shown(cell)


def _add_meaning(code: str) -> str:
    from docx2tasks.pages.vocabulary import load_vocabulary  # noqa: PLC0415

    return f"{code} {load_vocabulary('zh')['diagnostics'].get(code, '')}".rstrip()


def _show_kind(code: str) -> str:
    """Of a line what text was taken for (``preamble``), of a column its kind (``unit lead``)."""
    from docx2tasks.pages.vocabulary import load_vocabulary  # noqa: PLC0415

    return load_vocabulary("zh")["leftovers"].get(code) or shown(code)


def shown_line(name: str, words: str) -> tuple[str, str]:
    """A line of an explanation: ``unit``, ``市住建局  lead`` as ``单位``, ``市住建局  牵头``."""
    if not is_chinese():
        return name, words
    if name == "points":  # why a title was chosen: each ground with what it counts
        return shown(name), "，".join(f"{shown(ground)} {points}" for ground, points in _GROUND.findall(words))
    return shown(name), shown(words) if name in _LINES else words
