from __future__ import annotations

import io
import json
import os
import pickle
import random
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from batches import Held
from build_archive import SORTS, make_files
from build_docx import docx, p
from effort import assert_grows
from program import PLAN, run

from docx2tasks.batch.inputs import origins
from docx2tasks.batch.inputs.find import LIST, Input, count_inputs, find_inputs
from docx2tasks.batch.inputs.lists import path_to_name, read_list
from docx2tasks.batch.inputs.origins import LocalFile, Stamp
from docx2tasks.batch.inputs.sample import take_sample
from docx2tasks.batch.mirror import OutputNames, target_to_key
from docx2tasks.batch.worker import Finished, Job, Options, read_jobs
from docx2tasks.errors import ExitCode, InputError, Refusal, UsageError
from docx2tasks.export.store import Removal, StoredDocument
from docx2tasks.export.stores import open_store
from docx2tasks.limits import DEFAULT, change_limits
from docx2tasks.rules import Rules

WORD = docx(p("青川市2022年重点任务清单"), p("1.12月底前建成平台。（市教育局负责）"))
TEXT = PLAN.encode()
POSIX = pytest.mark.skipif(os.name == "nt", reason="names and links of POSIX systems")

Change = Callable[[Path], object]

find = partial(find_inputs, out=None, limits=DEFAULT)


def fill(folder: Path, *names: str, data: bytes = TEXT) -> Path:
    """A folder with files of these names; those that end in a stroke are folders."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        if name.endswith("/"):
            (folder / name).mkdir()
        else:
            (folder / name).write_bytes(data)
    return folder


def names(inputs: Iterator[Input]) -> list[str]:
    """The names of inputs."""
    return [one.name for one in inputs]


def code_of(one: Input) -> str:
    """Why an input refuses to load."""
    with pytest.raises(Refusal) as caught:
        one.load(DEFAULT)
    return caught.value.code


def run_all(*changes: Change) -> Change:
    """One change after the other."""
    return lambda path: [change(path) for change in changes]


# --- what sources bring ------------------------------------------------------------------------------


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some folders of files, which we stand in."""
    files = ("甲/1.docx", "甲/2.txt", "甲/内/3.docx", "乙/甲/1.docx", "乙/1.docx", "乙/.x.docx", "方案.docx", "[1].txt")
    monkeypatch.chdir(fill(tmp_path / "in", *files))
    return tmp_path / "in"


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        pytest.param(["甲"], ["1.docx", "2.txt", "内/3.docx"], id="folder"),
        pytest.param(["甲/"], ["1.docx", "2.txt", "内/3.docx"], id="folder-with-a-stroke"),
        pytest.param(["方案.docx"], ["方案.docx"], id="file"),
        pytest.param(["甲/内/3.docx"], ["3.docx"], id="file-in-a-folder"),
        pytest.param(["甲", "乙/甲"], ["甲/1.docx", "甲/2.txt", "甲/内/3.docx", "甲 (2)/1.docx"], id="one-base-name"),
        pytest.param(["甲/1.docx", "乙/1.docx", "乙/甲/1.docx"], ["1.docx", "1 (2).docx", "1 (3).docx"], id="files"),
        pytest.param(["甲/内", "方案.docx"], ["内/3.docx", "方案.docx"], id="folder-and-file"),
        pytest.param(["甲/内", "甲"], ["内/3.docx", "甲/1.docx", "甲/2.txt"], id="one-in-the-other"),
        pytest.param(["甲", "甲/内", "甲/1.docx"], ["甲/1.docx", "甲/2.txt", "甲/内/3.docx"], id="other-in-the-one"),
        pytest.param(["甲/内", "./甲/../甲/内"], ["内/3.docx"], id="one-folder-twice"),
        pytest.param(["[1].txt"], ["[1].txt"], id="signs-of-a-glob-in-a-name"),
        pytest.param(["*.docx"], ["方案.docx"], id="glob"),
        pytest.param(["甲/*"], ["1.docx", "2.txt"], id="glob-in-a-folder"),
        pytest.param(
            ["**/*.docx"], ["乙/1.docx", "乙/甲/1.docx", "方案.docx", "甲/1.docx", "甲/内/3.docx"], id="any-folder"
        ),
        pytest.param(["甲/**/*.docx"], ["1.docx", "内/3.docx"], id="any-folder-or-none"),
        pytest.param(["甲/**"], ["1.docx", "2.txt", "内/3.docx"], id="all"),
        pytest.param(["**/甲/**/*.docx"], ["乙/甲/1.docx", "甲/1.docx", "甲/内/3.docx"], id="twice-any-folder"),
        pytest.param(["?/[12].*"], ["乙/1.docx", "甲/1.docx", "甲/2.txt"], id="one-sign"),
        pytest.param(["[!乙]/?.docx"], ["甲/1.docx"], id="not-this-sign"),
        pytest.param(["甲/*.docx", "乙/*"], ["甲/1.docx", "乙/1.docx"], id="globs"),
    ],
)
def test_sources(archive: Path, sources: list[str], expected: list[str]) -> None:
    """Names are those below the one folder, or below the base names of several sources; each file comes once."""
    assert names(find(sources)) == expected
    assert archive.is_dir()


