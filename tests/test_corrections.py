"""Corrections by people: applied to the record they were made for, told, and never in the way of another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from program import call

from docx2tasks import parse_with_source
from docx2tasks.corrections import Corrections, correct, load_corrections
from docx2tasks.corrections.lines import RULE
from docx2tasks.errors import ExitCode, UsageError
from docx2tasks.model import Document
from docx2tasks.pipeline import Reading

PLAN = """某市2022年重点任务清单

一、优化服务
1.12月底前建成不低于22家服务站。（牵头单位：市卫生健康委）
2.每季一次开展检查。（责任单位：各县区人民政府）
3.XX月底前修订办法。（责任单位：市司法局）
二、保障
1.加强宣传引导，营造良好氛围。（责任单位：市委宣传部）
"""
UNIT = {"name": "市财政局", "role": "lead", "inherited": False, "span": [], "rule": None}
TIME: dict[str, Any] = {"text": "10月底前", "kind": "deadline", "start": None, "end": "2022-10-31", "every": None}


def read(words: str = PLAN) -> Reading:
    """The reading of a text."""
    return parse_with_source(words.encode())


def line(number: int, field: str, new: object, **more: object) -> dict[str, Any]:
    """A line about the record with this number of ``PLAN``, as a page writes it."""
    document = read().document
    task = document.tasks[number - 1]
    dumped = task.model_dump(mode="json")
    head = {"sha256": document.source.sha256, "task": task.id, "text": task.text[:60], "field": field}
    return {**head, "old": dumped.get(field), "new": new, "who": "张三", "when": "2026-03-02T08:15:00Z", **more}


def write(folder: Path, *lines: object) -> Path:
    """A file of corrections."""
    path = folder / "更正.jsonl"
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in lines))
    return path


def apply(folder: Path, *lines: object, words: str = PLAN, is_alone: bool = True) -> Document:
    """The document of a text as lines correct it."""
    return correct(read(words), load_corrections(write(folder, *lines)), is_alone=is_alone).document


def codes(document: Document) -> list[str]:
    """The codes of what people are told about their corrections."""
    known = {"corrected", "called-wrong", "correction-unfit"}
    return [one.code for one in document.diagnostics if one.code in known]


FIELDS = [
    pytest.param("text", "加强宣传。", id="text"),
    pytest.param("label", "（一）", id="label"),
    pytest.param("number", 7, id="number"),
    pytest.param("part", "附件1", id="part"),
    pytest.param("kind", "request", id="kind"),
    pytest.param("references", ["《宣传办法》"], id="references"),
    pytest.param("path", [{"label": "三、", "number": 3, "title": "落实", "span": []}], id="path"),
    pytest.param("units", [UNIT], id="units"),
    pytest.param("actors", [{"name": "各街道", "span": [], "rule": None}], id="actors"),
    pytest.param("times", [TIME], id="times"),
    pytest.param(
        "targets",
        [{"text": "3家以上", "operator": ">=", "value": 3, "unit": "家", "span": [], "rule": None}],
        id="targets",
    ),
]


@pytest.mark.parametrize(("field", "new"), FIELDS)
def test_each_field_can_be_corrected(tmp_path: Path, field: str, new: object) -> None:
    """The record says what people wrote, everything else is as it was, and who wrote it is told."""
    before, document = read().document, apply(tmp_path, line(4, field, new))
    was, now = (one.tasks[3].model_dump(mode="json") for one in (before, document))
    found = now.pop(field)
    if isinstance(new, list) and isinstance(new[0], dict):
        found = [{key: one[key] for key in new[0] if key not in {"span", "rule"}} for one in found]
        new = [{key: value for key, value in one.items() if key not in {"span", "rule"}} for one in new]
    assert found == new
    assert {k: v for k, v in was.items() if k not in {field, "evidence"}} == {
        k: v for k, v in now.items() if k != "evidence"
    }
    (told,) = [one for one in document.diagnostics if one.code == "corrected"]
    assert told.message.startswith(f"{field}: corrected by 张三 on 2026-03-02")
    assert Document.model_validate_json(document.model_dump_json()) == document


def test_values_that_stay_keep_their_rule(tmp_path: Path) -> None:
    """Beside a new unit the others keep their rule and place; the new one is from people, where its words stand."""
    old = read().document.tasks[0].units[0].model_dump()
    at = read().source.text.index("服务站")
    document = apply(tmp_path, line(1, "units", [old, {**UNIT, "name": "服务站", "span": [[at, at + 3]]}]))
    first, second = document.tasks[0].units
    assert first == read().document.tasks[0].units[0]
    assert second.rule == RULE
    assert read().source.text[slice(*second.span[0])] == "服务站"


def test_a_date_by_hand_is_no_longer_doubtful(tmp_path: Path) -> None:
    """The warning of a time without a date goes when people give the date."""
    assert "unresolved-time" in {one.code for one in read().document.diagnostics}
    document = apply(tmp_path, line(3, "times", [TIME]))
    assert "unresolved-time" not in {one.code for one in document.diagnostics}


def test_tasks_are_deleted_added_and_made_provisions(tmp_path: Path) -> None:
    """They move, go and come in order of the text."""
    at = read().source.text.index("二、保障")
    added = {"text": "保障到位。", "location": {"start": at, "end": at + 4}, "units": [UNIT]}
    new = {**line(1, "task", added, old=None), "task": "+1"}
    document = apply(tmp_path, line(1, "task", None, old=""), line(2, "kind", "provision"), new)
    assert [task.text[:3] for task in document.tasks] == ["XX月", "保障到", "加强宣"]
    assert [task.text[:3] for task in document.provisions] == ["每季一"]
    assert document.tasks[1].location.line == 7
    assert document.tasks[1].units[0].rule == RULE
    assert codes(document) == ["corrected"] * 3


def test_wrong_without_a_correction_is_a_warning(tmp_path: Path) -> None:
    """What a reviewer calls wrong needs a look; what is right needs none."""
    document = apply(tmp_path, line(1, "verdict", "wrong", note="少一个单位"), line(2, "verdict", "right"))
    (told,) = [one for one in document.diagnostics if one.code == "called-wrong"]
    assert (told.level, "少一个单位" in told.message) == ("warning", True)
    assert document.tasks == read().document.tasks


# --- a file that changed -----------------------------------------------------------------------------


def test_corrections_follow_a_record_in_a_changed_file(tmp_path: Path) -> None:
    """Above it a task was put in, and some of its words are others: the correction is still about it."""
    changed = PLAN.replace("1.12月", "1.新增一项工作。\n2.12月").replace("良好氛围", "浓厚氛围")
    document = apply(tmp_path, line(4, "units", [UNIT]), words=changed)
    found = next(task for task in document.tasks if "浓厚氛围" in task.text)
    assert [unit.name for unit in found.units] == ["市财政局"]
    assert codes(document) == ["corrected"]


def test_what_says_something_else_now_is_left_alone(tmp_path: Path) -> None:
    """Where the file itself was changed at what people corrected, they are told, and the file counts."""
    changed = PLAN.replace("责任单位：市委宣传部", "责任单位：市文明办")
    document = apply(tmp_path, line(4, "units", [UNIT]), line(4, "number", 9), words=changed)
    assert [unit.name for unit in document.tasks[3].units] == ["市文明办"]
    assert document.tasks[3].number == 9
    assert codes(document) == ["correction-unfit", "corrected"]


def test_what_is_gone_is_told(tmp_path: Path) -> None:
    """Of a task that is no longer there; an added task whose words are no longer there."""
    gone = {**line(1, "task", {"text": "早已删去。", "location": {"start": 0, "end": 5}}, old=None), "task": "+1"}
    changed = PLAN.replace("2.每季一次开展检查。（责任单位：各县区人民政府）\n", "").replace("3.XX月", "2.XX月")
    document = apply(tmp_path, line(1, "number", 9), line(2, "number", 9), gone, line(4, "number", 9), words=changed)
    assert codes(document).count("correction-unfit") == 2
    assert [task.number for task in document.tasks] == [9, 2, 9]


@pytest.mark.parametrize(("is_alone", "told"), [(True, ["correction-unfit"]), (False, [])])
def test_corrections_of_another_document(tmp_path: Path, is_alone: bool, told: list[str]) -> None:
    """They change nothing; only where they were given for this document that is told."""
    other = "某局2023年工作要点\n一、工作\n1.修建公路30公里。（责任单位：市交通局）\n"
    document = apply(tmp_path, line(1, "number", 9), words=other, is_alone=is_alone)
    assert (document.tasks, codes(document)) == (read(other).document.tasks, told)


# --- files of any kind -------------------------------------------------------------------------------

WRONG = [
    pytest.param("没有", "it is not JSON", id="no JSON"),
    pytest.param("[]", "Input should be", id="a list"),
    pytest.param('{"task": "a", "field": "label", "new": "\\ud800"}', "not JSON", id="half a character"),
    pytest.param('{"task": "a", "field": "tasks"}', "field", id="no such field"),
    pytest.param('{"task": "a", "field": "kind", "new": "law"}', "Input should be", id="no such kind"),
    pytest.param('{"task": "a", "field": "text", "new": ""}', "at least 1", id="no text"),
    pytest.param('{"task": "a", "field": "units", "new": [{"name": "甲"}]}', "Field required", id="no role"),
    pytest.param(json.dumps({"task": "a", "field": "times", "new": [TIME | {"end": "日"}]}), "isoformat", id="no date"),
    pytest.param(
        json.dumps({"task": "a", "field": "times", "new": [TIME | {"every": "often"}]}), "interval", id="no interval"
    ),
    pytest.param(
        '{"task": "a", "field": "targets", "new": [{"text": "x", "operator": "=", "value": 1e999, "unit": ""}]}',
        "not a number",
        id="not a number",
    ),
]


@pytest.mark.parametrize(("words", "what"), WRONG)
def test_a_line_that_is_no_correction_is_refused(tmp_path: Path, words: str, what: str) -> None:
    """The line is named, and what is wrong with it."""
    path = tmp_path / "更正.jsonl"
    path.write_text(f"{json.dumps(line(1, 'number', 9))}\n\n{words}\n")
    with pytest.raises(UsageError, match="line 3") as caught:
        load_corrections(path)
    assert caught.value.code == "wrong-corrections"
    assert what in caught.value.message


SPANS = st.lists(st.tuples(st.integers(-5, 400), st.integers(-5, 400)), max_size=3)


@settings(max_examples=40, deadline=None)
@given(SPANS, st.integers(-5, 400), st.integers(-5, 400))
def test_no_span_leads_out_of_the_text(spans: list[tuple[int, int]], start: int, end: int) -> None:
    """Whatever a file says, each span of a record is in the text."""
    lines = [line(1, "units", [UNIT | {"span": spans}]), line(2, "location", {"start": start, "end": end})]
    reading = read()
    found = correct(reading, _to_corrections(lines)).document
    size = len(reading.source.text)
    all_spans = [span for task in found.tasks for unit in task.units for span in unit.span]
    all_spans += [(task.location.start, task.location.end) for task in found.tasks]
    assert all(0 <= low < high <= size for low, high in all_spans)


def _to_corrections(lines: list[dict[str, Any]]) -> Corrections:
    from tempfile import TemporaryDirectory  # noqa: PLC0415  hypothesis gives a test function one folder for all

    with TemporaryDirectory() as folder:
        return load_corrections(write(Path(folder), *lines))


# --- the commands ------------------------------------------------------------------------------------


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with two documents."""
    folder = tmp_path / "档案"
    folder.mkdir()
    (folder / "清单.txt").write_text(PLAN)
    (folder / "别的.txt").write_text("某局2023年工作要点\n一、工作\n1.修建公路30公里。（责任单位：市交通局）\n")
    return folder


