"""Twice the document takes twice the time, from bytes to records: rows, paragraphs and characters."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import _lru_cache_wrapper, partial
from itertools import chain
from typing import Any

import pytest
from build_docx import docx, p, tbl, tc, tr
from build_html import page, paragraphs, table
from effort import assert_grows

from docx2tasks import parse
from docx2tasks.numerals import number_to_han
from docx2tasks.rules import load_rules

MOST = 2.3  # times as long for twice as much; a step that takes its square comes to 4


def step(number: int) -> str:
    """A measure with a time and a figure, different for each number."""
    return f"{number % 12 + 1}月底前，完成第{number}项检查，整改率达到{number % 50 + 50}%。"


def merged_rows(count: int) -> bytes:
    """A Word list whose categories and units are merged downwards, with two steps a cell."""
    rows = [tr("类别", "任务目标", "进度要求", "责任单位")]
    for n in range(count):
        edge = ("restart", f"第{n // 5}类", f"市第{n // 5}局牵头，市财政局配合") if n % 5 == 0 else ("", "", "")
        steps = tc(f"1.{step(n)}", f"2.{step(n + 1)}")
        rows.append(tr(tc(edge[1], merge=edge[0]), f"{n + 1}.加强监管。", steps, tc(edge[2], merge=edge[0])))
    return docx(tbl(*rows, columns=4))


def han_rows(count: int) -> bytes:
    """A Word list that counts its rows 一, 二, 三."""
    return docx(tbl(tr("序号", "工作内容"), *[tr(number_to_han(n + 1), step(n)) for n in range(count)], columns=2))


def outline(count: int) -> bytes:
    """Word paragraphs: a heading, and under it measures with a clause each."""
    return docx("".join(p(words) for words in _outline_lines(count)))


def _outline_lines(count: int) -> Iterator[str]:
    for n in range(count):
        head, item = divmod(n, 20)
        clause = f"（市第{n}局牵头，市财政局配合）"
        yield f"（{number_to_han(item)}）{step(n)}{clause}" if item else f"{number_to_han(head + 1)}、第{head}方面"


def plain(count: int) -> bytes:
    """Text, a line a paragraph."""
    return "\n".join(_outline_lines(count)).encode()


def one_line(count: int) -> bytes:
    """Text that has lost its line ends: the characters grow, not the lines."""
    return "".join(f"{n + 1}.{step(n)}（市第{n}局负责）" for n in range(count)).encode()


def tabbed(count: int) -> bytes:
    """A table as text, columns parted by tabs."""
    return "\n".join(["序号\t重点任务\t责任单位", *(f"{n + 1}\t{step(n)}\t市第{n}局" for n in range(count))]).encode()


def html_paragraphs(count: int) -> bytes:
    """A page of paragraphs."""
    return page(paragraphs(*_outline_lines(count))).encode()


def html_rows(count: int) -> bytes:
    """A page with a table."""
    rows = [["序号", "重点任务", "责任单位"], *([str(n + 1), step(n), f"市第{n}局"] for n in range(count))]
    return page(table(rows)).encode()


@pytest.mark.parametrize("part", [5, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("build", "size"),
    [
        pytest.param(merged_rows, 500, id="Word: rows of a table"),
        pytest.param(han_rows, 500, id="Word: rows counted in words"),
        pytest.param(outline, 500, id="Word: paragraphs with clauses"),
        pytest.param(lambda n: docx("".join(p(step(i)) for i in range(n))), 1000, id="Word: paragraphs without a mark"),
        pytest.param(lambda n: docx("".join(p(f"{i + 1}．{step(i)}") for i in range(n))), 1000, id="Word: one list"),
        pytest.param(html_paragraphs, 500, id="page: paragraphs"),
        pytest.param(html_rows, 250, id="page: rows of a table"),
        pytest.param(plain, 500, id="text: lines"),
        pytest.param(tabbed, 250, id="text: rows of a table"),
        pytest.param(one_line, 250, id="text: characters of a line"),
    ],
)
def test_time_grows_with_the_document(build: Callable[[int], bytes], size: int, part: int) -> None:
    """From a document, or a part of it, to one four times as long: the fastest of several runs of each."""
    small, large = build(size // part), build(4 * size // part)
    found: dict[bytes, int] = {}

    def read(data: bytes) -> None:
        for cache in _word_caches():
            cache.cache_clear()
        found[data] = len(parse(data).tasks)

    assert_grows(partial(read, small), partial(read, large), most=MOST**2)
    assert found[large] == found[small] or found[large] > 3.9 * found[small]  # no row is lost, as a short way would


def _word_caches() -> list[_lru_cache_wrapper[Any]]:
    """What keeps words in mind: small documents fit in, large ones do not."""
    modules = [module for name, module in sys.modules.items() if name.startswith("docx2tasks")]
    holders = [*modules, *load_rules().built()]
    found = {id(one): one for one in chain(*(vars(h).values() for h in holders)) if isinstance(one, _lru_cache_wrapper)}
    return [one for one in found.values() if one.cache_parameters()["maxsize"] is not None]


def test_words_are_kept_in_mind_within_bounds() -> None:
    """There are such caches, and none could grow beyond some MB."""
    parse(outline(40))
    assert len(_word_caches()) > 5
    assert all((one.cache_parameters()["maxsize"] or 0) <= 16_384 for one in _word_caches())
