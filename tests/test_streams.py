"""Parts of a stream: where they are cut, what is taken back, CSV that nothing computes, the schema of Parquet."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import duckdb
import pytest
from build_records import documents, entries, entry, expected, held, name, with_text
from hypothesis import given
from hypothesis import strategies as st

from docx2tasks.errors import UsageError
from docx2tasks.export.columns import COLUMNS
from docx2tasks.export.csv_text import CsvFormat, cell_to_text, text_to_cell
from docx2tasks.export.names import clean_text, name_to_text, text_to_name
from docx2tasks.export.parquet import ParquetFormat, make_schema
from docx2tasks.export.parts import JsonlFormat, PartStore
from docx2tasks.export.store import Form, PartFormat, Removal, Store, StoredDocument
from docx2tasks.export.stores import open_store

PART = 20_000
STREAMS = ("jsonl", "csv", "parquet")
over_streams = pytest.mark.parametrize("kind", STREAMS)
pytestmark = pytest.mark.threads  # pyarrow keeps some


def put_all(kind: str, out: Path, groups: list[int], part_bytes: int = PART) -> str:
    """Put documents in groups of these sizes; the position at the end."""
    store, first = open_store(kind, out, part_bytes=part_bytes), 0
    for size in groups:
        store.put(entries(store.form, size, first))
        store.position()
        first += size
    return end(store)


def end(store: Store) -> str:
    """Commit, finish, close."""
    store.position()
    store.finish()
    at = store.position()
    store.close()
    return at


def files(out: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


# --- parts -------------------------------------------------------------------------------------------


@over_streams
def test_parts_are_cut_by_what_is_in_them(tmp_path: Path, kind: str) -> None:
    """However documents come in groups, the parts are the same, and none is larger than it may be."""
    made = []
    for place, groups in enumerate(([40], [1] * 40, [7] * 5 + [5], [39, 1])):
        (tmp_path / str(place)).mkdir()
        put_all(kind, tmp_path / str(place), groups)
        made.append(files(tmp_path / str(place)))
    assert [*made[0]] == [f"part-{number:05d}.{kind}" for number in range(1, len(made[0]) + 1)]
    assert len(made[0]) > 3
    assert all(one == made[0] for one in made)
    if kind == "jsonl":
        largest = max(len(one.data) for one in entries(Form.tasks, 40))
        assert max(map(len, made[0].values())) <= max(PART, largest)


def test_a_part_is_sealed_when_the_ledger_is_past_it(tmp_path: Path) -> None:
    """The journal of a part stays until a position behind it was committed: else a killed run would lose it."""
    store = open_store("csv", tmp_path, part_bytes=1)
    store.put(entries(store.form, 3))
    assert {path.suffix for path in tmp_path.iterdir()} == {".jsonl"}
    store.position()
    store.put(entries(store.form, 1, 3))
    names = [*files(tmp_path)]
    store.close()
    assert names[0] == "part-00001.csv"
    assert names[-1].endswith(".jsonl")


@over_streams
def test_what_is_read_anew_never_shares_a_part(tmp_path: Path, kind: str) -> None:
    """A part holds no stale lines beside new ones of a document, so that its name tells what is to go."""
    store = open_store(kind, tmp_path)
    (part,) = store.put([entry("甲", store.form, with_text("旧。"))])
    store.position()
    for words in ("新。", "更新。"):
        store.remove([Removal("甲", part)])
        (part,) = store.put([entry("甲", store.form, with_text(words))])
        store.position()
    assert part == 3
    end(store)
    assert held(kind, tmp_path) == [("甲", "更新。")]


@over_streams
def test_what_was_dropped_and_not_committed_stays(tmp_path: Path, kind: str) -> None:
    """A run that is killed before the ledger heard of a drop takes nothing out; the next one may drop others."""
    store = open_store(kind, tmp_path, part_bytes=PART)
    parts = store.put(entries(store.form, 40))
    store.position()
    store.remove([Removal(name(5), parts[5])])
    at = store.position()
    store.remove([Removal(name(0), parts[0])])
    store.close()
    store = open_store(kind, tmp_path, at, part_bytes=PART)
    store.remove([Removal(name(8), parts[8])])
    end(store)
    wanted = {name(place): documents()[place % len(documents())] for place in range(40) if place not in {5, 8}}
    assert held(kind, tmp_path) == expected(wanted)


def test_calls_in_the_wrong_order(tmp_path: Path) -> None:
    """What would lose something is an error at once."""
    store = open_store("jsonl", tmp_path)
    (part,) = store.put(entries(store.form, 1))
    with pytest.raises(ValueError, match="dropped"):
        store.remove([Removal(name(0), part)])
    with pytest.raises(ValueError, match="committed"):
        store.finish()
    end(store)


@over_streams
def test_an_open_part_that_was_cut_is_refused(tmp_path: Path, kind: str) -> None:
    """A part that is shorter than the ledger says is not gone on with in silence."""
    store = open_store(kind, tmp_path)
    store.put(entries(store.form, 3))
    at = store.position()
    store.close()
    os.truncate(tmp_path / "part-00001.jsonl", 10)
    with pytest.raises(UsageError) as caught:
        open_store(kind, tmp_path, at)
    assert caught.value.code == "output-changed"


def test_a_position_of_another_kind(tmp_path: Path) -> None:
    """What was begun as lines is not gone on with as CSV."""
    at = put_all("jsonl", tmp_path, [3])
    with pytest.raises(UsageError) as caught:
        open_store("csv", tmp_path, at)
    assert caught.value.code == "output-changed"


@over_streams
@pytest.mark.parametrize("moment", ["finalize", "remove", "clear"])
def test_killed_while_it_finishes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, moment: str) -> None:
    """Whatever was done of finishing, the run that goes on from the old position ends alike."""
    formats: dict[str, PartFormat] = {"jsonl": JsonlFormat(), "csv": CsvFormat(), "parquet": ParquetFormat()}
    store = PartStore(tmp_path, "", formats[kind], PART)
    parts = store.put(entries(store.form, 40))
    store.position()
    stale = [Removal(name(place), parts[place]) for place in (0, 39)]
    store.remove(stale)
    store.put([entry(one, store.form, with_text("新。")) for one, _, _ in stale])
    at = store.position()
    broken = {"finalize": formats[kind], "remove": formats[kind], "clear": store._stale}[moment]
    real, calls = getattr(broken, moment), []

    def die(*values: object) -> object:
        calls.append(values)
        if len(calls) == 2 or moment == "clear":
            raise KeyboardInterrupt
        return real(*values)

    with monkeypatch.context() as patch:
        patch.setattr(broken, moment, die)
        if kind != "jsonl" or moment != "finalize":
            with pytest.raises(KeyboardInterrupt):
                store.finish()
    store.close()
    again = open_store(kind, tmp_path, at, part_bytes=PART)
    again.put([entry("后来", again.form, with_text("后来。"))])
    end(again)
    wanted = {name(place): documents()[place % len(documents())] for place in range(1, 39)}
    wanted |= {name(0): with_text("新。"), name(39): with_text("新。"), "后来": with_text("后来。")}
    assert held(kind, tmp_path) == expected(wanted)
    assert {path.suffix for path in tmp_path.iterdir()} == {f".{kind}"}


# --- names -------------------------------------------------------------------------------------------

NAME = st.text(st.one_of(st.characters(codec=None), st.sampled_from("\\u0dcf\udcff\ud800\0甲")))


@given(NAME, NAME)
def test_names_as_text(one: str, other: str) -> None:
    """Text that UTF-8 takes, without NUL; there and back; two names never become one."""
    text = name_to_text(one)
    text.encode()
    assert "\0" not in text
    assert text_to_name(text) == one
    assert (text == name_to_text(other)) == (one == other)


@pytest.mark.parametrize(
    ("given_name", "text"),
    [
        ("甲/方案.docx", "甲/方案.docx"),
        ("C:\\甲\\方案.docx", "C:\\甲\\方案.docx"),
        ("\udcff.txt", "\\udcff.txt"),
        ("\\udcff.txt", "\\\\udcff.txt"),
        ("\\\udcff", "\\\\\\udcff"),
        ("\\u4efb", "\\u4efb"),
        ("a\0", "a\\u0000"),
    ],
    ids=ascii,
)
def test_names_that_are_written_out(given_name: str, text: str) -> None:
    """Only names with half characters, and those that look as if they had been written out, are changed."""
    assert name_to_text(given_name) == text


@given(st.text(st.characters(codec=None)))
def test_clean_text_changes_nothing_else(text: str) -> None:
    """Each half character becomes one sign; all others stay."""
    cleaned = clean_text(text)
    assert len(cleaned) == len(text)
    changed = [old for old, new in zip(text, cleaned, strict=True) if old != new]
    assert all(old == "\0" or "\ud800" <= old <= "\udfff" for old in changed)


# --- CSV ---------------------------------------------------------------------------------------------

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", "＝1", "＋1", "－1", "＠SUM", " =1", "  \u3000=1",
    "\ufeff=1", "\n=1", " \ufeff\n =1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x","y")', "'=1", "''=1", "-甲乙",
    "\u200b=1", "\ttab",
]  # fmt: skip
NUMBERS = [
    "(1)", "1.", "2.2", "1.2.1", "1-2", "（1）", "（-1）", "776056e84224", "908028954647", "0012", "95%", "１２",
    "￥3,000", "1/2", "9:30", "9:30 PM", "6月30日", "2022年12月", "2022年12月1日", "上午9时", "TRUE", "Mar-1",
    "1 Jan 2022", "#N/A", "'(1)", " 1 ",
]  # fmt: skip
HARMLESS = [
    "甲=1", "'甲", "", "a@b", " 甲", "'", "，=1", "1.甲", "（一）", "2022年", "12月底前", "一、", "1家", "t1", "e",
]  # fmt: skip


@pytest.mark.parametrize("words", FORMULAS, ids=ascii)
def test_no_cell_is_a_formula(tmp_path: Path, words: str) -> None:
    """A quote stands before what a spreadsheet would compute, in words and in names, and comes off without loss."""
    document = with_text(words)
    store = open_store("csv", tmp_path)
    store.put([entry(words, store.form, document)])
    end(store)
    (row,) = read(tmp_path)
    texts = {"document_name": name_to_text(words), "document_title": clean_text(words), "text": clean_text(words)}
    for column, text in texts.items():
        assert row[column][0] == "'" or row[column].startswith("\\u0000")
        assert cell_to_text(row[column]) == text


@pytest.mark.parametrize("words", NUMBERS, ids=ascii)
def test_no_text_is_a_number(words: str) -> None:
    """A quote stands before what a spreadsheet would take for a number, a day or an error, and comes off again."""
    assert text_to_cell(words) == f"'{words}"
    assert cell_to_text(text_to_cell(words)) == words


@pytest.mark.parametrize("words", HARMLESS, ids=ascii)
def test_other_cells_stay(words: str) -> None:
    """Nothing else gets a quote."""
    assert text_to_cell(words) == words


@given(st.text(st.sampled_from("'=+-@＝ \t\r\n\0\ufeff甲\",1.(e月")))
def test_cells_there_and_back(words: str) -> None:
    """By way of the module that reads CSV, whatever stands in a cell."""
    stream = io.StringIO(newline="")
    csv.writer(stream, lineterminator="\r\n").writerow([text_to_cell(words), ""])
    stream.seek(0)
    ((cell, _),) = csv.reader(stream)
    assert cell_to_text(cell) == words
    assert not re.match(r"[\s\0\ufeff]*[=+\-@＝]", cell)


def read(out: Path) -> list[dict[str, str]]:
    """All rows of the parts."""
    rows: list[dict[str, str]] = []
    for path in sorted(out.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows += csv.DictReader(stream)
    return rows


def test_csv_is_lossless(tmp_path: Path) -> None:
    """Each value of each task of the samples comes back, lists as their words."""
    store = open_store("csv", tmp_path, part_bytes=PART)
    store.put(entries(store.form, len(documents())))
    end(store)
    rows = read(tmp_path)
    tasks = [(document, task) for document in documents() for task in document.tasks]
    assert len(rows) == len(tasks)
    for row, (document, task) in zip(rows, tasks, strict=True):
        cells = {column: cell_to_text(cell) for column, cell in row.items()}
        assert [*cells] == [column.name for column in COLUMNS]
        assert (cells["text"], cells["id"], cells["label"]) == (task.text, task.id, task.label or "")
        assert cells["path"].split(" › ") == ([step.title for step in task.path] or [""])
        for role in ("lead", "support", "responsible", "oversee"):
            assert cells[role] == "、".join(unit.name for unit in task.units if unit.role == role)
        assert cells["time"] == "；".join(time.text for time in task.times)
        assert cells["at_start"] == str(task.location.start)
        assert cells["document_sha256"] == document.source.sha256


def test_csv_as_bytes(tmp_path: Path) -> None:
    """Each part has the mark that Excel asks for, the names of the columns, and line ends of RFC 4180."""
    put_all("csv", tmp_path, [40])
    assert len(files(tmp_path)) > 3
    for data in files(tmp_path).values():
        assert data.startswith(b"\xef\xbb\xbfdocument_name,document_title,")
        assert data.endswith(b"\r\n")
        assert data.count(b"\xef\xbb\xbf") == 1


def test_a_large_cell_is_read_again(tmp_path: Path) -> None:
    """Rows of other documents are written anew whole, also those larger than the module's bound."""
    store = open_store("csv", tmp_path)
    words = "甲" * 200_000
    store.put([entry("大", store.form, with_text(words)), entry("小", store.form, with_text("乙"))])
    store.position()
    store.remove([Removal("小", 1)])
    end(store)
    assert [row["text"] == words for row in read(tmp_path)] == [True]