def test_parse_and_explain_tell_who_corrected_what(papers: Path, tmp_path: Path) -> None:
    """The record has the value, and the explanation says by whom."""
    path = write(tmp_path, line(1, "units", [UNIT]))
    result = call("parse", papers / "清单.txt", "--corrections", path)
    assert json.loads(result.stdout)["tasks"][0]["units"][0]["name"] == "市财政局"
    shown = call("explain", papers / "清单.txt", "1", "--corrections", path).stdout.decode()
    assert "units: corrected by 张三 on 2026-03-02; it was 市卫生健康委 lead" in shown
    assert "corrected  (by hand)" in shown
    assert call("parse", papers / "清单.txt", "--corrections", papers).returncode == ExitCode.REFUSED


def test_review_and_export_take_corrections(papers: Path, tmp_path: Path) -> None:
    """A page and a table show what people wrote."""
    path = write(tmp_path, line(1, "units", [UNIT]))
    assert call("review", papers, "-o", tmp_path / "核对", "--corrections", path).returncode == 0
    assert "市财政局" in (tmp_path / "核对" / "清单.txt.html").read_text()
    assert call("export", papers, "-o", tmp_path / "表.csv", "--corrections", path).returncode == 0
    assert "市财政局" in (tmp_path / "表.csv").read_text(encoding="utf-8-sig")