def test_a_glob_from_the_root(archive: Path) -> None:
    """An absolute glob is named from its fixed folder, as a folder is."""
    assert names(find([f"{archive}/*/*.txt"])) == ["甲/2.txt"]
    assert [one.path for one in find([f"{archive}/甲/*.txt"])] == [f"{archive}/甲/2.txt"]


@pytest.mark.parametrize(
    ("sources", "code"),
    [
        pytest.param(["nowhere"], "missing", id="missing"),
        pytest.param(["甲", "nowhere"], "missing", id="the-second-is-missing"),
        pytest.param(["*.pdf"], "no-files", id="glob-without-a-match"),
        pytest.param(["file:甲/2.txt"], "missing", id="no-address"),
        pytest.param(["空"], "no-files", id="empty-folder"),
        pytest.param(["管"], "not-a-file", id="pipe", marks=POSIX),
    ],
)
def test_sources_that_are_refused(archive: Path, sources: list[str], code: str) -> None:
    """What is wrong with the call is said before anything is read."""
    (archive / "空").mkdir()
    if os.name != "nt":
        os.mkfifo(archive / "管")
    with pytest.raises(InputError) as caught:
        find(sources)
    assert caught.value.code == code


# --- lists of paths ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        pytest.param("甲/1.docx\n乙/1.docx\n", ["甲/1.docx", "乙/1.docx"], id="lines"),
        pytest.param("甲/1.docx\n\n  \n乙/1.docx", ["甲/1.docx", "乙/1.docx"], id="blank-lines"),
        pytest.param("甲/1.docx\r\n乙/1.docx\r\n", ["甲/1.docx", "乙/1.docx"], id="lines-of-windows"),
        pytest.param("甲/1.docx\0乙/1.docx\0", ["甲/1.docx", "乙/1.docx"], id="nul"),
        pytest.param("\ufeff甲/1.docx\n", ["甲/1.docx"], id="byte-order-mark"),
        pytest.param("甲/1.docx\n./甲/1.docx\n甲/../甲/1.docx\n", ["甲/1.docx"], id="one-file-thrice"),
        pytest.param("甲/内\n甲/内/3.docx\n甲/2.txt\n", ["甲/内/3.docx", "甲/2.txt"], id="folder"),
        pytest.param("../in/甲/1.docx\n../in/../in/乙/1.docx", ["in/甲/1.docx", "in/in/乙/1.docx"], id="way-up"),
    ],
)
def test_lists(archive: Path, listed: str, expected: list[str]) -> None:
    """A list is read line by line, or NUL by NUL; paths become harmless names, in the order of the list."""
    assert names(find([LIST], listed=io.BytesIO(listed.encode()))) == expected
    assert archive.is_dir()