def test_leaving_out_what_is_not_there_writes_nothing(tmp_path: Path) -> None:
    """A part without stale documents keeps its file."""
    put_all("csv", tmp_path, [3])
    path = tmp_path / "part-00001.csv"
    before = path.stat().st_ino
    assert CsvFormat().remove(path, frozenset(["none"]))
    assert path.stat().st_ino == before


# --- Parquet -----------------------------------------------------------------------------------------


def bare(place: int) -> StoredDocument:
    """A document whose one task has nothing but words."""
    document = with_text(f"措施{place}。")
    facts = document.document.model_copy(update=dict.fromkeys(type(document.document).model_fields))
    empty: dict[str, list[str]] = {key: [] for key in ("path", "units", "actors", "times", "references", "targets")}
    task = document.tasks[0].model_copy(update={**empty, "label": None, "number": None, "part": None})
    return entry(f"{place}", Form.tasks, document.model_copy(update={"document": facts, "tasks": [task]}))


def test_the_schema_of_all_parts_is_one(tmp_path: Path) -> None:
    """Also where a part has nothing in most of its columns."""
    store = open_store("parquet", tmp_path, part_bytes=PART)
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    store.put([*entries(store.form, 20), *(bare(place) for place in range(60)), *entries(store.form, 10, 20)])
    end(store)
    schemas = [parquet.read_schema(path) for path in sorted(tmp_path.glob("*.parquet"))]
    assert len(schemas) > 5
    assert all(schema.equals(make_schema()) for schema in schemas)
    assert all(schema.equals(schemas[0], check_metadata=True) for schema in schemas)
    assert not any(pa.types.is_null(field.type) for field in make_schema())


