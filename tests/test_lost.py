"""An output that somebody removed, renamed, emptied, cut or edited: the next run rebuilds it or refuses."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from batches import fill, plan, settled
from build_docx import zip_bytes
from build_records import held

from docx2tasks.batch.commit import Event
from docx2tasks.batch.inputs.find import find_inputs
from docx2tasks.batch.local import LocalEngine
from docx2tasks.batch.lost import Closing, LostDocuments
from docx2tasks.batch.resume import Policy
from docx2tasks.batch.run import Plan
from docx2tasks.batch.run import run as run_batch
from docx2tasks.batch.worker import Options
from docx2tasks.errors import UsageError
from docx2tasks.limits import DEFAULT
from docx2tasks.rules import Rules

Change = Callable[[Path], None]
Which = Callable[[list[Path]], list[Path]]
PART = 8_000  # bytes: several parts
NOTHING = Policy()
SUFFIXES = {"sqlite": "records.sqlite", "duckdb": "records.duckdb", "json": "*/*.json"}
KINDS = ("json", "jsonl", "csv", "parquet", "sqlite", "duckdb")
STREAMS = ("jsonl", "csv", "parquet")
LIGHT = ("json", "jsonl", "csv", "sqlite")  # the others start a process that loads large libraries, for each run


def outputs(out: Path, kind: str) -> list[Path]:
    """The files that people take for the result."""
    return sorted(out.glob(SUFFIXES.get(kind, f"part-*.{kind}")))


def first(paths: list[Path]) -> list[Path]:
    """One file of several, or the only one."""
    return paths[:1]


def last(paths: list[Path]) -> list[Path]:
    """The last of several files: of lines, the part that goes on."""
    return paths[-1:]


def every(paths: list[Path]) -> list[Path]:
    """All of them."""
    return paths


def remove(path: Path) -> None:
    """As a pipeline does that takes the result away."""
    path.unlink()


def rename(path: Path) -> None:
    """As a clerk does."""
    path.rename(path.parent / "台账.bak")


def empty(path: Path) -> None:
    """As ``: > result`` does."""
    path.write_bytes(b"")


def cut(path: Path) -> None:
    """As a copy that was interrupted."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def edit(path: Path) -> None:
    """The same size, other words."""
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 3 + 8] = b"XXXXXXXX"
    path.write_bytes(data)


def spoil(path: Path) -> None:
    """Something else under that name."""
    path.write_bytes(b"something else" * 1_000)


def batch(
    source: Path, out: Path, kind: str, rules: Rules, *, policy: Policy = NOTHING
) -> list[Event | LostDocuments | Closing]:
    """What a run tells."""
    plan = Plan(Options(rules), kind, PART, policy)
    events = run_batch(find_inputs([source], out, DEFAULT), out, plan, LocalEngine(1))
    return [event for event in events if event is not None]