def test_a_list_of_whole_paths(archive: Path) -> None:
    """The root is taken off; a path that leads nowhere is refused by itself."""
    lines = f"{archive}/甲/1.docx\n{archive}/none.docx\n/甲/1.docx\n"
    inputs = [*find([LIST], listed=io.BytesIO(lines.encode()))]
    assert [one.name for one in inputs] == [f"{archive}/甲/1.docx"[1:], f"{archive}/none.docx"[1:], "甲/1.docx"]
    assert [code_of(one) for one in inputs[1:]] == ["missing", "missing"]
    assert inputs[0].load(DEFAULT).data == TEXT


def test_two_paths_of_a_list_with_one_name(archive: Path) -> None:
    """Names are given once, also where what is taken off a path was all that differed."""
    fill(archive / "低", "甲/1.docx")
    os.chdir(archive / "低")
    listed = io.BytesIO("甲/1.docx\n../甲/1.docx\n".encode())
    assert names(find([LIST], listed=listed)) == ["甲/1.docx", "甲/1 (2).docx"]


@POSIX
def test_a_list_of_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name in another encoding is found by its bytes; with NULs, line ends are part of names."""
    monkeypatch.chdir(tmp_path)
    raw = ["清单.docx".encode("gbk"), b"a\nb.docx", b"c\r"]
    for name in raw:
        Path(os.fsdecode(name)).write_bytes(TEXT)
    inputs = [*find([LIST], listed=io.BytesIO(b"\0".join(raw)))]
    assert [os.fsencode(one.name) for one in inputs] == raw
    assert {one.load(DEFAULT).data for one in inputs} == {TEXT}


def test_a_list_comes_from_standard_input(archive: Path) -> None:
    """``batch -`` reads what another program prints."""
    words = "from docx2tasks.batch.inputs.find import *; from docx2tasks.limits import DEFAULT"
    command = f"{words}; print([one.name for one in find_inputs(['-'], None, DEFAULT)])"
    from program import start  # noqa: PLC0415  only here

    result = start([sys.executable, "-X", "utf8", "-c", command], stdin="甲/1.docx\n".encode(), cwd=archive)
    assert result.stdout.decode() == "['甲/1.docx']\n", result.stderr


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"x" * 50_000, id="no-line-end"),
        pytest.param("a\n".encode("utf-16"), id="utf-16"),
        pytest.param(b"a\n" + b"x" * 300_000, id="long-line"),
    ],
)
def test_what_is_no_list(data: bytes) -> None:
    """A document that is sent in by mistake is told from a list, without reading all of it."""
    stream = io.BytesIO(data)
    with pytest.raises(UsageError) as caught:
        list(read_list(stream, DEFAULT))
    assert caught.value.code == "not-a-list"
    assert stream.tell() <= DEFAULT.path_bytes + 2 * 65_536


@pytest.mark.parametrize(
    ("path", "name"),
    [
        pytest.param("甲/1.docx", "甲/1.docx", id="as-it-is"),
        pytest.param("/data//甲/./1.docx", "data/甲/1.docx", id="root"),
        pytest.param("../../../etc/passwd", "etc/passwd", id="way-up"),
        pytest.param("C:/档案/1.docx", "档案/1.docx", id="drive"),
        pytest.param("..", "", id="nothing-left"),
        pytest.param("..甲/...", "..甲/...", id="dots-in-names"),
    ],
)
def test_harmless_names(path: str, name: str) -> None:
    """No name leads out of the folder it is put under."""
    assert path_to_name(path) == name


# --- what is left out --------------------------------------------------------------------------------


@POSIX
def test_links(tmp_path: Path) -> None:
    """Loops, ways out, broken links and devices are left out and counted; hard links are files."""
    source = fill(tmp_path / "in", "1.docx", "甲/2.docx", ".git/x", "~$1.docx")
    (source / "loop").symlink_to(source)
    (source / "self").symlink_to("self")
    (source / "甲/out").symlink_to(fill(tmp_path / "other", "x.docx"))
    (source / "twin.docx").symlink_to(source / "1.docx")
    (source / "broken").symlink_to(source / "none")
    os.link(source / "1.docx", source / "hard.docx")
    os.mkfifo(source / "fifo")
    left_out: Counter[str] = Counter()
    assert names(find([source], left_out=left_out)) == ["1.docx", "hard.docx", "甲/2.docx"]
    assert left_out == {"links": 5, "devices": 1, "hidden": 2}


@POSIX
def test_a_link_that_is_named_is_followed(tmp_path: Path) -> None:
    """Whoever names a link means what it leads to; it and its file are one thing."""
    source = fill(tmp_path / "in", "1.docx")
    (tmp_path / "link.docx").symlink_to(source / "1.docx")
    (tmp_path / "folder").symlink_to(source)
    assert [one.load(DEFAULT).data for one in find([tmp_path / "link.docx"])] == [TEXT]
    assert names(find([tmp_path / "folder"])) == ["1.docx"]
    assert names(find([tmp_path / "link.docx", source / "1.docx"])) == ["link.docx"]


@pytest.mark.parametrize("source", ["in", "in/*", "in/**/*.docx", "-"])
def test_the_output_is_no_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str) -> None:
    """What stands in OUT is left out, also by way of a list."""
    monkeypatch.chdir(tmp_path)
    fill(tmp_path / "in", "1.docx", "out/1.docx", "out/甲/2.docx")
    listed = io.BytesIO(b"in/1.docx\nin/out/1.docx\n")
    found = find_inputs([source], Path("in/甲/../out"), DEFAULT, listed=listed)
    assert [Path(name).name for name in names(found)] == ["1.docx"]


def test_a_list_for_the_folder_that_we_are_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where OUT holds the inputs too, they are read."""
    monkeypatch.chdir(fill(tmp_path, "in/1.docx"))
    assert names(find_inputs([LIST], Path(), DEFAULT, listed=io.BytesIO(b"in/1.docx"))) == ["in/1.docx"]


