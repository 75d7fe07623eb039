"""What holds for every document: spans, order, ids, shares, schema, and that nothing breaks."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import shared_folder
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_samples import SAMPLES

from docx2tasks import Reading, Refusal, Task, parse, parse_with_source
from docx2tasks.model import json_schema
from docx2tasks.numerals import number_to_han

SEEDS = sorted(shared_folder().glob("seeds/*.txt"))
FILES = [pytest.param(path, id=path.name) for path in (*SAMPLES, *SEEDS)]
VALIDATOR = Draft202012Validator(json_schema("document"))
_BLANK = re.compile(r"[\s\u200b\u3000\u00a0\ufeff]+")


@cache
def _read(path: Path) -> Reading:
    return parse_with_source(path)


def bare(words: str) -> str:
    """Words without white space."""
    return _BLANK.sub("", words)


def values(task: Task) -> Iterator[tuple[str, str, Sequence[tuple[int, int]]]]:
    """Every value of a task that was read from the text: what it is, its words, its spans."""
    yield "text", task.text, task.location.pieces or [(task.location.start, task.location.end)]
    yield from (("step", step.title, step.span) for step in task.path)
    yield from (("unit", unit.name, unit.span) for unit in task.units)
    yield from (("actor", actor.name, actor.span) for actor in task.actors)
    yield from (("time", time.text, time.span) for time in task.times)
    yield from (("target", target.text, target.span) for target in task.targets)


def faults_of(reading: Reading) -> Iterator[str]:
    """Where a record does not say what its source says."""
    text = reading.source.text
    for task in reading.document.tasks:
        for kind, words, spans in values(task):
            if not all(0 <= low < high <= len(text) for low, high in spans):
                yield f"{kind} {words[:30]!r}: spans {spans} leave the text"
            elif bare("".join(text[low:high] for low, high in spans)) != bare(words):
                yield f"{kind} {words[:30]!r}: the spans say {''.join(text[low:high] for low, high in spans)[:30]!r}"
            elif any(b[0] < a[1] for a, b in pairwise(spans)):
                yield f"{kind} {words[:30]!r}: spans overlap"
    ids = [task.id for task in reading.document.tasks]
    if len(set(ids)) != len(ids):
        yield "ids repeat"
    starts = [task.location.start for task in reading.document.tasks]
    if starts != sorted(starts):
        yield "tasks are not in reading order"
    yield from faults_of_shares(reading)
    yield from (error.message[:200] for error in VALIDATOR.iter_errors(reading.document.model_dump(mode="json")))


def faults_of_shares(reading: Reading) -> Iterator[str]:
    """Where the coverage account does not add up."""
    coverage = reading.document.coverage
    if coverage.characters and abs(sum(coverage.shares.values()) - 1) > 0.0001 * len(coverage.shares):
        yield f"shares add up to {sum(coverage.shares.values())}"
    if coverage.characters != len(bare(reading.source.text)) and "\x00" not in reading.source.text:
        yield f"{coverage.characters} characters are accounted for, not {len(bare(reading.source.text))}"
    for region in coverage.leftovers:
        if not reading.source.text[region.start : region.end].startswith(region.text):
            yield f"leftover {region.kind} does not say what its span says"


@pytest.mark.parametrize("path", FILES)
def test_records_say_what_the_source_says(path: Path) -> None:
    """Spans give the values' own words; ids, order, shares and schema hold."""
    assert list(faults_of(_read(path))) == []


@pytest.mark.parametrize("path", FILES)
def test_parsing_twice_gives_the_same(path: Path) -> None:
    """Nothing depends on what was read before, or on chance."""
    data = path.read_bytes()
    first, second = parse(data).model_dump_json(), parse(data).model_dump_json()
    assert first == second
    assert [task.id for task in parse(data).tasks] == [task.id for task in _read(path).document.tasks]


@pytest.mark.parametrize("name", ["document", "task"])
def test_the_published_schema_is_one(name: str) -> None:
    """The schema is itself valid, and refuses what is no record."""
    schema = json_schema(name)
    Draft202012Validator.check_schema(schema)
    assert not Draft202012Validator(schema).is_valid({})
    assert not Draft202012Validator(schema).is_valid({"tasks": "none"})


