"""What goes wrong in a process of its own is an outcome, in time, and touches nothing else."""

from __future__ import annotations

import copy
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import bad_calls
import pytest
from bad_calls import BAD
from effort import wait_for
from measured import children_of, is_alive, peak_of
from program import PYTHON, ROOT, start

from docx2tasks.errors import CrashError, LimitError, Refusal, Status
from docx2tasks.isolate import is_out_of_memory, iterate_isolated, process, run_isolated
from docx2tasks.limits import DEFAULT, Limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are bounded and listed otherwise here")

SECONDS = 1.5
BOUND = Limits(file_seconds=SECONDS, file_memory=300_000_000, answer_bytes=10_000_000)
AMBIGUOUS = "swell slowly"
LATE = 30.0  # seconds after its deadline by which a child is gone on a busy machine; what hangs takes longer


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """After each test no process is left; a server or browser of other tests may be there."""
    before = children_of(os.getpid())
    yield
    assert not [process for process in children_of(os.getpid()) - before if is_alive(process)]


@pytest.fixture(params=["bounded", "portable"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to have children: bounded by the system, or watched from here as where it bounds nothing."""
    monkeypatch.setenv("DOCX2TASKS_ISOLATION", request.param)
    return str(request.param)


@pytest.fixture
def spawns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Children are new interpreters, as they are where a copy would not be safe."""
    monkeypatch.setattr(process, "_can_fork", lambda: False)


@pytest.mark.usefixtures("spawns")
@pytest.mark.parametrize(("call", "expected"), [pytest.param(*BAD[name], id=name) for name in BAD])
def test_bad_calls_in_a_new_interpreter(call: Callable[[], object], expected: str, way: str) -> None:
    """Each bad end has its outcome, in time; the next call is answered."""
    if (way, call) == ("bounded", BAD[AMBIGUOUS][0]):
        pytest.skip("a new interpreter is said to have held what its parent did, and the tests hold much")
    # the start of the interpreter counts, and takes long on a busy machine
    bound = replace(BOUND, file_seconds=2.0 if expected == "too-slow" else 60.0)
    outcome, seconds = bad_calls.to_outcome(call, bound)
    assert outcome == expected
    assert seconds < bound.file_seconds + LATE
    assert run_isolated(bad_calls.good, DEFAULT) != os.getpid()


def test_bad_calls_in_a_copy() -> None:
    """The same in copies of a process of one thread, which stays small and whole."""
    held = bytes(BOUND.file_memory).replace(b"\0", b"1")  # who starts it is large: no reason to take it for large too
    result = start([PYTHON, str(ROOT / "tests/bad_calls.py"), f"{SECONDS}"])
    assert held
    assert (result.returncode, result.stderr) == (0, b"")
    made = json.loads(result.stdout)
    assert {name: bad[0] for name, (bad, _) in made.items()} == {name: code for name, (_, code) in BAD.items()}
    assert [name for name, (bad, _) in made.items() if bad[1] > SECONDS + LATE] == []
    assert {good[0] for _, good in made.values()} == {"done"}


@pytest.mark.usefixtures("way")
def test_a_deadline_may_be_moved() -> None:
    """A reader that knows that a file takes longer asks for it."""
    assert run_isolated(bad_calls.take_long, Limits(file_seconds=SECONDS)) == "in time"


@pytest.mark.usefixtures("way")
def test_a_child_makes_no_children_of_its_own() -> None:
    """What is isolated already is not isolated once more."""
    assert run_isolated(bad_calls.nest, DEFAULT)


@pytest.mark.usefixtures("way")
def test_items_come_through_before_the_end() -> None:
    """What was answered before a crash is kept."""
    items = iterate_isolated(bad_calls.count, BOUND, 3, bad_calls.abort)
    assert [next(items), next(items), next(items)] == [0, 1, 2]
    with pytest.raises(CrashError, match="SIGABRT"):
        next(items)


@pytest.mark.usefixtures("way")
def test_a_parent_that_is_busy() -> None:
    """A child that has answered may have to wait until it is heard, for longer than one answer may take."""
    items = iterate_isolated(bad_calls.large_items, replace(BOUND, file_seconds=0.5), 3)
    assert len(next(items)) == 1_000_000
    time.sleep(4.5)
    assert [len(item) for item in items] == [1_000_000] * 2


@pytest.mark.usefixtures("way")
def test_a_child_ends_with_who_asked_for_it() -> None:
    """Items that nobody wants any more are not made."""
    before = children_of(os.getpid())
    items = iterate_isolated(bad_calls.count, DEFAULT, 1, bad_calls.hang_deaf)
    assert next(items) == 0
    children = children_of(os.getpid()) - before
    assert len([process for process in children if is_alive(process)]) == 1
    items.close()
    assert not [process for process in children if is_alive(process)]


INTERRUPTED = """
import os, signal, subprocess, sys, time
from dataclasses import replace
from docx2tasks.isolate import run_isolated
from docx2tasks.limits import Limits
from measured import children_of, is_alive

signal.signal(signal.SIGINT, signal.default_int_handler)
owner, name = (os, "fork") if sys.argv[1] == "bounded" else (subprocess, "Popen")
start = getattr(owner, name)

def started(*args, **more):
    found = start(*args, **more)
    if found:  # not in the copy
        os.kill(os.getpid(), signal.SIGINT)
    return found

setattr(owner, name, started)
try:
    run_isolated(time.sleep, Limits(file_seconds=60.0), 60.0)
except KeyboardInterrupt:
    print("interrupted", [one for one in children_of(os.getpid()) if is_alive(one)])
"""


def test_a_signal_while_a_child_is_started(way: str) -> None:
    """It is taken in when the child is known, which is ended with the call, and not left behind."""
    own = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "DOCX2TASKS_ISOLATION": way}
    result = start([PYTHON, "-c", INTERRUPTED, way], env=own)
    assert (result.stdout.decode().strip(), result.stderr.decode()) == ("interrupted []", "")


@pytest.mark.usefixtures("way")
def test_an_answer_is_bounded() -> None:
    """What is answered is not taken in past the bound; the parent stays as it is."""
    before = peak_of(os.getpid())
    with pytest.raises(LimitError, match="30,0") as caught:
        run_isolated(bad_calls.answer_much, BOUND)
    assert caught.value.code == "too-big"
    assert peak_of(os.getpid()) < before + 20


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("seconds", [pytest.param("7000", id="child-of-the-child")])
def test_processes_of_a_child_end_with_it(seconds: str) -> None:
    """The whole session is ended."""
    with pytest.raises(LimitError):
        run_isolated(bad_calls.hang_with_children, BOUND, int(seconds))
    wait_for(lambda: f"sleep\0{seconds}.{os.getpid()}\0".encode() not in _commands())


def _commands() -> set[bytes]:
    """What all processes were started with."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it ended meanwhile
            found.add(path.read_bytes())
    return found


@pytest.mark.usefixtures("way")
def test_refusals_come_back_whole() -> None:
    """Code, message and hint are those of the child, with the way it took there for ``--debug``."""
    with pytest.raises(Refusal) as caught:
        run_isolated(bad_calls.refuse, DEFAULT)
    assert str(caught.value) == "no-text: the file contains no text; check the file"
    assert "ZeroDivisionError" in caught.value.__notes__[0]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        pytest.param("too-slow", Status.TOO_SLOW, id="too-slow"),
        pytest.param("out-of-memory", Status.OUT_OF_MEMORY, id="out-of-memory"),
        pytest.param("crashed", Status.CRASHED, id="crashed"),
        pytest.param("bug", Status.BUG, id="bug"),
        pytest.param("no-text", Status.REFUSED, id="any-other"),
        pytest.param("done", Status.REFUSED, id="no-code-of-a-refusal"),
    ],
)
def test_status(code: str, status: Status) -> None:
    """Each refusal is one outcome, also when it was copied."""
    assert copy.copy(LimitError(code, "what", "next")).status == status


def _caused_by(cause: BaseException) -> BaseException:
    error = ValueError("x")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(MemoryError(), True, id="python"),
        pytest.param(SyntaxError("Memory allocation failed : growing buffer"), True, id="libxml2"),
        pytest.param(RuntimeError("std::bad_alloc"), True, id="c++"),
        pytest.param(_caused_by(MemoryError()), True, id="as-a-cause"),
        pytest.param(ValueError("tags mismatch: memory"), False, id="a-tag-of-that-name"),
        pytest.param(LimitError("x", "out of memory", "y"), False, id="words-of-ours"),
        pytest.param(None, False, id="nothing"),
    ],
)
def test_lack_of_memory_is_known(error: BaseException | None, expected: bool) -> None:
    """Libraries say it in ways of their own."""
    assert is_out_of_memory(error) is expected