def test_the_output_folder_itself(tmp_path: Path) -> None:
    """A folder that is written to is not read."""
    fill(tmp_path / "in", "1.docx")
    for source in (tmp_path / "in", tmp_path / "in" / "*.docx"):
        with pytest.raises(UsageError) as caught:
            find_inputs([source], tmp_path / "in", DEFAULT)
        assert caught.value.code == "same-folder"


# --- opening files -----------------------------------------------------------------------------------


def test_what_was_seen(tmp_path: Path) -> None:
    """A file comes with its size and time, from the opened file; a look at it says the same."""
    (one,) = find([fill(tmp_path / "in", "1.txt")])
    seen = (tmp_path / "in/1.txt").stat()
    assert one.load(DEFAULT) == (TEXT, Stamp(len(TEXT), seen.st_mtime_ns))
    assert one.stamp() == one.load(DEFAULT).stamp


def test_inputs_travel(tmp_path: Path) -> None:
    """An input goes to another process in a few bytes."""
    for one in find([fill(tmp_path / "in", "1.txt", "甲/2.txt")]):
        data = pickle.dumps(one)
        assert len(data) < 400 + len(os.fsencode(one.path))
        assert pickle.loads(data).load(DEFAULT).data == TEXT  # noqa: S301  our own


@POSIX
@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(Path.unlink, "vanished", id="removed"),
        pytest.param(run_all(Path.unlink, lambda path: path.parent.rmdir()), "vanished", id="with-its-folder"),
        pytest.param(run_all(Path.unlink, lambda path: path.symlink_to(__file__)), "not-a-file", id="now-a-link"),
        pytest.param(run_all(Path.unlink, Path.mkdir), "not-a-file", id="now-a-folder"),
        pytest.param(run_all(Path.unlink, os.mkfifo), "not-a-file", id="now-a-pipe"),
        pytest.param(lambda path: os.truncate(path, 200_000_000), "too-big", id="now-large"),
    ],
)
def test_a_file_that_changes_before_it_is_opened(tmp_path: Path, change: Change, code: str) -> None:
    """What was listed is not believed: a pipe is not waited for, a link not followed."""
    (one,) = find([fill(tmp_path / "in", "甲/1.txt")])
    change(tmp_path / "in/甲/1.txt")
    assert code_of(one) == code
    assert (one.stamp() == Stamp()) == (code == "vanished")