# any text ----------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *("一、", "二、", "（一）", "（二）", "1.", "2.", "3.", "1、", "（1）", "①", "第一条", "1.1", "附件", "附件2", "目录", "目　录", "\n", "\n", "\n", "\t", " ", "　", "。", "；", "，", "：", "、"),
        *("（", "）", "(", ")", "《", "》", "〔", "〕", "【", "】", "“", "”", "\x00", "\u200b", "\r", "\r\n", "\u2028"),
        *("重点任务", "责任单位", "责任单位：", "牵头单位：", "市教育局", "各县（市、区）人民政府", "牵头", "配合", "负责", "等", "和", "列第一位的为牵头单位，下同", "以下均需各区落实，不再列出", "主要措施："),
        *("12月底前", "2022年", "5-11月", "每季一次", "自2022年3月起", "“十四五”期间", "2月30日", "0000年", "99月", "达到100%", "不低于22家", "10—20个", "9" * 20, "工作方案", "总体要求", "加强管理"),
        *("序号", "具体任务", "完成时限", "365bet_娱乐场_官网下载", "2022年4月19日", "青政发〔2022〕5号", "3月：", "为贯彻落实要求，制定本方案。", "\ud83d", "😀", "ａｂｃ１２", "⑳", "ⅳ"),
    ]
)
MARKUP = st.sampled_from(["<p>", "</p>", "<td>", "<tr>", "</td>", "<br/>", "&nbsp;", "&lt;"])
TEXTS = st.one_of(st.lists(PIECES, max_size=60).map("".join), st.text(max_size=200))
MARKED = st.lists(st.one_of(PIECES, MARKUP), max_size=60).map("".join)


def faults_if_read(data: bytes, source_format: str) -> list[str]:
    """What is wrong with the reading; a refusal is the other answer that is allowed."""
    try:
        return list(faults_of(parse_with_source(data, source_format=source_format)))
    except Refusal:
        return []


@settings(max_examples=250, deadline=None)
@given(TEXTS)
@example("1.\n（责任单位：）")
@example("1.\u202e\n")
@example("序号\t责任单位\n1\t市教育局\n")
def test_any_text_is_read_or_refused(text: str) -> None:
    """No text raises anything but a refusal; whatever comes out holds what holds for every document."""
    assert faults_if_read(text.encode("utf-8", "surrogatepass"), "text") == []


@settings(max_examples=120, deadline=None)
@given(MARKED)
@example("一、甲事<p>乙事")
@example("\t\t牵头：市。<p>\t<p>牵头单位：\n\t\t>\t<p>局")
def test_any_text_with_marks_is_read_or_refused(text: str) -> None:
    """The same for text that has markup left in it."""
    assert faults_if_read(text.encode("utf-8", "surrogatepass"), "text") == []


@settings(max_examples=120, deadline=None)
@given(TEXTS)
def test_any_words_in_a_page_are_read_or_refused(text: str) -> None:
    """The same inside a page, table cells included."""
    data = f"<html><body><p>{text}</p><table><tr><td>{text}</td><td>责任单位</td></tr></table></body></html>".encode("utf-8", "replace")
    assert faults_if_read(data, "html") == []


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes raise anything but a refusal."""
    try:
        parse(data)
    except Refusal as refusal:
        assert refusal.code  # noqa: PT017  a refusal is one of the two answers


# outlines come back ------------------------------------------------------------------------

STYLES: dict[str, tuple[str, ...]] = {
    "公文": ("{han}、", "（{han}）", "{n}.", "（{n}）"),
    "半角": ("{han}、", "({han})", "{n}、", "({n})"),
    "数字": ("{n}.", "（{n}）", "①"),
    "倒置": ("（{han}）", "{han}、", "{n}."),
    "章条": ("第{han}章 ", "第{han}条 ", "（{han}）"),
}


@dataclass(frozen=True)
class Node:
    """An item of a generated outline."""

    children: tuple[Node, ...] = ()


def _forests(depth: int) -> st.SearchStrategy[tuple[Node, ...]]:
    nodes = st.builds(Node) if depth == 1 else st.builds(Node, st.one_of(st.just(()), _forests(depth - 1)))
    return st.lists(nodes, min_size=2, max_size=4).map(tuple)


def _label(style: str, number: int) -> str:
    return chr(0x2460 + number - 1) if style == "①" else style.format(han=number_to_han(number), n=number)


def _lines(nodes: Sequence[Node], styles: Sequence[str], above: tuple[int, ...] = ()) -> Iterator[tuple[str, tuple[int, ...], bool]]:
    """Each item as its line, the numbers of its path, and whether it is a leaf."""
    for number, node in enumerate(nodes, 1):
        path = (*above, number)
        words = "落实" + "".join(number_to_han(n) for n in path) + "号事项" + ("" if node.children else "。")
        yield _label(styles[0], number) + words, path, not node.children
        yield from _lines(node.children, styles[1:], path)


@pytest.mark.parametrize("name", STYLES)
def test_outlines_come_back(name: str) -> None:
    """A generated outline gives its leaves with the numbers of their paths, in several styles."""
    styles = STYLES[name]

    @settings(max_examples=60, deadline=None)
    @given(_forests(len(styles)))
    def check(nodes: tuple[Node, ...]) -> None:
        lines = list(_lines(nodes, styles))
        assume(len(lines) < 60)
        text = "青川市工作方案\n" + "".join(f"{line}\n" for line, _, _ in lines)
        found = [(*(step.number for step in task.path), task.number) for task in parse(text.encode()).tasks]
        assert found == [path for _, path, is_leaf in lines if is_leaf], text

    check()
