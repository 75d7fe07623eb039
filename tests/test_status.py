from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from build_ledger import finish
from program import PLAN, PYTHON, start

from docx2tasks.batch.ledger import LEDGER, Ledger, Outcome
from docx2tasks.control_chars import escape_controls
from docx2tasks.errors import Status, UsageError
from docx2tasks.results.documents import find_documents
from docx2tasks.results.status import find_failed, find_status
from docx2tasks.results.status_view import (
    FAILED_HEADERS,
    failed_to_row,
    failed_to_values,
    status_to_sections,
    status_to_values,
)
from docx2tasks.rules import Rules


def fill(out: Path, *outcomes: Outcome) -> Path:
    """A folder whose ledger has these outcomes."""
    out.mkdir(exist_ok=True)
    with closing(Ledger(out / LEDGER)) as ledger:
        for outcome in outcomes:
            ledger.put(outcome._replace(key=outcome.name))
        ledger.commit()
    return out


def one(name: str, status: Status = Status.DONE, **more: object) -> Outcome:
    """An outcome."""
    return Outcome(name, f"档案/{name}", status)._replace(**more)  # type: ignore[arg-type]


def rows(out: Path, title: str) -> list[list[str]]:
    """The rows of a table, of a table that is not shown none."""
    found = [section for section in status_to_sections(find_status(out)) if section.title.startswith(title)]
    return [[*row] for section in found for row in section.rows]


DONE = one("a.docx", tasks=3, bytes=2_000_000, seconds=1.5, format="docx", coverage=1.0, memory=90_000_000)
NONE = one("b.txt", Status.NO_TASKS, bytes=1_000, seconds=0.5, format="text", coverage=0.5)
BAD = one("c.docx", Status.REFUSED, code="zip-broken", message="broken", attempts=1, sha256="ab", seconds=0.25)
SLOW = one("d.pdf", Status.TOO_SLOW, code="too-slow", message="slow", attempts=2, seconds=60.0, memory=2_000_000_000)
ZIP = one("e.zip", Status.OPENED, format="zip", bytes=5_000_000, seconds=2.0)


@pytest.mark.parametrize(
    ("outcomes", "title", "expected"),
    [
        pytest.param([], "", [], id="nothing was read yet"),
        pytest.param(
            [DONE, NONE, BAD, ZIP],
            "outcomes",
            [
                ["done", "1", "33.3%", "3", "2.00", "1.50"],
                ["no-tasks", "1", "33.3%", "0", "0.00", "0.50"],
                ["opened", "1", "-", "0", "5.00", "2.00"],
                ["refused", "1", "33.3%", "0", "0.00", "0.25"],
                ["all documents", "3", "-", "3", "2.00", "2.25"],
            ],
            id="outcomes, an archive beside them",
        ),
        pytest.param([ZIP], "outcomes", [["opened", "1", "-", "0", "5.00", "2.00"]], id="an empty archive"),
        pytest.param(
            [BAD, SLOW, DONE, BAD._replace(name="a.doc"), BAD._replace(name="b.doc", code="empty")],
            "failed files",
            [["zip-broken", "2", "a.doc"], ["empty", "1", "b.doc"], ["too-slow", "1", "d.pdf"]],
            id="refusals, the most frequent first, the first name",
        ),
        pytest.param(
            [DONE, DONE._replace(name="z.docx", status=Status.NO_TASKS, tasks=0), NONE, BAD, ZIP],
            "formats",
            [
                ["docx", "2", "1", "1", "0", "0", "3", "1.50"],
                ["text", "1", "0", "1", "0", "0", "0", "0.50"],
                ["unknown", "1", "0", "0", "0", "1", "0", "0.25"],
                ["zip", "1", "0", "0", "1", "0", "0", "2.00"],
            ],
            id="formats",
        ),
        pytest.param(
            [DONE._replace(diagnostics={"gap": 2, "spam": 1}), NONE._replace(diagnostics={"gap": 3}), BAD],
            "diagnostics",
            [["gap", "2", "5"], ["spam", "1", "1"]],
            id="diagnostics",
        ),
        pytest.param([DONE, NONE, BAD], "coverage", [["2", "75.0%", "1", "50.0%"]], id="coverage"),
        pytest.param([BAD], "coverage", [], id="no coverage is known"),
        pytest.param([DONE, NONE, BAD], "least covered", [["b.txt", "50.0%", "0", "text"]], id="least covered"),
        pytest.param(
            [DONE, SLOW],
            "slowest",
            [["d.pdf", "too-slow", "-", "0.00", "60.00", "2000"], ["a.docx", "done", "docx", "2.00", "1.50", "90"]],
            id="slowest",
        ),
        pytest.param([NONE, DONE], "most memory", [["a.docx", "done", "docx", "2.00", "1.50", "90"]], id="memory"),
        pytest.param(
            [one("a", version="1", rules="r"), one("b", version="2", rules="r"), one("c", version="2", rules="r")],
            "read with",
            [["2", "r", "-", "2"], ["1", "r", "-", "1"]],
            id="two versions",
        ),
    ],
)
def test_tables(tmp_path: Path, outcomes: list[Outcome], title: str, expected: list[list[str]]) -> None:
    """What each table says of some outcomes."""
    assert rows(fill(tmp_path / "out", *outcomes), title) == expected


