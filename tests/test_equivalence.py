"""The same content gives the same records, as Word, page or text."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import json
from pathlib import Path

import pytest
from forms import FORMS, Content, gold_to_content, label_shape
from test_samples import FOLDER, SAMPLES, golden_path
from test_seeds import load_score, read_gold

from docx2tasks import Task, parse

PAIRS = [("docx", "html"), ("docx", "text")]
TABLES = {
    "seed-000": ("重点任务", "工作举措", "具体任务", "责任单位"),
    "seed-001": ("重点任务", "任务目标", "2020年进度要求", "责任单位"),
    "seed-004": ("重点任务", "工作举措", "具体任务", "责任单位"),
}
OUTLINES = {"seed-001": ("outline",), "seed-002": ("outline", ""), "seed-003": ("outline", "")}  # where their tasks stood
CASES = [*(pytest.param(name, True, id=f"{name}-table") for name in TABLES), *(pytest.param(name, False, id=f"{name}-outline") for name in OUTLINES)]


def _stands_in(task: dict[str, object]) -> str:
    """Where a gold task stood: under a bracketed heading of an outline, in a table under two steps, or elsewhere."""
    steps: list[dict[str, object]] = task["path"]  # type: ignore[assignment]
    labels = [str(step["label"] or "") for step in steps]
    if labels and labels[-1].startswith(("（", "(")):
        return "outline"
    return "table" if len(steps) == 2 and (not labels[1] or labels[1][0].isdigit()) else ""


def chosen(folder: Path, name: str, *, tabled: bool) -> list[dict[str, object]]:
    """The gold tasks of a seed that stood in its table, or in its outline."""
    tasks = [task for task in read_gold(folder, name)["tasks"] if not task.get("optional")]
    stood = ("table",) if tabled else OUTLINES[name]
    return [task for task in tasks if _stands_in(task) in stood]


def seed_to_content(folder: Path, name: str, *, tabled: bool) -> Content:
    tasks = chosen(folder, name, tabled=tabled)
    title = read_gold(folder, name)["document"]["title"]  # type: ignore[call-overload]
    return gold_to_content(str(title), tasks, TABLES[name] if tabled else ())


def _key(task: Task) -> tuple[object, ...]:
    """What must be the same in each form."""
    return (
        task.text,
        task.number,
        tuple((step.number, step.title) for step in task.path),
        tuple((unit.name, unit.role, unit.inherited) for unit in task.units),
        tuple((time.text, time.kind, time.start, time.end, time.every) for time in task.times),
    )


def _keys(content: Content, form: str) -> list[tuple[object, ...]]:
    return [_key(task) for task in parse(FORMS[form](content)).tasks]


@pytest.mark.parametrize(("name", "tabled"), CASES)
@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_forms_agree_on_a_seed(name: str, tabled: bool, one: str, other: str, shared: Path) -> None:
    """Text, number, path, units and times of all tasks are the same in each form."""
    content = seed_to_content(shared, name, tabled=tabled)
    assert _keys(content, one) == _keys(content, other)


@pytest.mark.parametrize(("name", "tabled"), CASES)
@pytest.mark.parametrize("form", FORMS)
def test_form_scores_as_gold(name: str, tabled: bool, form: str, shared: Path) -> None:
    """Each form of a seed's content gives back the records it was made of."""
    tasks = chosen(shared, name, tabled=tabled)
    document = parse(FORMS[form](seed_to_content(shared, name, tabled=tabled)))
    result, misses = load_score(shared).score(document.model_dump(mode="json"), {"tasks": tasks})
    assert result["overall"] >= 0.99, {kind: rows[:3] for kind, rows in misses.items() if rows}


def _sample_content(path: Path) -> Content | None:
    """The content of a sample whose expected records all stand at one depth of table, or in an outline."""
    golden = json.loads(golden_path(path).read_text(encoding="utf-8"))
    tasks = [{**task, "units": [u for u in task["units"] if not u["inherited"]]} for task in golden["tasks"]]
    numbered = all(task["label"] and all(step["label"] for step in task["path"]) for task in tasks)
    numbered = numbered and not any(label_shape(task) in map(label_shape, task["path"]) for task in tasks)
    if numbered and len({bool(task["part"]) for task in tasks}) == 1:
        return gold_to_content(golden["document"]["title"], tasks)
    if {len(task["path"]) for task in tasks} == {2}:
        return gold_to_content(golden["document"]["title"], golden["tasks"], TABLES["seed-000"])
    return None


@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("path", [pytest.param(path, id=path.name) for path in SAMPLES])
def test_forms_agree_on_a_sample(path: Path, one: str, other: str) -> None:
    """The content of our own documents reads the same in each form."""
    content = _sample_content(path)
    if content is None:
        pytest.skip("neither all outline nor all table")
    keys = _keys(content, one)
    assert keys == _keys(content, other)
    assert len(keys) == len(json.loads(golden_path(path).read_text(encoding="utf-8"))["tasks"])


def test_most_samples_take_part() -> None:
    """The comparison is not empty."""
    assert sum(_sample_content(path) is not None for path in SAMPLES) >= 6, FOLDER
