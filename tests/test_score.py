"""``score``: figures that are worked out by hand, gold that allows more, files by name."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any

import pytest
from browser import Tab, open_browser
from program import PLAN, call
from test_seeds import FLOORS, load_score, read_gold

from docx2tasks import parse
from docx2tasks.errors import ExitCode
from docx2tasks.score.counts import Counts, ScoreField, to_figure, to_overall
from docx2tasks.score.document import DocumentScore, score_document
from docx2tasks.score.gold import GoldDocument

Values = dict[str, Any]
# what the other program calls a field
NAMES = {"text": "exact", "document": "meta", "unit-names": "unit_names"}


def task(text: str = "开展河道清淤。", **more: object) -> Values:
    """A task, as records and gold have it."""
    return {"text": text, "number": 1, "path": [], "kind": "measure", "units": [], "times": [], "targets": [], **more}


def unit(name: str = "市水利局", role: str = "lead", **more: object) -> Values:
    """A unit."""
    return {"name": name, "role": role, **more}


def due(end: str, text: str = "6月底前", **more: object) -> Values:
    """A deadline."""
    return {"text": text, "kind": "deadline", "start": None, "end": end, "every": None, **more}


def score(said: list[Values], gold: list[Values], **more: object) -> DocumentScore:
    """Tasks against gold."""
    values = {"tasks": gold, **more}
    return score_document({"document": {}, "tasks": said, "provisions": []}, GoldDocument.model_validate(values))


def numbers(found: DocumentScore, field: ScoreField) -> tuple[int, int, int]:
    """Right, read, gold."""
    counts = found.tally[field]
    return counts.right, counts.read, counts.gold


TWO = [task(units=[unit(), unit("市财政局", "support")]), task("编制防汛预案。", number=2, times=[due("2022-06-30")])]


def test_all_right() -> None:
    """The same on both sides is 1 in all that is known, and nothing is said of what is not."""
    found = score(TWO, TWO)
    assert to_overall(found.tally) == 1
    assert found.misses == []
    fields = (ScoreField.RECORDS, ScoreField.UNITS, ScoreField.TIMES)
    assert [numbers(found, field) for field in fields] == [(2, 2, 2), (2, 2, 2), (1, 1, 1)]
    assert to_figure(found.tally, ScoreField.ACTORS) is None


@pytest.mark.parametrize(
    ("said", "field", "expected", "kinds"),
    [
        pytest.param(TWO[:1], ScoreField.RECORDS, (1, 1, 2), ["missing"], id="missing"),
        pytest.param(TWO[:1], ScoreField.TIMES, (0, 0, 1), ["missing"], id="times of what is missing"),
        pytest.param([*TWO, task("值班。")], ScoreField.RECORDS, (2, 3, 2), ["spurious"], id="spurious"),
        pytest.param([task(units=[unit(), unit("市财政局", "lead")]), TWO[1]], ScoreField.UNITS, (1, 2, 2), ["units"], id="role"),
        pytest.param(
            [task(units=[unit(), unit("市财政局", "lead")]), TWO[1]], ScoreField.UNIT_NAMES, (2, 2, 2), ["units"], id="names"
        ),
        pytest.param([TWO[0], {**TWO[1], "number": 3}], ScoreField.NUMBER, (1, 2, 2), ["number"], id="number"),
        pytest.param(
            [TWO[0], {**TWO[1], "path": [{"number": 1, "title": "保障"}]}], ScoreField.PATH, (1, 2, 2), ["path"], id="path"
        ),
        pytest.param([TWO[0], {**TWO[1], "times": [due("2021-06-30")]}], ScoreField.TIMES, (0, 1, 1), ["times"], id="year"),
        pytest.param([TWO[0], {**TWO[1], "kind": "request"}], ScoreField.KIND, (1, 1, 1), ["missing"], id="request left out"),
        pytest.param(
            [{**TWO[0], "units": [*TWO[0]["units"], unit("有关部门")]}, TWO[1]], ScoreField.UNITS, (2, 2, 2), [], id="collective"
        ),
    ],
)  # fmt: skip
def test_counts(said: list[Values], field: ScoreField, expected: tuple[int, int, int], kinds: list[str]) -> None:
    """One difference, where it counts, and what is named of it."""
    found = score(said, TWO)
    assert numbers(found, field) == expected
    assert [miss.kind for miss in found.misses] == kinds


@pytest.mark.parametrize(
    "gold",
    [
        pytest.param(task(text="清淤。", text_alt=["开展河道清淤。"], units=[unit()], times=[due("2022-06-30")]), id="text"),
        pytest.param(task(units=[unit(role="support", role_alt="lead")], times=[due("2022-06-30")]), id="role"),
        pytest.param(task(units_alt=[[unit()]], times=[due("2022-06-30")]), id="units"),
        pytest.param(task(units=[unit()], times=[due("2021-06-30", optional=True)]), id="time"),
        pytest.param(task(units_optional=True, times=[due("2022-06-30")]), id="any units"),
        pytest.param(
            task(units=[unit()], times=[due("2022-06-30")], path=[{"title": "甲"}], path_alt=[[]]), id="path"
        ),
        pytest.param(task("开展河道清淤。同时巡查。", optional=True), id="whole task"),
    ],
)  # fmt: skip
def test_gold_that_allows_more(gold: Values) -> None:
    """Each way in which gold leaves something open takes what was read."""
    said = task(units=[unit()], times=[due("2022-06-30")])
    assert score([said], [gold]).misses == []


def test_alike_texts_are_paired_once() -> None:
    """Of texts that are nearly the same the nearest are paired; equal ones go by their numbers."""
    gold = [task("完成城区河道清淤疏浚共十二公里。"), task("完成城区河道清淤疏浚共二十公里。", number=2)]
    said = [task("完成城区河道清淤疏浚共二十公里吧", number=2), task("完成城区河道清淤疏浚共十二公里吧", number=1)]
    found = score(said, gold)
    assert numbers(found, ScoreField.RECORDS) == (2, 2, 2)
    assert numbers(found, ScoreField.NUMBER) == (2, 2, 2)
    assert [miss.kind for miss in found.misses] == ["text", "text"]
    twins = score([task(number=2), task(number=1)], [task(number=1), task(number=2)])
    assert numbers(twins, ScoreField.NUMBER) == (2, 2, 2)


def test_nothing_to_read() -> None:
    """A document without tasks is right where none was read, and wrong where one was."""
    assert to_overall(score([], []).tally) == 1
    assert to_overall(score([task()], []).tally) == 0


def test_sums() -> None:
    """Counts are added before figures are made of them."""
    both = Counts(1, 2, 2) + Counts(3, 3, 4)
    assert (both.precision, both.recall, both.f1) == (4 / 5, 4 / 6, 8 / 11)


# --- the command -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents, a batch of them, and their gold: in one of them a role is another."""
    root = tmp_path_factory.mktemp("scored")
    (root / "档案" / "甲").mkdir(parents=True)
    (root / "标注").mkdir()
    for name in ("甲/方案.txt", "要点.txt"):
        (root / "档案" / name).write_text(PLAN, encoding="utf-8")
    gold = parse(PLAN.encode()).model_dump(mode="json")
    (root / "标注" / "要点.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    gold["tasks"][0]["units"][0]["role"] = "support"
    (root / "标注" / "方案.txt.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    assert call("batch", root / "档案", root / "结果").returncode == 0
    assert call("batch", root / "档案", root / "行", "--to", "jsonl").returncode == 0
    return root


@pytest.mark.parametrize("records", ["档案", "结果", "行"])
def test_documents_and_batches_score_the_same(folder: Path, records: str) -> None:
    """Gold is found by name, in other folders and without the suffix, too."""
    result = call("score", folder / records, folder / "标注", "-f", "json")
    found = json.loads(result.stdout)
    assert result.returncode == 0, result.stderr.decode()
    assert found["fields"]["units"] == {"precision": 0.875, "recall": 0.875, "f1": 0.875, "right": 7, "read": 8, "gold": 8}
    assert [one["name"] for one in found["documents"]] == ["甲/方案.txt", "要点.txt"]
    (miss,) = found["misses"]["units"]["worst"]
    assert (miss["document"], miss["read"], miss["gold"]) == ("甲/方案.txt", "市卫生健康委 lead", "市卫生健康委 support")


def test_table_begins_with_the_verdict(folder: Path) -> None:
    """One line says how good all of it is."""
    lines = call("score", folder / "结果", folder / "标注").stdout.decode().splitlines()
    assert lines[0] == "# overall 0.9861: 2 documents, 4 tasks in gold, 0 missing, 0 spurious"
    assert "units\t0.8750\t0.8750\t0.8750\t7\t8\t8" in lines


@pytest.mark.parametrize(
    ("floors", "code", "said"),
    [
        (["0.9"], ExitCode.OK, ""),
        (["units=0.9", "times=1"], ExitCode.DIFFERENT, "docx2tasks: units is 0.8750, below 0.9\n"),
        (["actors=0.9"], ExitCode.OK, ""),
        (["roles=0.9"], ExitCode.USAGE, "--at-least roles=0.9 is not"),
        (["much"], ExitCode.USAGE, "--at-least much is not"),
    ],
)
def test_floors(folder: Path, floors: list[str], code: int, said: str) -> None:
    """A figure below its floor ends with 1; one that is not known is below none."""
    options = [part for floor in floors for part in ("--at-least", floor)]
    result = call("score", folder / "结果", folder / "标注", *options)
    assert result.returncode == code
    assert said in result.stderr.decode()


def test_documents_that_were_not_read_are_missing(folder: Path, tmp_path: Path) -> None:
    """Gold without a document counts as missing, a document without gold not at all."""
    (tmp_path / "要点.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "其他.txt").write_text(PLAN, encoding="utf-8")
    result = call("score", tmp_path, folder / "标注", "-f", "json")
    found = json.loads(result.stdout)
    assert found["fields"]["records"] == {"precision": 1, "recall": 0.5, "f1": 0.6667, "right": 2, "read": 2, "gold": 4}
    assert found["without_gold"] == ["其他.txt"]
    assert [one["is_read"] for one in found["documents"]] == [False, True]


@pytest.mark.parametrize(
    ("gold", "code"),
    [("{", "wrong-gold: "), ('{"tasks": [{"units": []}]}', "tasks.0.text: Field required"), (None, "missing: ")],
)
def test_refusals(tmp_path: Path, gold: str | None, code: str) -> None:
    """Gold that is none names what is wrong in it."""
    (tmp_path / "方案.txt").write_text(PLAN, encoding="utf-8")
    path = tmp_path / "方案.gold.json"
    if gold is not None:
        path.write_text(gold, encoding="utf-8")
    result = call("score", tmp_path / "方案.txt", path)
    assert result.returncode == ExitCode.REFUSED
    assert code in result.stderr.decode()


def test_no_name_in_common(folder: Path, tmp_path: Path) -> None:
    """A score of nothing is refused."""
    (tmp_path / "别的.txt").write_text(PLAN, encoding="utf-8")
    result = call("score", tmp_path / "别的.txt", folder / "标注")
    assert (result.returncode, b"no-pairs" in result.stderr) == (ExitCode.REFUSED, True)


# --- the page --------------------------------------------------------------------------------------------


def make_pair(folder: Path) -> Path:
    """A document, and gold with one role, one task more and one task less; the place of the page for them."""
    (folder / "方案.txt").write_text(PLAN, encoding="utf-8")
    gold = parse(PLAN.encode()).model_dump(mode="json")
    gold["tasks"][0]["units"][0]["role"] = "support"
    gold["tasks"][1]["text"] = "（牵头单位：市卫生健康委；配合单位"
    (folder / "方案.gold.json").write_text(json.dumps(gold), encoding="utf-8")
    return folder / "差异.html"


def test_overlay_names_records(tmp_path: Path) -> None:
    """By the id of a record what differs, and the texts that only gold has; a folder has no such page."""
    page = make_pair(tmp_path)
    result = call("score", tmp_path / "方案.txt", tmp_path / "方案.gold.json", "--page", page)
    assert result.returncode == ExitCode.OK, result.stderr.decode()
    first, second = parse(PLAN.encode()).tasks
    words = page.read_text("utf-8")
    shown = json.loads(re.search(r'<script[^>]*type="application/json"[^>]*>(.*?)</script>', words, re.DOTALL)[1])["score"]  # type: ignore[index]
    assert shown["unlike"] == {
        first.id: [["units", "市卫生健康委 lead", "市卫生健康委 support"]],
        second.id: [["spurious", second.text, ""]],
    }
    assert shown["missing"] == ["（牵头单位：市卫生健康委；配合单位"]
    assert call("score", tmp_path, tmp_path, "--page", page).returncode == ExitCode.USAGE


@pytest.mark.threads
def test_overlay_on_the_page(tmp_path: Path) -> None:
    """Two filters: what differs, with both values, and what is missing, with the way to its place."""
    page = make_pair(tmp_path)
    assert call("score", tmp_path / "方案.txt", tmp_path / "方案.gold.json", "--page", page).returncode == ExitCode.OK
    with open_browser() as browser:
        tab = Tab(browser, page)
        tab.page.click("#chips [data-chip=unlike]")
        cards = tab.ask("[...document.querySelectorAll('#rows .record:not([hidden])')].map((card) => card.textContent)")
        assert len(cards) == 2
        assert "市卫生健康委 牵头" in cards[0]
        assert "标注： 市卫生健康委 配合" in cards[0]
        assert "标注中没有" in cards[1]
        tab.page.click("#chips [data-chip=absent]")
        assert tab.ask("document.querySelectorAll('#lost button').length") == 1
        assert tab.said == []
        tab.context.close()


# --- another program -------------------------------------------------------------------------------------


def spoil(document: Values, random: Random) -> Values:
    """A document with wrong values here and there."""
    document = deepcopy(document)
    for one in [*document["tasks"]]:
        match random.randrange(12):
            case 0:
                document["tasks"].remove(one)
            case 1:
                one["text"] = one["text"][: int(len(one["text"]) * random.uniform(0.7, 1))]
            case 2 if one["units"]:
                one["units"][0]["role"] = "oversee"
            case 3 if one["times"]:
                one["times"][0]["end"] = "2001-01-01"
            case 4:
                one["number"], one["path"] = 3, one["path"][1:]
            case 5:
                document["tasks"].append(deepcopy(one))
    return document


@pytest.mark.parametrize("name", FLOORS)
def test_figures_of_another_program(name: str, shared: Path) -> None:
    """Where the scoring program outside the repository counts the same, the figures are the same to the digit."""
    document = parse(shared / "seeds" / f"{name}.txt").model_dump(mode="json")
    gold, random = read_gold(shared, name), Random(name)  # noqa: S311  reproducible
    for values in (document, spoil(document, random)):
        expected, _ = load_score(shared).score(values, gold)
        tally = score_document(values, GoldDocument.model_validate(gold)).tally
        figures = {field: to_figure(tally, field) for field in ScoreField}
        rounded = {NAMES.get(field, field.value): round(one, 4) for field, one in figures.items() if one is not None}
        assert {**rounded, "overall": to_overall(tally)} == {
            key: value for key, value in expected.items() if value is not None and key not in {"gold", "predicted", "matched"}
        }
