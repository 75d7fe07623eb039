from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from build_ledger import finish
from program import PLAN
from server import Server, is_possible
from test_postgresql import url

from docx2tasks.batch.ledger import Ledger, Outcome
from docx2tasks.control_chars import escape_controls
from docx2tasks.errors import Status, UsageError
from docx2tasks.pipeline import parse
from docx2tasks.results.compare.changes import find_changes
from docx2tasks.results.compare.pair_documents import join
from docx2tasks.results.compare.report import Comparison, FailOn, Most
from docx2tasks.results.compare.run import WHAT, compare_batches
from docx2tasks.results.compare.view import (
    comparison_to_sections,
    comparison_to_values,
    comparison_to_verdict,
    cut_around,
)
from docx2tasks.results.records.contents import json_to_contents
from docx2tasks.rules import Rules, load_rules
from docx2tasks.vocabulary import DiagnosticCode

TEXT = PLAN.encode()
KINDS = ("json", "jsonl", "parquet", "sqlite", "duckdb")
# the unit of 责任单位 is in charge
OVERLAY = """[[rule]]
id = "unit.label-responsible"
kind = "label"
value = "lead"
words = ["责任单位"]
match = "full"
reason = "here the unit named is in charge"
yes = ["责任单位"]
no = ["牵头单位"]
"""


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Rules:
    """The rules with one of them edited."""
    folder = tmp_path_factory.mktemp("rules")
    (folder / "units.toml").write_text(OVERLAY, encoding="utf-8")
    return load_rules(folder)


def document(*changes: tuple[str, str]) -> bytes:
    """The plan with words replaced."""
    words = PLAN
    for old, new in changes:
        assert old in words
        words = words.replace(old, new)
    return words.encode()


# --- one document ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fields", "facts"),
    [
        pytest.param([("开展检查", "开展两轮检查")], {"text": 1}, set(), id="text"),
        pytest.param([("2.每季", "3.每季")], {"label": 1}, set(), id="label and number"),
        pytest.param([("优化服务", "改进服务")], {"path": 2}, set(), id="path"),
        pytest.param([("市民政局", "市教育局")], {"units": 1}, set(), id="units"),
        pytest.param([("配合单位", "责任单位")], {"roles": 1}, set(), id="roles"),
        pytest.param([("每季一次", "每月一次")], {"text": 1, "times": 1}, set(), id="times"),
        pytest.param([("22家", "33家")], {"text": 1, "targets": 1}, set(), id="targets"),
        pytest.param([("每季一次", "各乡镇每季一次")], {"text": 1, "actors": 1}, set(), id="actors"),
        pytest.param([("开展检查", "按《条例》检查")], {"text": 1, "references": 1}, set(), id="references"),
        pytest.param([("某市2022年重点任务", "某市2022年重点工作")], {}, {"title"}, id="title"),
        pytest.param([("某市2022年", "某市2023年")], {"times": 1}, {"title"}, id="working year"),
    ],
)
def test_what_changed_in_a_document(
    tmp_path: Path, rules: Rules, changes: list[tuple[str, str]], fields: dict[str, int], facts: set[str]
) -> None:
    """Each field is told by its name, and only those that differ; the file was changed itself."""
    old = finish(tmp_path / "old", {"方案.txt": TEXT}, rules)
    new = finish(tmp_path / "new", {"方案.txt": document(*changes)}, rules)
    found = compare_batches(old, new)
    assert dict(found.other_file.fields) == fields
    assert {*found.other_file.facts} == facts
    assert (found.other_file.tasks["gained"], found.other_file.tasks["lost"]) == (0, 0)
    assert not found.same_file.documents
    (one,) = found.documents
    assert {change.field for change in one.changes.examples} == set(fields)
    assert all(change.old != change.new for change in one.changes.examples)


