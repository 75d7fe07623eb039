"""Measures, requests and provisions: papers of every type, told line by line in ``kinds_gold.txt``."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import pytest

from docx2tasks import Document, load_rules, parse, parse_with_source
from docx2tasks.explain import task_to_lines
from docx2tasks.pipeline import add_provisions
from docx2tasks.task_list import find_task
from docx2tasks.vocabulary import PaperType

GOLD = Path(__file__).with_name("kinds_gold.txt")
LEAST = {"measure": 0.95, "provision": 0.95, "request": 0.9}  # F1 over all papers
LEAST_ACTORS = 0.95  # F1 over all papers
KINDS = {"M": "measure", "P": "provision"}
CLAUSE = re.compile(r"（[^（）]*(?:负责|牵头|配合|责任单位)[^（）]*）")


class Paper(NamedTuple):
    """A paper with its type, and its records: kind and words, without blanks and clauses."""

    type: str
    text: str
    records: Counter[tuple[str, str]]
    actors: Counter[str]


def bare(words: str) -> str:
    """Words without blanks and clauses of units."""
    return CLAUSE.sub("", "".join(words.split()))


def papers() -> Iterator[Paper]:
    """The papers of the gold file: a line ``M …`` is a measure, ``P …`` a provision, ``[[…]]`` a request in it."""
    for chunk in GOLD.read_text(encoding="utf-8").split("\n## ")[1:]:
        kind, _, body = chunk.partition("\n")
        lines, records, actors = [], Counter[tuple[str, str]](), Counter[str]()
        for line in body.splitlines():
            line, _, names = line.partition(" @@ ")  # noqa: PLW2901
            actors.update(name for name in names.split("；") if name)
            found = re.match(r"([MP]) (.*)", line)
            words = found[2] if found else line
            records.update([(KINDS[found[1]], bare(words))] if found else [])
            records.update(("request", bare(one)) for one in re.findall(r"\[\[(.*?)\]\]", words))
            records.update(("measure", bare(one)) for one in re.findall(r"\[M(.*?)M\]", words))
            lines.append(re.sub(r"\[\[|\]\]|\[M|M\]", "", words))
        yield Paper(kind, "\n".join(lines), records, actors)


PAPERS = [*papers()]


def records_of(document: Document) -> Counter[tuple[str, str]]:
    """What came out, in the same words."""
    both = chain(document.tasks, document.provisions)
    return Counter((one.kind, bare((one.label or "") + one.text)) for one in both)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: f"{paper.type}: {paper.text.splitlines()[0]}")
def test_the_type_of_a_paper(paper: Paper) -> None:
    """It is told, with the rule that told it."""
    document = parse(paper.text.encode()).document
    assert document.type == paper.type
    assert document.type_rule in {rule.id for rule in load_rules()}


@pytest.mark.parametrize("kind", LEAST)
def test_kinds_of_records(kind: str) -> None:
    """Over all papers the records of a kind are those that were annotated, but for few."""
    hit = got = wanted = 0
    for paper in PAPERS:
        found = records_of(parse(paper.text.encode()))
        both = found & paper.records
        hit += sum(count for (name, _), count in both.items() if name == kind)
        got += sum(count for (name, _), count in found.items() if name == kind)
        wanted += sum(count for (name, _), count in paper.records.items() if name == kind)
    assert wanted > 3
    assert 2 * hit / (got + wanted) >= LEAST[kind]


def test_actors_of_records() -> None:
    """Over all papers the actors of measures and requests are those that were annotated."""
    hit = got = wanted = 0
    for paper in PAPERS:
        found = Counter(actor.name for task in parse(paper.text.encode()).tasks for actor in task.actors)
        hit += (found & paper.actors).total()
        got += found.total()
        wanted += paper.actors.total()
    assert wanted >= 50
    assert 2 * hit / (got + wanted) >= LEAST_ACTORS


def test_gold_has_papers_of_every_type() -> None:
    """At least two of each, thirty in all."""
    counts = Counter(paper.type for paper in PAPERS)
    assert set(counts) == {one.value for one in PaperType}
    assert min(counts.values()) >= 2
    assert sum(counts.values()) >= 30


REGULATION = "青川市养犬管理办法\n"


@pytest.mark.parametrize(
    ("text", "measures", "provisions"),
    [
        pytest.param(
            REGULATION + "第一条 有下列情形之一的，区公安机关应当收容：\n（一）无人看管的；\n（二）伤人的。\n收容所应当每日消毒。\n"
            "第二条 养犬人应当为犬只办理登记。\n",
            ["有下列情形之一的，区公安机关应当收容： 收容所应当每日消毒。", "养犬人应当为犬只办理登记。"],
            ["无人看管的；", "伤人的。"],
            id="条文本身有义务",
        ),
        pytest.param(
            REGULATION + "第一条 禁止下列行为：\n（一）遗弃犬只；\n（二）放任犬只恐吓他人。\n第二条 本办法自印发之日起施行。\n",
            ["遗弃犬只；", "放任犬只恐吓他人。"],
            ["本办法自印发之日起施行。"],
            id="禁止性列举",
        ),
        pytest.param(
            "青川市公园建设方案\n一、主要任务\n1.口袋公园。\n2.鼓励社会资本参与。\n",
            ["口袋公园。", "鼓励社会资本参与。"],
            [],
            id="方案存疑从宽",
        ),
        pytest.param(
            "青川市巡察整改清单\n一、窗口排队时间长\n整改措施：\n1.增设窗口3个。\n2.延长服务时间。\n整改进展：已增设1个。\n",
            ["增设窗口3个。", "延长服务时间。"],
            [],
            id="整改进展不入正文",
        ),
        pytest.param("青川市2024年重点工作责任制度\n1.修缮窗口9个。\n2.冷链仓库。\n", ["修缮窗口9个。", "冷链仓库。"], [], id="一年的责任制度"),
        pytest.param("设施统计\n一、基础数据\n1.已停用的设施数量（个）：\n2.加强巡检。\n", ["加强巡检。"], [], id="留空待填"),
    ],
)
def test_kinds_by_place_and_words(text: str, measures: list[str], provisions: list[str]) -> None:
    """What leads in to items, what the paper is, and their own words decide together."""
    document = parse(text.encode())
    assert [task.text for task in document.tasks] == measures
    assert [one.text for one in document.provisions] == provisions


CLOSED = "青川市防汛方案\n一、主要任务\n1.巡查堤防。\n2.储备物资。\n"


@pytest.mark.parametrize(
    ("closing", "requests"),
    [
        pytest.param("请各区于6月10日前将预案报市水务局。", ["请各区于6月10日前将预案报市水务局。"], id="报送"),
        pytest.param("各单位要立即开展自查。请遵照执行。", ["各单位要立即开展自查。"], id="自查与套话"),
        pytest.param("请各区3日内报送方案。联系人：某某，电话：0500-1234567。", ["请各区3日内报送方案。联系人：某某，电话：0500-1234567。"], id="附联系方式"),
        pytest.param("请认真贯彻执行。", [], id="套话"),
        pytest.param("请结合实际抓好落实。", [], id="结合实际"),
        pytest.param("请各单位对照方案组织实施。", [], id="对照方案"),
        pytest.param("请各区按照方案于年底前组织实施。", ["请各区按照方案于年底前组织实施。"], id="对照方案与期限"),
        pytest.param("各区务必在汛期前完成清淤。", ["各区务必在汛期前完成清淤。"], id="没有日子的期限"),
        pytest.param("有关情况请及时报告市防汛办。", ["有关情况请及时报告市防汛办。"], id="请字在后"),
        pytest.param("工作进展情况请于每季度末报市水务局。", ["工作进展情况请于每季度末报市水务局。"], id="请于"),
        pytest.param("同时，请各区做好迎检准备，并报送自评报告。", ["同时，请各区做好迎检准备，并报送自评报告。"], id="同时"),
        pytest.param("现将分解表印发给你们，请于3月底前制定具体方案并报市政府。", ["现将分解表印发给你们，请于3月底前制定具体方案并报市政府。"], id="印发后请"),
        pytest.param("特此通知。", [], id="特此通知"),
    ],
)
def test_requests_behind_the_last_item(closing: str, requests: list[str]) -> None:
    """One a sentence, no formulas; the last item keeps its own words."""
    document = parse((CLOSED + closing + "\n").encode())
    assert [task.text for task in document.tasks if task.kind == "request"] == requests
    assert [task.text for task in document.tasks if task.kind == "measure"] == ["巡查堤防。", "储备物资。"]


def test_a_step_without_words_costs_no_request() -> None:
    """A number alone is a step; what is asked behind it is found."""
    rows = "重点任务\t工作举措\t责任单位\n一、\t1.更新设备5台。\t市教育局\n二、\t1.改造机房。\t市民政局\n"
    text = f"{rows}\n请各区于6月10日前报送总结。\n"
    document = parse(text.encode())
    assert "internal-error" not in {one.code for one in document.diagnostics}
    assert [task.text for task in document.tasks if task.kind == "request"] == ["请各区于6月10日前报送总结。"]


def test_a_request_has_its_own_times_and_path() -> None:
    """Prose above numbered items is under their heading."""
    text = "2024年工作通知\n一、报送要求\n请各区于6月10日前报送总结。具体如下：\n1.内容要全面。\n2.数据要准确。\n"
    request = next(task for task in parse(text.encode()).tasks if task.kind == "request")
    assert [step.title for step in request.path] == ["报送要求"]
    assert [(time.kind, time.end) for time in request.times] == [("deadline", "2024-06-10")]
    assert request.number is None


def codes(document: Document) -> dict[str, str]:
    """The codes of its diagnostics with their levels."""
    return {one.code: one.level for one in document.diagnostics}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("青川市图书馆年度报告\n一、接待读者36万人次。\n二、举办讲座58场。\n", "not-a-task-list", id="报告"),
        pytest.param("青川市养犬管理办法\n第一条 本办法所称犬只，是指家养犬。\n第二条 本办法自印发之日起施行。\n", "not-a-task-list", id="办法"),
        pytest.param("青川市绿化工作方案\n为了增绿，制定本方案。\n", "no-tasks", id="方案"),
        pytest.param("今日多云，气温适宜。\n", "no-tasks", id="不知文种"),
    ],
)
def test_papers_without_tasks(text: str, code: str) -> None:
    """Only a paper that should have some lacks them."""
    document = parse(text.encode())
    assert document.tasks == []
    found = codes(document)
    assert found.keys() & {"not-a-task-list", "no-tasks"} == {code}
    assert found[code] == ("error" if code == "no-tasks" else "info")


def test_text_that_cannot_be_read_gives_no_tasks() -> None:
    """Characters for private use among words: a warning."""
    text = "工作方案\n1.\ue101\ue102位\ue103\ue104\ue105度。\n2.\ue106\ue107开\ue108\ue109。\n"
    document = parse(text.encode())
    assert document.tasks == []
    assert codes(document)["unknown-characters"] == "warning"


def test_all_puts_provisions_among_tasks() -> None:
    """In reading order; none is left apart."""
    text = "青川市养犬管理办法\n第一条 本办法所称犬只，是指家养犬。\n第二条 养犬人应当办理登记。\n"
    document = add_provisions(parse(text.encode()))
    assert [task.kind for task in document.tasks] == ["provision", "measure"]
    assert document.provisions == []


def test_explain_shows_what_decided() -> None:
    """Each rule with its score, its file and its reason, also of a provision."""
    reading = parse_with_source("青川市养犬管理办法\n第一条 本办法所称犬只，是指家养犬。\n第二条 养犬人应当登记。\n".encode())
    number, found = find_task(reading, "2")
    lines = [line.words for line in task_to_lines(reading, number, found, load_rules()) if line.name == "evidence"]
    assert [words.split()[1] for words in lines] == list(found.evidence)
    assert lines[0].startswith("-14  says.definition  (kinds.toml:")