@pytest.mark.parametrize(
    ("add", "code"),
    [
        pytest.param(b"more", "changed", id="grows"),
        pytest.param(b"x" * 2_000, "too-big", id="grows-past-the-limit"),
        pytest.param(None, "changed", id="is-cut"),
        pytest.param(b"", None, id="stays"),
    ],
)
def test_a_file_that_changes_while_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, add: bytes | None, code: str | None
) -> None:
    """Half old and half new is refused, and never more read than the limit and one byte."""
    limits = change_limits([f"input_bytes={len(TEXT) + 1_000}"])
    path = fill(tmp_path / "in", "1.txt") / "1.txt"
    monkeypatch.setattr(origins, "_CHUNK", 100)
    taken: list[bytes] = []
    read = os.read

    def write_between(handle: int, size: int) -> bytes:
        if len(taken) == 1 and add is None:
            os.truncate(path, 150)
        elif len(taken) == 1 and add:
            with path.open("ab") as stream:
                stream.write(add)
        taken.append(read(handle, size))
        return taken[-1]

    monkeypatch.setattr(os, "read", write_between)
    found: str | None = None
    try:
        assert LocalFile(str(path)).load(limits).data == TEXT
    except Refusal as refusal:
        found = refusal.code
    assert found == code
    assert sum(map(len, taken)) <= limits.input_bytes + 1


def test_a_file_is_replaced_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was opened is read to its end, whatever takes its name."""
    path = fill(tmp_path / "in", "1.txt") / "1.txt"
    read = os.read

    def replace(handle: int, size: int) -> bytes:
        (tmp_path / "new").write_bytes(b"another")
        (tmp_path / "new").replace(path)
        return read(handle, size)

    monkeypatch.setattr(os, "read", replace)
    assert LocalFile(str(path)).load(DEFAULT).data == TEXT


def test_an_unlisted_folder_is_refused_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that the system does not list is told; the files beside it are read."""
    source = fill(tmp_path / "in", "a/1.docx", "b.docx", "c/2.docx")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if path.endswith("/a"):
            raise PermissionError(13, "Permission denied")
        if path.endswith("/c"):
            raise FileNotFoundError(2, "No such file or directory")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    first, second, third = find([source])
    assert (first.name, code_of(first)) == ("a", "unreadable")
    assert (second.name, second.load(DEFAULT).data) == ("b.docx", TEXT)
    assert (third.name, code_of(third)) == ("c", "vanished")