def test_records_without_actors_have_not_lost_them() -> None:
    """What version 1.0 wrote says nothing of actors: that is no change."""
    now = json_to_contents(parse(document(("每季一次", "各乡镇每季一次"))).model_dump_json().encode())
    before = now._replace(tasks=[{**task, "actors": None} for task in now.tasks])
    assert [task["actors"] for task in now.tasks][1]
    assert not find_changes(before, now, 9).fields


ADDED = ("2.每季", "2.建成十个公园。（责任单位：市园林局）\n3.每季")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param([ADDED], {"same": 1, "gained": 1, "changed": 1}, id="one in the middle, the next renumbered"),
        pytest.param(
            [("2.每季一次开展检查。（责任单位：各县区人民政府）\n", "")], {"same": 1, "lost": 1}, id="last lost"
        ),
        pytest.param([], {"same": 2}, id="none"),
    ],
)
def test_tasks_gained_and_lost(
    tmp_path: Path, rules: Rules, changes: list[tuple[str, str]], expected: dict[str, int]
) -> None:
    old = finish(tmp_path / "old", {"方案.txt": TEXT}, rules)
    new = finish(tmp_path / "new", {"方案.txt": document(*changes)}, rules)
    found = compare_batches(old, new)
    counts = found.other_file.tasks + found.same_file.tasks
    assert dict(counts) == expected


def words_of(measures: list[str]) -> bytes:
    """A document with these measures."""
    return "\n".join(["方案", *(f"{n}.{one}" for n, one in enumerate(measures, 1))]).encode()


def test_moved_tasks(tmp_path: Path, rules: Rules) -> None:
    """Tasks whose order was turned round are the same ones elsewhere, not lost and gained."""
    lines = ["甲地完成植树。", "乙地修建道路。", "丙地开展普查。"]
    turned = [words_of(lines), words_of(lines[::-1])]
    old, new = (finish(tmp_path / side, {"a.txt": one}, rules) for side, one in zip("ab", turned, strict=True))
    found = compare_batches(old, new)
    assert +found.other_file.tasks == {"changed": 3}
    assert found.other_file.fields["order"] == 2
    assert found.other_file.fields["label"] == 2


# --- two sets of rules, every kind of store ----------------------------------------------------------