def test_a_batch_reads_again_what_other_corrections_change(papers: Path, tmp_path: Path) -> None:
    """Corrections belong to what decides the records: with others, or none, they are made anew."""
    out = tmp_path / "结果"

    def run(*options: object) -> str:
        assert call("batch", papers, out, "-j", "1", *map(str, options)).returncode == 0
        units = json.loads((out / "清单.txt.json").read_text())["tasks"][0]["units"]
        return str(units[0]["name"])

    assert run("--corrections", write(tmp_path, line(1, "units", [UNIT]))) == "市财政局"
    assert run("--corrections", write(tmp_path, line(1, "units", [UNIT | {"name": "市民政局"}]))) == "市民政局"
    assert run() == "市卫生健康委"


CITY = """青川市人民政府办公室关于印发2022年重点任务的通知

一、优化服务
1.12月底前建成服务站。（牵头单位：市教育局）
"""
NAMES = [
    pytest.param("市卫健委", "市卫生健康委", id="with its owner"),
    pytest.param("发改委", "市发展改革委", id="of the issuer's level"),
    pytest.param("青川建设集团", None, id="unknown"),
    pytest.param("有关部门", None, id="a class"),
]


@pytest.mark.parametrize(("name", "canonical"), NAMES)
@pytest.mark.parametrize("is_added", [False, True])
def test_units_that_people_type_have_their_usual_name(
    tmp_path: Path, name: str, canonical: str | None, *, is_added: bool
) -> None:
    """As those that rules found: a correction is counted and found under the body's name."""
    reading = read(CITY)
    task, unit = reading.document.tasks[0], UNIT | {"name": name}
    location = task.location.model_dump()
    field, new = ("task", {"text": task.text, "location": location, "units": [unit]}) if is_added else ("units", [unit])
    made = {"sha256": reading.document.source.sha256, "task": "+1" if is_added else task.id, "field": field, "new": new}
    document = apply(tmp_path, made, words=CITY)
    found = [(one.name, one.canonical) for task in document.tasks for one in task.units if one.rule == RULE]
    assert found == [(name, canonical)]


def test_the_names_of_the_user_count_for_corrections(tmp_path: Path) -> None:
    """``--units`` names bodies in corrections, too."""
    (tmp_path / "清单.txt").write_text(PLAN)
    (tmp_path / "单位.csv").write_text("name,canonical\n青川建投,青川市建设投资集团\n")
    file = write(tmp_path, line(3, "units", [UNIT | {"name": "青川建投"}]))
    result = call("parse", tmp_path / "清单.txt", "--units", tmp_path / "单位.csv", "--corrections", file)
    assert [unit["canonical"] for unit in json.loads(result.stdout)["tasks"][2]["units"]] == ["青川市建设投资集团"]