def test_ten_files_of_a_kind(tmp_path: Path) -> None:
    """Lists are short however many files there are; of equals the first names."""
    out = fill(tmp_path / "out", *(one(f"{n:02}", seconds=n % 2, coverage=0.1, memory=10**6) for n in range(30)))
    slowest = [row[0] for row in rows(out, "slowest")]
    assert slowest == [f"{n:02}" for n in range(1, 21, 2)]
    assert [row[0] for row in rows(out, "most memory")] == [f"{n:02}" for n in range(10)]


def test_failed(tmp_path: Path) -> None:
    """A line for each file that was not read, more than a page of them, in the order of their names."""
    bad = [BAD._replace(name=f"{n:05}.docx") for n in range(2_500)]
    found = [*find_failed(fill(tmp_path / "out", DONE, NONE, ZIP, SLOW, *bad))]
    assert [failed.name for failed in found] == [*(outcome.name for outcome in bad), "d.pdf"]
    assert failed_to_row(found[-1]) == ["d.pdf", "too-slow", "too-slow", "-", "60.00", "2000", "2", "slow"]
    assert len(FAILED_HEADERS) == len(failed_to_row(found[0]))
    assert failed_to_values(found[0])["sha256"] == "ab"


def test_names_break_no_row(tmp_path: Path) -> None:
    """A name with a tab, a line end or an escape stays one cell, and moves no cursor."""
    names = ("a\tb", "c\nd", "\x1b[2J", "\u202egnp", "\udcc1", "[bold]")
    outcomes = [BAD._replace(name=name, message=f"about {name}") for name in names]
    outcomes += [NONE._replace(name=f"x{name}") for name in names]
    out = fill(tmp_path / "out", *outcomes)
    cells = [cell for section in status_to_sections(find_status(out)) for row in section.rows for cell in row]
    failed = [failed_to_row(failed) for failed in find_failed(out)]
    assert len(failed) == len(names)
    assert all(cell == escape_controls(cell) for cell in [*cells, *(cell for row in failed for cell in row)])
    lines = "".join("\t".join(row) + "\n" for row in failed)
    assert [*csv.reader(io.StringIO(lines), delimiter="\t", quoting=csv.QUOTE_NONE)] == failed


def test_values(tmp_path: Path) -> None:
    """JSON has the keys that docs/compare.md names."""
    out = fill(tmp_path / "out", DONE._replace(diagnostics={"gap": 1}), NONE, BAD, SLOW, ZIP)
    values = json.loads(json.dumps(status_to_values(find_status(out))))
    assert (values["documents"], values["tasks"], values["store"]) == (4, 3, "json")
    assert values["outcomes"]["opened"] == {"documents": 1, "tasks": 0, "bytes": 5_000_000, "seconds": 2.0}
    assert values["formats"] == {
        "docx": {"done": 1},
        "text": {"no-tasks": 1},
        "unknown": {"refused": 1, "too-slow": 1},
        "zip": {"opened": 1},
    }
    assert values["coverage"] == {"documents": 2, "mean": 0.75, "below": 0.9, "documents_below": 1}
    page = (Path(__file__).parents[1] / "docs" / "compare.md").read_text(encoding="utf-8")
    lists = [
        values[key][0] for key in ("refusals", "diagnostics", "least_covered", "slowest", "hungriest", "read_with")
    ]
    keys = {
        *values,
        *values["coverage"],
        *(key for item in lists for key in item),
        *failed_to_values(next(find_failed(out))),
    }
    assert [key for key in sorted(keys) if f"`{key}`" not in page] == []