@pytest.mark.parametrize("new_kind", KINDS)
@pytest.mark.parametrize("old_kind", ["json", "jsonl"])
def test_an_edited_rule(tmp_path: Path, rules: Rules, edited: Rules, old_kind: str, new_kind: str) -> None:
    """What an edit of a rule changes is told, from whatever kind of store to whatever other."""
    files = {
        "甲/方案.txt": TEXT,
        "乙.txt": document(("责任单位", "牵头单位")),
        "无.txt": "通知。".encode(),
        "空.txt": b"",
    }
    old = finish(tmp_path / "old", files, rules, old_kind)
    new = finish(tmp_path / "new", files, edited, new_kind)
    found = compare_batches(old, new)
    assert found.same_file.outcomes == {("done", "done"): 2, ("no-tasks", "no-tasks"): 1, ("refused", "refused"): 1}
    assert dict(found.same_file.fields) == {"roles": 1}
    assert (found.same_file.tasks["same"], found.same_file.tasks["changed"]) == (3, 1)
    (one,) = found.documents
    assert (one.name, one.is_same_file) == ("甲/方案.txt", True)
    assert one.changes.examples == (("roles", 2, 2, "各县区人民政府 responsible", "各县区人民政府 lead"),)
    assert not compare_batches(new, new).is_failed(FailOn.any)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server of PostgreSQL."""
    if not is_possible():
        pytest.skip("no PostgreSQL server is installed")
    one = Server()
    try:
        one.start()
        yield one
    finally:
        one.stop()


def test_postgresql(tmp_path: Path, rules: Rules, edited: Rules, server: Server) -> None:
    """The same from a server; no password is shown."""
    old = finish(tmp_path / "old", {"方案.txt": TEXT}, rules)
    new = finish(tmp_path / "new", {"方案.txt": TEXT}, edited, url(server, "甲"))
    found = compare_batches(old, new)
    assert dict(found.same_file.fields) == {"roles": 1}
    shown = json.dumps(comparison_to_values(found)) + repr([*comparison_to_sections(found)])
    assert "geheim" not in shown
    assert f"postgresql://127.0.0.1:{server.port}/postgres" in shown


@pytest.mark.parametrize("kind", ["jsonl", "parquet"])
@pytest.mark.parametrize("is_finished", [True, False])
def test_read_anew_in_a_stream(tmp_path: Path, rules: Rules, kind: str, is_finished: bool) -> None:
    """Of a document that was read anew, the new lines count, also while the old ones still stand there."""
    files = {"甲.txt": TEXT, "乙.txt": TEXT}
    old = finish(tmp_path / "old", files, rules)
    new = finish(tmp_path / "new", {**files, "丙.txt": TEXT}, rules, kind, is_finished=False)
    changed = {"甲.txt": document(("22家", "33家")), "丁.txt": TEXT}
    found = compare_batches(old, finish(new, changed, rules, kind, is_finished=is_finished))
    assert dict(found.other_file.fields) == {"text": 1, "targets": 1}
    assert found.same_file.documents == {"equal": 1}


# --- outcomes ----------------------------------------------------------------------------------------

NONE, EMPTY = "通知。".encode(), b""


@pytest.mark.parametrize(
    ("old", "new", "ends", "failed"),
    [
        pytest.param({"a": TEXT}, {"a": TEXT}, ("done", "done"), "", id="nothing"),
        pytest.param({"a": TEXT}, {"a": EMPTY}, ("done", "refused"), "any tasks lost", id="refused now"),
        pytest.param({"a": TEXT}, {"a": NONE}, ("done", "no-tasks"), "any tasks lost", id="no tasks now"),
        pytest.param({"a": TEXT}, {}, ("done", "absent"), "any tasks lost", id="gone"),
        pytest.param({"a": NONE}, {"a": EMPTY}, ("no-tasks", "refused"), "any tasks lost", id="was empty, refused now"),
        pytest.param({"a": EMPTY}, {"a": TEXT}, ("refused", "done"), "any", id="read now"),
        pytest.param({}, {"a": TEXT}, ("absent", "done"), "any", id="new"),
        pytest.param({}, {"a": EMPTY}, ("absent", "refused"), "any", id="new and refused"),
        pytest.param({"a": EMPTY}, {"a": b"PK\x05\x06" + bytes(18)}, ("refused", "refused"), "any", id="other code"),
        pytest.param({"a": TEXT}, {"b": TEXT}, ("done", "done"), "", id="renamed"),
    ],
)
def test_outcomes(
    tmp_path: Path,
    rules: Rules,
    old: dict[str, bytes],
    new: dict[str, bytes],
    ends: tuple[str, str],
    failed: str,
) -> None:
    """From one end to another, and which gates that closes."""
    found = compare_batches(finish(tmp_path / "old", old, rules), finish(tmp_path / "new", new, rules))
    assert found.same_file.outcomes + found.other_file.outcomes == {ends: 1}
    assert found.outcomes.count == (failed != "")
    assert {on.value for on in FailOn if found.is_failed(on)} == set(failed.split())


def test_a_lost_task_of_the_same_file(tmp_path: Path, rules: Rules) -> None:
    """It closes the gate ``tasks``, and not ``lost``; of a file that was changed it closes neither."""
    numbered = "1.建成平台。（市教育局负责）\n2.建成公园。（市园林局负责）\n".encode()
    old = finish(tmp_path / "old", {"a.txt": numbered}, rules)
    found = compare_batches(old, finish(tmp_path / "new", {"a.txt": numbered[: numbered.index(b"2")]}, rules))
    assert (found.other_file.tasks["lost"], found.is_failed(FailOn.tasks), found.is_failed(FailOn.any)) == (
        1,
        False,
        True,
    )
    path = tmp_path / "old" / "a.txt.json"
    values = json.loads(path.read_bytes())
    values["tasks"].append({**values["tasks"][0], "text": "修订条例，加强监管", "number": 9})
    path.write_text(json.dumps(values), encoding="utf-8")
    found = compare_batches(old, finish(tmp_path / "same", {"a.txt": numbered}, rules))
    assert (found.same_file.tasks["lost"], found.is_failed(FailOn.tasks), found.is_failed(FailOn.lost)) == (
        1,
        True,
        False,
    )


def test_join(tmp_path: Path) -> None:
    """More documents than a page: each once, those of the same name first, then those of the same content."""
    names = {"old": [*range(2_100)], "new": [*range(1_000, 2_100), *range(5_000, 5_500)]}
    ledgers = {side: Ledger(tmp_path / f"{side}.sqlite") for side in names}
    for side, numbers in names.items():
        for n in numbers:  # the content of 5,000 is that of 0; every tenth could not be loaded
            content = None if n % 10 == 0 else str(n % 5_000)
            ledgers[side].put(Outcome(f"夹/{n:05}", "", Status.DONE, key=f"{n}", sha256=content))
        ledgers[side].commit()
    pairs = [(old and old.name, new and new.name) for old, new in join(ledgers["old"], ledgers["new"])]
    for ledger in ledgers.values():
        ledger.close()
    same = [(f"夹/{n:05}", f"夹/{n:05}") for n in range(1_000, 2_100)]
    renamed = [(f"夹/{n:05}", f"夹/{n + 5_000:05}") for n in range(500) if n % 10]
    gone = [(f"夹/{n:05}", None) for n in range(1_000) if n % 10 == 0 or n >= 500]
    added = [(None, f"夹/{n:05}") for n in range(5_000, 5_500, 10)]
    assert pairs == [*same, *renamed, *gone, *added]


def test_renamed_documents_are_compared(tmp_path: Path, rules: Rules, edited: Rules) -> None:
    """Documents of the same content under other names, copies in the order of their names."""
    old = finish(tmp_path / "old", {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT, "留.txt": NONE}, rules)
    new = finish(tmp_path / "new", {"x.txt": TEXT, "b.txt": TEXT, "留.txt": NONE}, edited)
    found = compare_batches(old, new)
    assert found.renamed == 1
    assert [(one.old_name, one.name) for one in found.documents] == [(None, "b.txt"), ("a.txt", "x.txt")]
    assert [(one.name, one.new) for one in found.outcomes] == [("c.txt", "absent")]


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        pytest.param(Path.unlink, ("done", "unreadable"), id="removed"),
        pytest.param(lambda path: path.write_bytes(b"{"), ("done", "unreadable"), id="cut"),
        pytest.param(lambda path: path.write_bytes(b"[]"), ("done", "unreadable"), id="something else"),
        pytest.param(
            lambda path: path.write_bytes(b'{"document": {}, "tasks": [3]}'), ("done", "unreadable"), id="no tasks"
        ),
    ],
)
def test_records_that_are_gone(
    tmp_path: Path, rules: Rules, spoil: Callable[[Path], object], expected: tuple[str, str]
) -> None:
    """They are an outcome of their own, which closes every gate."""
    old, new = (finish(tmp_path / side, {"a.txt": TEXT, "b.txt": TEXT}, rules) for side in ("old", "new"))
    spoil(new / "a.txt.json")
    found = compare_batches(old, new)
    assert found.same_file.outcomes == {expected: 1, ("done", "done"): 1}
    assert found.is_failed(FailOn.lost)


def test_diagnostics(tmp_path: Path, rules: Rules) -> None:
    """Codes met more or less often are told, also where no record changed."""
    old, new = (finish(tmp_path / side, {"a.txt": TEXT}, rules) for side in ("old", "new"))
    with sqlite3.connect(new / "_ledger.sqlite") as base:
        base.execute("""UPDATE outcomes SET diagnostics = '{"numbering-gap": 2}'""")
    base.close()
    for pair, gained, lost in (((old, new), {"numbering-gap": 2}, {}), ((new, old), {}, {"numbering-gap": 2})):
        found = compare_batches(*pair)
        assert (found.same_file.diagnostics_gained, found.same_file.diagnostics_lost) == (gained, lost)
        assert found.same_file.documents == {"changed": 1}


def test_details(tmp_path: Path, rules: Rules) -> None:
    """Places in the text alone are no change."""
    old, new = (finish(tmp_path / side, {"a.txt": TEXT}, rules) for side in ("old", "new"))
    path = new / "a.txt.json"
    path.write_bytes(path.read_bytes().replace(b'"start": 2', b'"start": 3'))
    found = compare_batches(old, new)
    assert found.same_file.documents == {"details": 1}
    assert not found.is_failed(FailOn.any)


# --- what is asked for, what is refused --------------------------------------------------------------


@pytest.mark.parametrize(
    ("only", "fields", "counts"),
    [
        pytest.param((), {"text": 1, "targets": 1, "roles": 1}, (1, 1), id="all"),
        pytest.param(("roles",), {"roles": 1}, (0, 0), id="one field"),
        pytest.param(("text", "gained"), {"text": 1}, (1, 0), id="two"),
        pytest.param(("outcomes",), {}, (0, 1), id="outcomes"),
    ],
)
def test_only(
    tmp_path: Path, rules: Rules, only: tuple[str, ...], fields: dict[str, int], counts: tuple[int, int]
) -> None:
    """What was not asked for counts nowhere."""
    new = document(("22家", "33家"), ("配合单位", "责任单位")) + "3.建成十个公园。（责任单位：市园林局）\n".encode()
    old = finish(tmp_path / "old", {"a.txt": TEXT, "b.txt": EMPTY}, rules)
    found = compare_batches(old, finish(tmp_path / "new", {"a.txt": new, "b.txt": TEXT}, rules), only=only)
    assert dict(found.other_file.fields) == fields
    assert (found.other_file.tasks["gained"], found.outcomes.count) == counts
    assert found.is_failed(FailOn.any)


@pytest.mark.parametrize(
    ("old", "new", "only", "code"),
    [
        pytest.param("json", "csv", (), "not-comparable", id="csv"),
        pytest.param("json", None, (), "no-ledger", id="no batch"),
        pytest.param("json", "json", ("textt",), "unknown-field", id="unknown field"),
        pytest.param("sqlite:///{}/one.sqlite", "sqlite:///{}/one.sqlite", (), "not-comparable", id="one database"),
        pytest.param("json", "sqlite:///{}/gone.sqlite", (), "database", id="database is gone"),
        pytest.param("json", "duckdb:///{}/gone.duckdb", (), "database", id="other database is gone"),
    ],
)
def test_refusals(tmp_path: Path, rules: Rules, old: str, new: str | None, only: tuple[str, ...], code: str) -> None:
    """One code for each way in which two folders cannot be compared."""
    finish(tmp_path / "old", {"a.txt": TEXT}, rules, old.format(tmp_path))
    if new:
        finish(tmp_path / "new", {"a.txt": TEXT}, rules, new.format(tmp_path))
    for path in tmp_path.glob("gone.*"):
        path.unlink()
    with pytest.raises(UsageError) as refusal:
        compare_batches(tmp_path / "old", tmp_path / "new", only=only)
    assert refusal.value.code == code


# --- what is shown -----------------------------------------------------------------------------------


def changed_a_lot(tmp_path: Path, rules: Rules) -> Comparison:
    """A comparison with something in every table."""
    names = ("坏\t\x1b[2J\n.txt", "\u202e反.txt", "\udcc1字.txt", "平.txt")
    old = finish(tmp_path / "old", dict.fromkeys(names, TEXT) | {"空.txt": EMPTY}, rules)
    changed = document(("22家", "33家"), ("某市2022年", "某市\x0b2023年"), ("开展检查", "\u202e检查"), ADDED)
    new = finish(tmp_path / "new", dict.fromkeys(names[:3], changed) | {"空.txt": TEXT}, rules)
    return compare_batches(old, new)


def test_tables(tmp_path: Path, rules: Rules) -> None:
    """Every cell is on one line and moves no cursor; each row has as many cells as there are headers."""
    sections = [*comparison_to_sections(changed_a_lot(tmp_path, rules))]
    titles = [section.title for section in sections]
    assert titles == [
        "batches",
        "documents",
        "outcomes",
        "other outcomes",
        "tasks",
        "facts of documents",
        "diagnostics",
        "documents with the most changes",
        "examples",
    ]
    for section in sections:
        assert {len(row) for row in section.rows} == {len(section.headers)}
        assert all(cell and cell == escape_controls(cell) for row in section.rows for cell in row)


def test_verdict(tmp_path: Path, rules: Rules) -> None:
    """The first line says how much differs of what."""
    found = changed_a_lot(tmp_path, rules)
    documents = "differences in 5 documents: 3 documents changed, 2 documents with another outcome"
    assert comparison_to_verdict(found) == f"{documents}, 3 tasks gained, 6 tasks changed"
    old = tmp_path / "old"
    assert comparison_to_verdict(compare_batches(old, old)) == "no differences: 5 documents"


def test_values(tmp_path: Path, rules: Rules) -> None:
    """JSON has the keys that docs/compare.md shows, and the sums agree with the lists."""
    found = changed_a_lot(tmp_path, rules)
    values = json.loads(json.dumps(comparison_to_values(found)))
    page = (Path(__file__).parents[1] / "docs" / "compare.md").read_text(encoding="utf-8")
    codes = {code.value for code in DiagnosticCode}
    assert [key for key in _keys(values) - codes if f"`{key}`" not in page] == []
    assert values["documents_changed"] == len(values["documents"]) == 3
    assert values["outcomes_changed"] == len(values["outcomes"]) == 2
    assert values["changed_file"]["tasks"]["gained"] == sum(one["tasks"]["gained"] for one in values["documents"])


def _keys(values: object) -> set[str]:
    """The names of all fields; what stands below codes, statuses and fields are data."""
    if isinstance(values, list):
        return set().union(*map(_keys, values))
    if not isinstance(values, dict):
        return set()
    return values.keys() | set().union(*map(_keys, values.values()))


def test_what_can_be_asked_for_is_documented() -> None:
    """docs/compare.md names each thing that can differ."""
    page = (Path(__file__).parents[1] / "docs" / "compare.md").read_text(encoding="utf-8")
    assert [name for name in WHAT if f"`{name}`" not in page] == []


def test_most(tmp_path: Path, rules: Rules) -> None:
    """Lists are cut to the most changed, and say so; the sums are not."""
    files = {f"{n:02}.txt": TEXT for n in range(9)}
    changes = [("22家", "33家"), ("配合单位", "责任单位"), ADDED]
    old = finish(tmp_path / "old", files, rules)
    new = finish(tmp_path / "new", {name: document(*changes[: n % 4]) for n, name in enumerate(files)}, rules)
    found = compare_batches(old, new, most=3)
    assert [one.name for one in found.documents] == ["03.txt", "07.txt", "01.txt"]
    assert found.documents.count == found.other_file.documents["changed"] == 6
    assert "documents with the most changes (3 of 6)" in [section.title for section in comparison_to_sections(found)]
    assert [*compare_batches(old, new, most=0).documents] == []


def test_most_keeps_the_first_of_equals() -> None:
    most: Most[str] = Most(2)
    for rank, item in ((1, "a"), (3, "b"), (1, "c"), (3, "d"), (3, "e")):
        most.add(rank, item)
    assert ([*most], most.count) == (["b", "d"], 5)


@pytest.mark.parametrize("kind", KINDS)
def test_order_and_repetition_change_nothing(tmp_path: Path, rules: Rules, edited: Rules, kind: str) -> None:
    """The same comparison comes out each time, in whatever order the documents were written."""
    files = {f"夹{n % 2}/文{n}.txt": document(("22家", f"{n}家")) for n in range(6)}
    old = finish(tmp_path / "old", files, rules, kind)
    turned = finish(tmp_path / "turned", dict(reversed(files.items())), rules, kind)
    new = finish(tmp_path / "new", files, edited, kind)
    first, again, other = (comparison_to_values(compare_batches(one, new)) for one in (old, old, turned))
    assert first == again
    assert {**other, "old": None} == {**first, "old": None}
    assert not compare_batches(old, turned).is_failed(FailOn.any)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("甲", "乙", ("甲", "乙"), id="short"),
        pytest.param("", "乙" * 30, ("", "乙" * 19 + "…"), id="nothing before"),
        pytest.param("同" * 30 + "甲", "同" * 30 + "乙", ("…同同同同同甲", "…同同同同同乙"), id="far behind"),
        pytest.param("同" * 30, "同" * 30 + "乙", ("…同同同同同", "…同同同同同乙"), id="one goes on"),
    ],
)
def test_values_are_cut_around_the_change(old: str, new: str, expected: tuple[str, str]) -> None:
    """The first place where they differ is in sight."""
    assert cut_around(old, new, 20) == expected


ARTICLES = "某市养犬办法\n第一条 本办法所称犬只，是指家养犬。\n第二条 养犬人应当办理登记。\n".encode()


@pytest.mark.parametrize("kind", ["json", "sqlite", "duckdb"])
def test_what_became_a_provision(tmp_path: Path, rules: Rules, kind: str) -> None:
    """It is told as a change of its kind, not as lost; the other way round neither as gained."""
    folder = tmp_path / "rules"
    folder.mkdir()
    (folder / "kinds.toml").write_text(
        '[[rule]]\nid = "our.definition"\nkind = "says"\nscore = 30\npattern = "所称"\nreason = "for a test"\n'
        'yes = ["所称"]\nno = ["其他"]\n',
        encoding="utf-8",
    )
    old = finish(tmp_path / "old", {"办法.txt": ARTICLES}, load_rules(folder), kind=kind)
    new = finish(tmp_path / "new", {"办法.txt": ARTICLES}, rules, kind=kind)
    for one, other, words in ((old, new, ("measure", "provision")), (new, old, ("provision", "measure"))):
        found = compare_batches(one, other)
        assert dict(found.same_file.fields) == {"kind": 1}
        assert (found.same_file.tasks["lost"], found.same_file.tasks["gained"]) == (0, 0)
        changes = [change for document in found.documents for change in document.changes.examples]
        assert [(change.old, change.new) for change in changes] == [words]


def test_records_of_1_0_have_no_kinds(tmp_path: Path, rules: Rules) -> None:
    """What was a task there is a provision now: said so, and nothing else differs."""
    old = finish(tmp_path / "old", {"办法.txt": ARTICLES}, rules)
    new = finish(tmp_path / "new", {"办法.txt": ARTICLES}, rules)
    path = old / "办法.txt.json"
    values = json.loads(path.read_text(encoding="utf-8"))
    values["tasks"] = [*values.pop("provisions"), *values["tasks"]]
    for task in values["tasks"]:
        del task["kind"], task["evidence"]
    path.write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    found = compare_batches(old, new)
    assert dict(found.same_file.fields) == {"kind": 1}
    assert found.same_file.tasks["lost"] == 0
