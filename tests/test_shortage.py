"""What the system is short of is its own failure: no file is blamed, and the next run reads them all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from batches import Held, fill, outcomes, plan
from effort import PATIENCE
from program import PYTHON, call, environment

from docx2tasks.batch.inputs.origins import Input, Stamp
from docx2tasks.batch.ledger import Ledger, Outcome
from docx2tasks.batch.resume import Policy, Setup, find_jobs
from docx2tasks.batch.worker import Job
from docx2tasks.errors import ExitCode, ShortageError, Status, find_shortage
from docx2tasks.isolate import run_isolated
from docx2tasks.limits import DEFAULT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the system is made short of something")

SETUP = Setup("1", "rules", "limits")


def kill_itself() -> None:
    """End as a process does that the system needs the memory of."""
    os.kill(os.getpid(), signal.SIGKILL)


def close_all() -> None:
    """Close the pipe to the parent, and stay."""
    os.closerange(3, 200)
    signal.pause()


@pytest.mark.parametrize("way", ["bounded", "portable"])
def test_a_child_that_the_system_kills(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its end is not the file's."""
    monkeypatch.setenv("DOCX2TASKS_ISOLATION", way)
    with pytest.raises(ShortageError, match="SIGKILL") as caught:
        run_isolated(kill_itself, DEFAULT)
    assert (caught.value.code, caught.value.status) == ("killed", Status.REFUSED)


def test_a_child_that_we_kill_is_not_taken_for_one() -> None:
    """One that lets go of its pipe is ended by its parent, with the same signal."""
    with pytest.raises(Exception, match="crashed"):
        run_isolated(close_all, DEFAULT)


@pytest.mark.parametrize(
    ("code", "is_read"),
    [
        pytest.param("killed", True, id="killed"),
        pytest.param("no-handles", True, id="no-handles"),
        pytest.param("no-process", True, id="no-process"),
        pytest.param("encrypted", False, id="the-file's-own"),
    ],
)
def test_the_next_run_tries_again(code: str, is_read: bool) -> None:
    """However often it happened; the content is not compared first."""
    ledger = Ledger(None)
    known = Outcome("a.txt", "a.txt", Status.REFUSED, sha256="x", code=code, attempts=9)
    ledger.put(known._replace(version=SETUP.version, rules=SETUP.rules, limits=SETUP.limits))
    inputs = iter([Input("a.txt", "a.txt", Held(plan(1).encode(), Stamp()))])
    (job,) = find_jobs(inputs, ledger, SETUP, Policy())
    assert isinstance(job, Job)
    assert (job.known is None) is is_read


@pytest.mark.parametrize("handles", [16, 17, 18])
def test_too_few_open_files(handles: int, tmp_path: Path) -> None:
    """Files are refused for what they are not; with more handles all is read."""
    source, out = fill(tmp_path / "in", 12), tmp_path / "out"
    args = ["batch", str(source), str(out), "-j", "3"]
    limited = ["sh", "-c", f'ulimit -n {handles}; exec "$@"', "sh", PYTHON, "-m", "docx2tasks", *args]
    short = subprocess.run(limited, capture_output=True, check=False, env=environment(), timeout=PATIENCE)
    assert short.returncode in {ExitCode.OK, ExitCode.PARTLY, ExitCode.REFUSED}
    assert b"crashed" not in short.stderr
    assert b"bug" not in short.stderr
    whole = call(*args)
    assert whole.returncode == ExitCode.OK, whole.stderr
    assert {status for (status,) in outcomes(out, "status")} == {"done"}


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(OSError(errno.EMFILE, "Too many open files"), True, id="of-the-process"),
        pytest.param(OSError(errno.ENFILE, "Too many open files in system"), True, id="of-the-system"),
        pytest.param(ImportError("x.so: cannot open shared object file: Too many open files"), True, id="library"),
        pytest.param(ValueError("Too many open files"), False, id="words-of-a-file"),
        pytest.param(OSError(errno.ENOENT, "No such file"), False, id="another-one"),
    ],
)
def test_shortage_is_known(error: BaseException, expected: bool) -> None:
    """Also where another error came of it."""
    outer = RuntimeError("reading failed")
    outer.__cause__ = error
    assert (find_shortage(error) is not None) is expected
    assert (find_shortage(outer) is not None) is expected
