"""Label Studio and doccano: files as their import documents them, and back without a loss."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from program import ROOT, call

from docx2tasks import parse_with_source
from docx2tasks.errors import ExitCode
from docx2tasks.office.annotations.doccano import annotated_to_line, annotated_to_linked_line, line_to_annotated
from docx2tasks.office.annotations.label_studio import annotated_to_task, task_to_annotated, to_labeling_config
from docx2tasks.office.annotations.read import annotated_to_document
from docx2tasks.office.annotations.regions import LABELS, Annotated, document_to_annotated
from docx2tasks.office.annotations.utf16 import Utf16

Values = dict[str, Any]
WIDE = """青川市2022年重点任务清单

一、优化服务
1.吉祥𠮷😀市场12月底前建成不低于22家服务站。（牵头单位：市卫生健康委；配合单位：市财政局、市民政局）
2.市教育局要每季一次开展检查。
（二）通则
"""


def annotate(source: str | Path | bytes) -> Annotated:
    """A document as annotations."""
    reading = parse_with_source(source)
    return document_to_annotated("方案.txt", reading.document.model_dump(mode="json"), reading.source.text)


def to_label_studio(annotated: Annotated) -> Annotated | None:
    """Out and in, people having accepted all of it."""
    task = json.loads(json.dumps(annotated_to_task(annotated)))
    return task_to_annotated({"data": task["data"], "annotations": task["predictions"]}, "x")


def to_doccano(annotated: Annotated) -> Annotated:
    """Out and in, with relations."""
    return line_to_annotated(json.loads(json.dumps(annotated_to_linked_line(annotated))), "x")


def bare(tasks: list[Values]) -> list[Values]:
    """Tasks in the order of the text, with plain lists."""
    found: list[Values] = json.loads(json.dumps(tasks))
    return sorted(found, key=lambda task: int(task["location"]["start"]))


@pytest.mark.parametrize("there_and_back", [to_label_studio, to_doccano])
@pytest.mark.parametrize("name", ["table-merged.docx", "plan-rules.txt", "draft-revised.docx", "table-spans.html", None])
def test_there_and_back(name: str | None, there_and_back: Any) -> None:
    """What nobody changed comes back as it was: pieces, shared units, inherited ones, dates."""
    annotated = annotate(ROOT / "samples" / name if name else WIDE.encode())
    found = annotated_to_document(there_and_back(annotated))
    for kind in ("tasks", "provisions"):
        assert bare(found[kind]) == bare(annotated.document[kind])


def test_task_of_label_studio() -> None:
    """Each region names its control and its object as the labeling interface does; its words are those at its offsets."""
    task: Any = annotated_to_task(annotate(WIDE.encode()))
    config = ET.fromstring(to_labeling_config())  # noqa: S314  our own words
    labels, text = config.find("Labels"), config.find("Text")
    assert labels is not None
    assert text is not None
    assert labels.get("toName") == text.get("name")
    assert [one.get("value") for one in labels] == [*LABELS]
    assert str(text.get("value")).removeprefix("$") in task["data"]
    (prediction,) = task["predictions"]
    regions = [one for one in prediction["result"] if one["type"] == "labels"]
    assert len({one["id"] for one in regions}) == len(regions) > 6
    for one in regions:
        assert (one["from_name"], one["to_name"]) == (labels.get("name"), text.get("name"))
        value = one["value"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
        assert value["labels"][0] in LABELS


def test_merged_cell_has_relations() -> None:
    """A unit of several tasks leads to each of them, by the ids of regions."""
    task: Any = annotated_to_task(annotate(ROOT / "samples" / "table-merged.docx"))
    result = task["predictions"][0]["result"]
    ids = {one["id"] for one in result if one["type"] == "labels"}
    relations = [one for one in result if one["type"] == "relation"]
    assert relations
    assert all({one["from_id"], one["to_id"]} <= ids and one["labels"] in (["of"], ["part"]) for one in relations)


def test_line_of_doccano() -> None:
    """Spans are ``[start, end, label]`` in UTF-16 units, inside the text."""
    annotated = annotate(WIDE.encode())
    line: Any = annotated_to_line(annotated)
    wide = line["text"].encode("utf-16-le")
    words = {label: wide[2 * start : 2 * end].decode("utf-16-le") for start, end, label in line["label"]}
    assert (words["deadline"], words["lead"], words["target"]) == ("12月底前", "市卫生健康委", "不低于22家")
    back = line_to_annotated(line, "x")
    assert [*back.regions] == [*annotated.regions]


def test_linked_line_of_doccano() -> None:
    """Entities have numbers, and relations name them."""
    line: Any = annotated_to_linked_line(annotate(ROOT / "samples" / "table-merged.docx"))
    assert [one["id"] for one in line["entities"]] == [*range(len(line["entities"]))]
    assert {one["type"] for one in line["relations"]} == {"of"}


@pytest.mark.parametrize("text", ["甲乙", "😀", "a😀b𠮷c", "𠮷𠮷"])
def test_utf16(text: str) -> None:
    """Offsets of both kinds, at each character."""
    units = Utf16(text)
    for at in range(len(text) + 1):
        wide = len(text[:at].encode("utf-16-le")) // 2
        assert (units.from_characters(at), units.to_characters(wide)) == (wide, at)


# --- what people change ----------------------------------------------------------------------------------


def change(edit: Any) -> list[Values]:
    """The tasks after an edit of the results in Label Studio."""
    task: Any = json.loads(json.dumps(annotated_to_task(annotate(WIDE.encode()))))
    result = deepcopy(task["predictions"][0]["result"])
    edit(result, task["data"]["text"])
    annotated = task_to_annotated({"data": task["data"], "annotations": [{"result": result}]}, "x")
    assert annotated is not None
    found: list[Values] = [*annotated_to_document(annotated)["tasks"]]
    return found


def add(result: list[Values], text: str, words: str, label: str) -> None:
    """A region that somebody drew."""
    start = text.index(words)
    value = {"start": start, "end": start + len(words), "text": words, "labels": [label]}
    result.append({"id": f"new{start}", "from_name": "label", "to_name": "text", "type": "labels", "value": value})


def find(result: list[Values], label: str) -> Values:
    """The first region with a label."""
    return next(one for one in result if one["type"] == "labels" and one["value"]["labels"] == [label])


def test_another_role() -> None:
    """A unit under another label has another role, and keeps the rest."""
    tasks = change(lambda result, _: find(result, "lead")["value"].update(labels=["oversee"]))
    first, *_ = tasks[0]["units"]
    assert (first["name"], first["role"], first["canonical"]) == ("市卫生健康委", "oversee", "市卫生健康委")


def test_new_values() -> None:
    """What was marked by hand is read from its words; a target without a quantity is left out."""

    def edit(result: list[Values], text: str) -> None:
        result[:] = [one for one in result if one.get("value", {}).get("labels") not in (["deadline"], ["target"])]
        for words, label in (("月底前", "mention"), ("2月底前", "deadline"), ("于22家", "target"), ("市场", "target"), ("服务站", "actor")):
            add(result, text, words, label)

    (first, *_) = change(edit)
    times = [(one["text"], one["kind"], one["end"]) for one in first["times"]]
    assert times == [("2月底前", "deadline", "2022-02-28"), ("月底前", "mention", None)]
    assert [one["name"] for one in first["actors"]] == ["服务站"]
    assert first["targets"] == []


def test_new_task() -> None:
    """A new task has the number in front of it, and the headings of the task before it."""
    tasks = change(lambda result, text: add(result, text, "通则", "task"))
    assert [(one["number"], one["label"], one["text"]) for one in tasks][-1] == (2, "（二）", "通则")
    assert tasks[-1]["path"] == tasks[-2]["path"]


def test_units_of_older_versions() -> None:
    """Offsets in UTF-16 units are known by the words of the region."""

    def edit(result: list[Values], text: str) -> None:
        units = Utf16(text)
        for one in result:
            if one["type"] == "labels":
                value = one["value"]
                value["start"], value["end"] = (units.from_characters(value[name]) for name in ("start", "end"))

    assert bare(change(edit)) == bare(change(lambda *_: None))


# --- the command -----------------------------------------------------------------------------------------


def test_export_and_score(tmp_path: Path) -> None:
    """Out to Label Studio, back as gold, and all of it is right."""
    (tmp_path / "方案.txt").write_text(WIDE, encoding="utf-8")
    result = call("export", "方案.txt", "--to", "label-studio", "-o", "任务.json", cwd=tmp_path)
    assert (result.returncode, (tmp_path / "任务.xml").is_file()) == (ExitCode.OK, True), result.stderr.decode()
    tasks = json.loads((tmp_path / "任务.json").read_text("utf-8"))
    (tmp_path / "导出.json").write_text(json.dumps([{**one, "annotations": one["predictions"]} for one in tasks]), "utf-8")
    assert call("export", "导出.json", "--to", "gold", "-o", "标注.jsonl", cwd=tmp_path).returncode == ExitCode.OK
    scored = call("score", "方案.txt", "标注.jsonl", "--at-least", "1", cwd=tmp_path)
    assert scored.returncode == ExitCode.OK, scored.stdout.decode()


@pytest.mark.parametrize("kind", ["doccano", "doccano-relations"])
def test_export_from_a_batch(tmp_path: Path, kind: str) -> None:
    """The text is read again from the file; when it is gone, so says the error."""
    (tmp_path / "档案").mkdir()
    (tmp_path / "档案" / "方案.txt").write_text(WIDE, encoding="utf-8")
    assert call("batch", "档案", "结果", cwd=tmp_path).returncode == ExitCode.OK
    assert call("export", "结果", "--to", kind, "-o", "行.jsonl", cwd=tmp_path).returncode == ExitCode.OK
    result = call("export", "行.jsonl", "--to", "gold", "-o", "标注.jsonl", cwd=tmp_path)
    assert result.returncode == ExitCode.OK, result.stderr.decode()
    (tmp_path / "档案" / "方案.txt").unlink()
    result = call("export", "结果", "--to", kind, "-o", "二.jsonl", cwd=tmp_path)
    assert (result.returncode, b"no-source" in result.stderr) == (ExitCode.REFUSED, True)


def test_task_without_annotation(tmp_path: Path) -> None:
    """What nobody annotated is not gold."""
    (tmp_path / "导出.json").write_text(json.dumps([{"data": {"text": "甲"}, "annotations": []}]), "utf-8")
    result = call("export", "导出.json", "--to", "gold", "-o", "标注.jsonl", cwd=tmp_path)
    assert (result.returncode, b"not-annotated" in result.stderr) == (ExitCode.REFUSED, True)


@pytest.mark.parametrize("data", ['[{"data": {}, "annotations": [{"result": []}]}]', '{"text": "甲", "label": [[0]]}'])
def test_broken_exports(tmp_path: Path, data: str) -> None:
    """What is no export is refused, without a traceback."""
    (tmp_path / "导出.json").write_text(data, "utf-8")
    result = call("export", "导出.json", "--to", "gold", "-o", "标注.jsonl", cwd=tmp_path)
    assert (result.returncode, b"not-records" in result.stderr) == (ExitCode.REFUSED, True)