def test_a_real_batch(tmp_path: Path, rules: Rules) -> None:
    """The sums of documents that were read."""
    out = finish(tmp_path / "out", {"a.txt": PLAN.encode(), "b.txt": "通知。".encode(), "c.txt": b""}, rules)
    values = status_to_values(find_status(out))
    assert (values["documents"], values["tasks"]) == (3, 2)
    assert rows(out, "failed files") == [["empty", "1", "c.txt"]]


# --- a batch that runs, or was killed ----------------------------------------------------------------

# puts more outcomes than the database holds in memory, so that some are in its file, and dies
KILLED = """
import os, sys
from pathlib import Path
from docx2tasks.batch.ledger import Ledger, Outcome
from docx2tasks.errors import Status
ledger = Ledger(Path(sys.argv[1]))
for n in range(20_000):
    ledger.put(Outcome(f"{n:05}", "x" * 500, Status.DONE, key=f"{n:05}"))
os._exit(9)
"""


def test_a_batch_that_was_killed(tmp_path: Path) -> None:
    """What was not committed is not told."""
    out = fill(tmp_path / "out", DONE, BAD)
    assert start([PYTHON, "-c", KILLED, out / LEDGER]).returncode == 9
    assert (out / f"{LEDGER}-journal").exists()
    assert [row[:2] for row in rows(out, "outcomes")] == [["done", "1"], ["refused", "1"], ["all documents", "2"]]


def test_a_batch_that_runs(tmp_path: Path) -> None:
    """It can put and commit between two looks, and what it has not committed is not told."""
    out = fill(tmp_path / "out", DONE)
    with closing(Ledger(out / LEDGER)) as writer:
        writer.put(BAD._replace(key="c"))
        assert [row[0] for row in rows(out, "outcomes")] == ["done", "all documents"]
        failed = find_failed(out)
        assert next(failed, None) is None
        writer.commit()
        waiting = find_failed(out)
        assert next(waiting).name == "c.docx"
        writer.put(SLOW._replace(key="d"))  # while somebody reads the list
        writer.commit()
        assert [failed.name for failed in waiting] == ["d.pdf"]


def spoil(out: Path, data: bytes) -> None:
    """A folder with something else in the place of the ledger."""
    out.mkdir()
    (out / LEDGER).write_bytes(data)


def another_database(out: Path) -> None:
    """A folder with another database in the place of the ledger."""
    out.mkdir()
    with closing(sqlite3.connect(out / LEDGER)) as base:
        base.execute("CREATE TABLE mine (a)")


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda _: None, "no-ledger", id="no folder"),
        pytest.param(lambda out: out.mkdir(), "no-ledger", id="empty folder"),
        pytest.param(lambda out: spoil(out, b"no ledger" * 200), "other-ledger", id="something else"),
        pytest.param(another_database, "other-ledger", id="another database"),
    ],
)
def test_refusals(tmp_path: Path, make: object, code: str) -> None:
    """What is no batch's output is refused."""
    assert callable(make)
    make(tmp_path / "out")
    for ask in (find_status, lambda out: [*find_failed(out)]):
        with pytest.raises(UsageError) as refusal:
            ask(tmp_path / "out")
        assert refusal.value.code == code


def test_a_ledger_of_an_older_layout(tmp_path: Path) -> None:
    """It is read as it is, and gets the new columns once a batch writes to it: what it says is written stays so."""
    fill(tmp_path, DONE, NONE, BAD)
    with closing(sqlite3.connect(tmp_path / LEDGER)) as base:
        base.execute("DROP INDEX outcomes_doc_number")
        added = ["written", "doubts", "doc_number", "texts", "characters", "without_unit", "without_time", "copy_of"]
        for name in added:
            base.execute(f"ALTER TABLE outcomes DROP COLUMN {name}")
        base.execute("UPDATE about SET value = '1' WHERE key = 'layout'")
        base.commit()
    before = (tmp_path / LEDGER).read_bytes()
    assert [row[:2] for row in rows(tmp_path, "outcomes")] == [
        ["done", "1"], ["no-tasks", "1"], ["refused", "1"], ["all documents", "3"],
    ]  # fmt: skip
    assert [one.name for one in find_documents(tmp_path)] == ["a.docx", "b.txt", "c.docx"]
    assert (tmp_path / LEDGER).read_bytes() == before
    with closing(Ledger(tmp_path / LEDGER)) as ledger:
        assert [(one.name, one.written, one.is_lost) for one in ledger] == [
            ("a.docx", "", False), ("b.txt", "", False), ("c.docx", None, False),
        ]  # fmt: skip