def test_parquet_is_lossless(tmp_path: Path) -> None:
    """What pyarrow reads are the records' values, lists and dates included."""
    store = open_store("parquet", tmp_path, part_bytes=PART)
    store.put(entries(store.form, len(documents())))
    end(store)
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [row for path in sorted(tmp_path.glob("*")) for row in parquet.read_table(path).to_pylist()]
    tasks = [task for document in documents() for task in document.tasks]
    for row, task in zip(rows, tasks, strict=True):
        assert (row["text"], row["number"], row["references"]) == (task.text, task.number, task.references)
        units = [(unit.name, unit.role, unit.inherited, unit.rule) for unit in task.units]
        assert [tuple(unit[key] for key in ("name", "role", "inherited", "rule")) for unit in row["units"]] == units
        ends = [(one.kind, str(one.end)) for one in task.times]
        assert [(one["kind"], str(one["end"])) for one in row["times"]] == ends
        assert [one["value"] for one in row["targets"]] == [one.value for one in task.targets]
        assert [step["title"] for step in row["steps"]] == [step.title for step in task.path]
        assert row["keywords"] == task.keywords


def test_duckdb_reads_all_parts(tmp_path: Path) -> None:
    """As one table, of Parquet, of CSV and of lines."""
    count = sum(len(document.tasks) for document in documents())
    for kind, function in (("parquet", "read_parquet"), ("csv", "read_csv"), ("jsonl", "read_json_auto")):
        (tmp_path / kind).mkdir()
        put_all(kind, tmp_path / kind, [len(documents())], part_bytes=PART)
        query = f"SELECT count(*), count(DISTINCT document_name) FROM {function}('{tmp_path}/{kind}/part-*.{kind}')"  # noqa: S608
        assert duckdb.execute(query).fetchone() == (count, len([one for one in documents() if one.tasks]))
    query = f"SELECT u.unit.name FROM (SELECT unnest(units) AS unit FROM '{tmp_path}/parquet/*.parquet') u"  # noqa: S608
    units = [unit.name for document in documents() for task in document.tasks for unit in task.units]
    assert sorted(duckdb.execute(query).fetchall()) == sorted((unit,) for unit in units)


def test_lines_are_strict_json(tmp_path: Path) -> None:
    """Each line is one object that names its document first of its facts."""
    put_all("jsonl", tmp_path, [20])
    for data in files(tmp_path).values():
        for line in data.split(b"\n")[:-1]:
            values = json.loads(line, parse_constant=pytest.fail)
            assert [*values].index("document_name") < [*values].index("document_title")