@POSIX
def test_what_must_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file and a folder without permission are refused by themselves."""
    source = fill(tmp_path / "in", "1.docx", "甲/2.docx", "3.docx")
    (source / "1.docx").chmod(0)
    (source / "甲").chmod(0)
    tmp_path.chmod(0o755)
    monkeypatch.chdir(tmp_path)  # the folders above may be closed to others
    we = os.geteuid()
    if we == 0:
        os.seteuid(65_534)
    try:
        inputs = {one.name: one for one in find(["in"])}
        assert [*inputs] == ["1.docx", "3.docx", "甲"]
        assert [code_of(inputs[name]) for name in ("1.docx", "甲")] == ["unreadable", "unreadable"]
        assert inputs["3.docx"].load(DEFAULT).data == TEXT
    finally:
        os.seteuid(we)
        (source / "甲").chmod(0o755)


def test_the_made_up_archive() -> None:
    """The archive that batches are measured with: the same bytes each time, no two files equal, all sorts in it."""
    made = [*make_files(200)]
    assert made == [*make_files(200)]
    assert made[:50] == [*make_files(50)] != [*make_files(50, seed=2)]
    held = [one.data for one in made if one.data]
    assert len(set(held)) == len(held)
    assert {one.sort for one in made} == set(SORTS)


@pytest.mark.parametrize("sort", [*SORTS])
def test_sorts_of_the_made_up_archive(rules: Rules, sort: str) -> None:
    """Each sort is what it says: so many documents with tasks in it, or a refusal."""
    made = next(one for one in make_files(50) if one.sort == sort)
    steps = read_jobs([Job(Input(made.name, "", Held(made.data, Stamp())))], 0, 0, Options(rules))
    found = [step.tasks for step in steps if isinstance(step, Finished) and step.refusal is None]
    assert len(found) == SORTS[sort].readable
    assert all(found) or sort == "mail"  # its own words hold none


# --- samples and counts ------------------------------------------------------------------------------


def test_a_sample() -> None:
    """The same names whatever their order, in the order of listing; a larger sample holds the smaller one."""
    inputs = [Input(f"{number}.txt", "", Held(b"", Stamp())) for number in range(1_000)]
    few, more = names(take_sample(inputs, 20)), names(take_sample(inputs, 100))
    shuffled = random.Random(1).sample(inputs, len(inputs))  # noqa: S311  no secret
    assert (len(few), len(more)) == (20, 100)
    assert set(few) == set(names(take_sample(shuffled, 20))) <= set(more)
    assert few == sorted(few, key=lambda name: int(name[:-4]))
    assert names(take_sample(inputs, 5_000)) == names(iter(inputs))
    assert names(take_sample(inputs, 0)) == []


def test_counts(archive: Path) -> None:
    """The count runs ahead one file at a time; a list cannot be counted before it is read."""
    assert [*count_inputs(["甲", archive], None, DEFAULT)][-1] == len([*find(["甲", archive])])
    assert [*islice(count_inputs([archive], None, DEFAULT), 3)] == [1, 2, 3]
    assert [*count_inputs([archive, LIST], None, DEFAULT)] == []


@pytest.mark.parametrize("files", [100, pytest.param(500, marks=pytest.mark.long)])
def test_many_names(tmp_path: Path, files: int) -> None:
    """Four times the files take four times the time, and no more memory: folders are held one at a time."""
    for folder in range(40):
        fill(tmp_path / f"{folder:02}")
        for number in range(files):
            (tmp_path / f"{folder:02}" / f"关于印发重点任务清单的通知{number:04}.docx").touch()

    def count(pattern: str) -> int:
        return sum(1 for _ in find([tmp_path / pattern]))

    def find_peak(pattern: str) -> int:
        tracemalloc.start()
        count(pattern)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    quarter, whole = "0?/*", "*/*"
    assert (count(quarter), count(whole)) == (10 * files, 40 * files)
    assert_grows(lambda: count(quarter), lambda: count(whole), most=6)
    assert find_peak(whole) < min(1.2 * find_peak("[01]?/*"), 3_000_000)


@pytest.fixture
def deep(tmp_path: Path) -> Iterator[list[str]]:
    """Folders in folders, as many as the system holds, up to 1,500.

    They are removed again: what clears old folders of tests away is made for less depth.
    """
    made: list[str] = []
    with suppress(OSError):
        for depth in range(1, 1_501):
            os.mkdir(f"{tmp_path}{'/a' * depth}")  # noqa: PTH102  pathlib is slow on such paths
            made.append(f"{tmp_path}{'/a' * depth}")
    yield made
    Path(made[-1], "1.txt").unlink(missing_ok=True)
    for folder in reversed(made):
        os.rmdir(folder)  # noqa: PTH106  the same


def test_a_deep_folder(tmp_path: Path, deep: list[str]) -> None:
    """Folders in folders, down to where the system ends, are no trouble."""
    if len(deep) < 1_500:
        pytest.skip("the system holds no such path")
    Path(deep[-1], "1.txt").write_bytes(TEXT)
    assert names(find([tmp_path])) == ["a/" * 1_500 + "1.txt"]


# --- places in the mirror ----------------------------------------------------------------------------


def places(*given: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The targets for names, one after the other."""
    made = OutputNames(known.__contains__)
    return [made.new(name).target for name in given]