def rebuilt(events: list[Event | LostDocuments | Closing]) -> tuple[int, int]:
    """How many documents were told as lost, and as written again; nothing is lost at the end."""
    lost = sum(event.documents for event in events if isinstance(event, LostDocuments))
    (end,) = [event for event in events if isinstance(event, Closing)]
    assert end.lost == 0
    return lost, end.rebuilt


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of some files, one of them a zip."""
    folder = tmp_path_factory.mktemp("archive") / "in"
    for number in range(8):
        (folder / "甲").mkdir(parents=True, exist_ok=True)
        (folder / f"甲/{number}.txt").write_text(plan(number), encoding="utf-8")
    (folder / "甲/9.zip").write_bytes(zip_bytes({"甲.txt": plan(8).encode(), "乙.txt": plan(9).encode()}))
    return folder


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """One file, where records do not matter."""
    return fill(tmp_path / "in", 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, source: Path, rules: Rules) -> Callable[[str], Path]:
    """The output of a first run, by kind; it is copied, so that it is made once."""
    folder = tmp_path_factory.mktemp("made")

    def make(kind: str) -> Path:
        if not (folder / kind).is_dir():
            batch(source, folder / kind, kind, rules)
        return folder / kind

    return make


def over_changes(
    kinds: Sequence[str], *cases: tuple[Change, Which], marks: Sequence[pytest.MarkDecorator] = ()
) -> list[object]:
    """Each change of each of these kinds of output."""
    return [
        pytest.param(kind, change, which, id=f"{kind}-{change.__name__}-{which.__name__}", marks=marks)
        for kind in kinds
        for change, which in cases
    ]


@pytest.mark.parametrize(
    ("kind", "change", "which"),
    [
        *over_changes(LIGHT, (empty, first), (remove, last), (rename, every)),
        *over_changes(("parquet", "duckdb"), (rename, every)),
        *over_changes(("parquet", "duckdb"), (empty, first), marks=[pytest.mark.long]),
    ],
)
def test_what_is_gone_is_rebuilt(
    tmp_path: Path,
    source: Path,
    made: Callable[[str], Path],
    rules: Rules,
    kind: str,
    change: Change,
    which: Which,
) -> None:
    """The run says how much was gone, writes it again, and the next one has nothing to do."""
    shutil.copytree(made(kind), tmp_path, dirs_exist_ok=True)
    before, ledger, files = held(kind, tmp_path), settled(tmp_path), [path.name for path in outputs(tmp_path, kind)]
    if kind in STREAMS:
        assert len(files) > 2
    for path in which(outputs(tmp_path, kind)):
        change(path)
    policy = Policy(trusts_times=which is last)
    lost, written = rebuilt(batch(source, tmp_path, kind, rules, policy=policy))
    assert (lost > 0, written) == (True, lost)
    assert held(kind, tmp_path) == before
    assert settled(tmp_path) == ledger
    if which is every:
        assert [path.name for path in outputs(tmp_path, kind)] == files
        assert rebuilt(batch(source, tmp_path, kind, rules)) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "change", "which"),
    [
        *over_changes(("json", "jsonl", "csv"), (edit, first), (cut, last)),
        *over_changes(("sqlite",), (cut, first), (spoil, first)),
        *over_changes(("duckdb",), (cut, first), (spoil, first), marks=[pytest.mark.long]),
        *over_changes(("parquet",), (edit, first)),
    ],
)
def test_what_was_changed_is_refused_or_rebuilt(
    tmp_path: Path,
    source: Path,
    made: Callable[[str], Path],
    rules: Rules,
    kind: str,
    change: Change,
    which: Which,
) -> None:
    """Never a run that says that all is known; what somebody else wrote is left as it is."""
    shutil.copytree(made(kind), tmp_path, dirs_exist_ok=True)
    before = held(kind, tmp_path)
    (path,) = which(outputs(tmp_path, kind))
    change(path)
    spoilt = path.read_bytes()
    with pytest.raises(UsageError) as caught:
        batch(source, tmp_path, kind, rules)
    assert caught.value.code == "output-changed"
    assert path.read_bytes() == spoilt
    path.unlink()
    lost, written = rebuilt(batch(source, tmp_path, kind, rules))
    assert (lost > 0, written) == (True, lost)
    assert held(kind, tmp_path) == before


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_only_copied_is_whole(
    tmp_path: Path, source: Path, made: Callable[[str], Path], rules: Rules, kind: str
) -> None:
    """Another time of the same bytes is no change."""
    shutil.copytree(made(kind), tmp_path, dirs_exist_ok=True)
    for path in outputs(tmp_path, kind):
        path.write_bytes(path.read_bytes())
    assert rebuilt(batch(source, tmp_path, kind, rules)) == (0, 0)


EDITS = {
    "document": "DELETE FROM documents WHERE name LIKE '%1.txt'",
    "task": "DELETE FROM tasks WHERE seq = 2 AND document_id = 3",
    "last": "DELETE FROM tasks WHERE id > (SELECT max(id) - 2 FROM tasks)",  # their keys are given again
    "text": "UPDATE tasks SET text = text || '！' WHERE document_id = 4 AND seq = 1",
    "all": "DELETE FROM documents",
}


@pytest.mark.parametrize(
    ("kind", "query"),
    [*(pytest.param("sqlite", query, id=name) for name, query in EDITS.items()), ("duckdb", EDITS["text"])],
)
def test_rows_that_are_gone_are_rebuilt(
    tmp_path: Path, source: Path, made: Callable[[str], Path], rules: Rules, kind: str, query: str
) -> None:
    """Rows that were deleted or edited are written again with their document."""
    shutil.copytree(made(kind), tmp_path, dirs_exist_ok=True)
    before = held(kind, tmp_path)
    execute(kind, tmp_path, query)
    lost, written = rebuilt(batch(source, tmp_path, kind, rules))
    assert (lost > 0, written) == (True, lost)
    assert held(kind, tmp_path) == before


def execute(kind: str, out: Path, query: str) -> None:
    """Change a database as other programs do."""
    if kind == "duckdb":
        import duckdb  # noqa: PLC0415  takes a while

        with duckdb.connect(str(out / "records.duckdb")) as connection:
            connection.execute(query)
        return
    with closing(sqlite3.connect(out / "records.sqlite")) as base, base:
        base.execute(query)


def test_an_archive_is_read_again_for_one_of_its_files(
    tmp_path: Path, source: Path, made: Callable[[str], Path], rules: Rules
) -> None:
    """A file of a mirror that came out of a zip."""
    shutil.copytree(made("json"), tmp_path, dirs_exist_ok=True)
    path = next(tmp_path.rglob("*.zip/甲.txt.json"))
    data = path.read_bytes()
    path.unlink()
    assert rebuilt(batch(source, tmp_path, "json", rules)) == (1, 1)
    assert path.read_bytes() == data


def test_what_cannot_be_rebuilt_is_told(tmp_path: Path, rules: Rules) -> None:
    """The file is gone from the archive as well: the run says so, each time."""
    source = fill(tmp_path / "in", 5)
    out = tmp_path / "out"
    batch(source, out, "json", rules)
    (source / "0/00001.txt").unlink()
    (out / "0/00001.txt.json").unlink()
    for _ in range(2):
        events = batch(source, out, "json", rules)
        assert [event for event in events if isinstance(event, LostDocuments)] == [LostDocuments(1, "0/00001.txt")]
        assert isinstance(events[-1], Closing)
        assert (events[-1].rebuilt, events[-1].lost) == (0, 1)


def killed(events: Iterator[object]) -> None:
    """A run that ends after its first document, whatever it holds."""
    next(event for event in events if isinstance(event, Event))
    events.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", LIGHT)
def test_a_rebuilding_that_is_stopped_is_resumed(
    tmp_path: Path, source: Path, made: Callable[[str], Path], rules: Rules, kind: str
) -> None:
    """What was lost stays known as lost until it is written."""
    shutil.copytree(made(kind), tmp_path, dirs_exist_ok=True)
    before = held(kind, tmp_path)
    for path in outputs(tmp_path, kind):
        path.unlink()
    plan = Plan(Options(rules), kind, PART)
    killed(run_batch(find_inputs([source], tmp_path, DEFAULT), tmp_path, plan, LocalEngine(1)))
    batch(source, tmp_path, kind, rules)
    assert held(kind, tmp_path) == before
    assert rebuilt(batch(source, tmp_path, kind, rules)) == (0, 0)


@pytest.mark.parametrize("kind", ["xlsx", "sqlit", "mysql://h/d"])
def test_a_typo_spoils_no_folder(tmp_path: Path, few: Path, rules: Rules, kind: str) -> None:
    """A kind of output that is unknown leaves nothing behind, and the right one works afterwards."""
    out = tmp_path / "out"
    with pytest.raises(UsageError) as caught:
        batch(few, out, kind, rules)
    assert (caught.value.code, out.exists()) == ("unknown-store", False)
    batch(few, out, "csv", rules)
    assert outputs(out, "csv")


@pytest.mark.parametrize("kind", ["duckdb", "parquet"])
def test_a_missing_extra_spoils_no_folder(
    tmp_path: Path, few: Path, rules: Rules, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The same for a kind of output that needs something else."""
    monkeypatch.setattr("docx2tasks.export.stores.find_spec", lambda _: None)
    out = tmp_path / "out"
    with pytest.raises(UsageError) as caught:
        batch(few, out, kind, rules)
    assert (caught.value.code, out.exists()) == ("not-installed", False)
    batch(few, out, "sqlite", rules)
    assert outputs(out, "sqlite")


def test_a_database_that_cannot_be_opened_spoils_no_folder(tmp_path: Path, few: Path, rules: Rules) -> None:
    """The kind of a store is noted once it could be opened."""
    with pytest.raises(UsageError):
        batch(few, tmp_path / "out", "sqlite:////none/of/this.db", rules)
    batch(few, tmp_path / "out", "csv", rules)
    assert outputs(tmp_path / "out", "csv")