LONG = "长" * 83 + ".docx"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(["甲/方案.docx"], ["甲/方案.docx.json"], id="mirror"),
        pytest.param(["a/通知.docx", "b/通知.docx"], ["a/通知.docx.json", "b/通知.docx.json"], id="one-base-name"),
        pytest.param(["a.docx", "a.txt"], ["a.docx.json", "a.txt.json"], id="kept-apart-by-their-suffix"),
        pytest.param(["A.docx", "a.docx", "a.DOCX"], ["A.docx.json", "a.docx (2).json", "a.DOCX (3).json"], id="case"),
        pytest.param(["A/x", "a/x", "a/y"], ["A/x.json", "a/x (2).json", "a/y.json"], id="case-of-folders"),
        pytest.param(["Straße", "STRASSE"], ["Straße.json", "STRASSE (2).json"], id="folded"),
        pytest.param(["e\u0301.txt", "é.txt"], ["e\u0301.txt.json", "é.txt (2).json"], id="composed"),
        pytest.param(["b", "b.json/x"], ["b.json", "b.json_/x.json"], id="file-then-folder"),
        pytest.param(["b.JSON/x", "b"], ["b.JSON_/x.json", "b.json"], id="folder-then-file"),
        pytest.param(["x.docx", "x.docx.json"], ["x.docx.json", "x.docx.json.json"], id="named-as-an-output"),
        pytest.param(["a (2)", "a", "A"], ["a (2).json", "a.json", "A (3).json"], id="numbered"),
        pytest.param(["包.zip/x", "包.zip/内/x"], ["包.zip/x.json", "包.zip/内/x.json"], id="archive"),
        pytest.param(["a\nb.txt", 'c"d.txt', "e\x1bf"], ["a_b.txt.json", "c_d.txt.json", "e_f.json"], id="signs"),
        pytest.param(["a\nb", "a\tb"], ["a_b.json", "a_b (2).json"], id="signs-that-become-one"),
        pytest.param(["-rf.txt", " a .txt ", "😀.txt"], ["-rf.txt.json", " a .txt .json", "😀.txt.json"], id="no-harm"),
        pytest.param(["甲. ./x", "乙 /x", "../x"], ["甲___/x.json", "乙_/x.json", "__/x.json"], id="ends-of-folders"),
        pytest.param(["nul.txt", "a/COM1", "console"], ["_nul.txt.json", "a/_COM1.json", "console.json"], id="devices"),
        pytest.param([os.fsdecode("方案.docx".encode("gbk"))], ["%B7%BD%B0%B8.docx.json"], id="another-encoding"),
        pytest.param(["ledger.sqlite/x", "a/ledger.db/x"], ["__ledger.sqlite/x.json", "a/ledger.db/x.json"], id="db"),
        pytest.param(["Part-00001.jsonl/x", "parts/x"], ["_Part-00001.jsonl/x.json", "parts/x.json"], id="part"),
        pytest.param([".lock/x", "records.sqlite-wal/x"], ["_.lock/x.json", "_records.sqlite-wal/x.json"], id="own"),
        pytest.param([".lock", "ledger.sqlite"], [".lock.json", "ledger.sqlite.json"], id="files-end-otherwise"),
        pytest.param(["//a//b", ""], ["a/b.json", "unnamed.json"], id="nothing-between-strokes"),
    ],
)  # fmt: skip
def test_places(given: list[str], expected: list[str]) -> None:
    """Each document has a place of its own on every system, and always the same one."""
    assert places(*given) == expected


def test_long_names() -> None:
    """A name as long as names may be keeps its beginning; the digest tells it from its neighbours."""
    targets = places(LONG, "长" * 85 + "1", "长" * 85 + "2", "长/" * 400 + "x", "长/" * 401 + "x")
    assert len({target_to_key(target) for target in targets}) == 5
    assert [len(target.encode()) <= 255 for target in targets] == [True] * 5
    assert targets[0].startswith("长" * 70)
    assert targets == places(LONG, "长" * 85 + "1", "长" * 85 + "2", "长/" * 400 + "x", "长/" * 401 + "x")


def test_many_twins() -> None:
    """A thousand names that some system takes for one ask a few thousand times, not a million."""
    asked = Counter[str]()
    known: set[str] = set()

    def is_taken(key: str) -> bool:
        asked["times"] += 1
        return key in known

    given = OutputNames(is_taken)
    cases = [f"{number:010b}".replace("0", "a").replace("1", "A") for number in range(1_000)]
    for name in cases:
        known.add(given.new(name).key)
        given.settle()
    assert len(known) == 1_000
    assert asked["times"] < 15_000


def test_what_the_ledger_knows() -> None:
    """A place that a run before gave is not given again, before and after what was given is settled."""
    known = {"a.docx.json"}
    given = OutputNames(known.__contains__)
    first = given.new("A.docx")
    assert first == ("A.docx (2).json", "a.docx (2).json")
    assert given.new("a.docx").target == "a.docx (3).json"
    known.add(first.key)
    given.settle()
    assert given.new("a.docx").target == "a.docx (3).json"


def write(out: Path, target: str) -> None:
    """Put a document into a tree of files."""
    with closing(open_store("json", out, "")) as store:
        store.put([StoredDocument(target, target, b"{}")])


@POSIX
@pytest.mark.parametrize(
    "target",
    [
        pytest.param("link/x.json", id="folder"),
        pytest.param("甲/link/x.json", id="deeper"),
        pytest.param("file.json", id="file"),
        pytest.param("broken.json", id="broken"),
        pytest.param("甲/pipe.json", id="pipe"),
        pytest.param("甲/old.json/x.json", id="file-for-a-folder"),
        pytest.param("../x.json", id="way-up"),
        pytest.param("/x.json", id="root"),
        pytest.param("a\0b.json", id="nul"),
    ],
)
def test_nothing_is_written_through_a_link(tmp_path: Path, target: str) -> None:
    """What somebody put into OUT leads nothing out of it."""
    out = fill(tmp_path / "out", "甲/old.json")
    aside = fill(tmp_path / "aside", "file.json")
    (out / "link").symlink_to(aside)
    (out / "甲/link").symlink_to(aside)
    (out / "file.json").symlink_to(aside / "file.json")
    (out / "broken.json").symlink_to(aside / "new.json")
    os.mkfifo(out / "甲/pipe.json")
    with pytest.raises(UsageError) as caught:
        write(out, target)
    assert caught.value.code == "not-writable"
    assert [path.read_bytes() for path in aside.iterdir()] == [TEXT]
    with closing(open_store("json", out, "")) as store, suppress(UsageError):
        store.remove([Removal("", None, target)])
    assert [path.read_bytes() for path in aside.iterdir()] == [TEXT]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


def test_a_linked_output_folder(tmp_path: Path) -> None:
    """OUT itself may be a link: whoever calls named it."""
    (tmp_path / "out").symlink_to(fill(tmp_path / "real"), target_is_directory=True)
    write(tmp_path / "out", "甲/x.json")
    assert (tmp_path / "real/甲/x.json").read_bytes() == b"{}"


# --- through the command line ------------------------------------------------------------------------


@POSIX
@pytest.mark.parametrize("env", [{}, {"LANG": "C", "LC_ALL": "C"}], ids=["utf-8", "plain"])
def test_strange_names_are_read(tmp_path: Path, env: dict[str, str]) -> None:
    """Whatever a system allows in a name: the file is read, its JSON is UTF-8, nothing breaks."""
    raw = [LONG.encode(), b"a\nb.txt", b'c"d.txt', b"e\x1b[31mf.txt", b"-rf.txt", b" g.txt ", b"h.", "😀.txt".encode()]
    raw += ["清单.docx".encode("gbk")]
    source = fill(tmp_path / "in")
    for name in raw:
        Path(os.fsdecode(os.fsencode(source) + b"/" + name)).write_bytes(TEXT)
    result = run("batch", source, tmp_path / "out", env=env)
    written = [path for path in (tmp_path / "out").rglob("*.json") if path.is_file()]
    assert (result.returncode, len(written)) == (ExitCode.OK, len(raw)), result.stderr
    assert all(json.loads(path.read_bytes().decode())["tasks"] for path in written)
