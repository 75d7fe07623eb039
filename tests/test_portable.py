"""The package where the system has no fork, no rlimit and none of their kin, as on Windows."""

from __future__ import annotations

import ctypes
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from batches import fill, settled
from program import PYTHON, ROOT, call, start

from docx2tasks.batch import lock
from docx2tasks.batch.mirror import OutputNames
from docx2tasks.errors import BusyError
from docx2tasks.isolate import is_portable
from docx2tasks.isolate.job import JobLimits
from docx2tasks.isolate.watch import TaskInfo

WITHOUT = """
import os, select, signal, subprocess, sys, sqlite3, tempfile, multiprocessing, ctypes
from types import SimpleNamespace
subprocess.os, subprocess.signal = SimpleNamespace(**vars(os)), SimpleNamespace(**vars(signal))  # Windows has another
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "syslog"):
    sys.modules[name] = None
GONE = {
    os: "fork forkpty posix_spawn posix_spawnp setsid killpg getpgid setpgid getuid geteuid getgid chown wait3 wait4 "
        "waitid WNOHANG WNOWAIT WEXITED P_PID sched_getaffinity sysconf O_NOFOLLOW O_NONBLOCK O_CLOEXEC O_DIRECTORY "
        "mkfifo statvfs sync getpriority nice POSIX_SPAWN_DUP2 fchmod fchown lchown register_at_fork".split(),
    signal: "SIGKILL SIGHUP SIGALRM SIGPIPE SIGUSR1 SIGUSR2 SIGXCPU SIGXFSZ SIGCHLD SIGQUIT alarm setitimer getitimer "
            "ITIMER_REAL pthread_sigmask SIG_BLOCK SIG_SETMASK SIG_UNBLOCK pause sigwait siginterrupt".split(),
    select: ["poll", "epoll"],
}
for module, names in GONE.items():
    for name in names:
        if hasattr(module, name):
            delattr(module, name)
"""
IMPORT_ALL = f"""
{WITHOUT}
import importlib, json, pkgutil
import docx2tasks
failed = {{}}
for found in pkgutil.walk_packages(docx2tasks.__path__, "docx2tasks."):
    if found.name.endswith("__main__"):
        continue
    try:
        importlib.import_module(found.name)
    except ImportError as error:
        if (error.name or "").startswith("docx2tasks") or error.name in {{"fcntl", "resource", "pwd", "termios"}}:
            failed[found.name] = str(error)
    except Exception as error:
        failed[found.name] = repr(error)
print(json.dumps(failed))
"""
RUN = f"""
{WITHOUT}
from docx2tasks.cli import main
main()
"""

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="what is taken away is there on Linux")


@linux_only
def test_every_module_can_be_imported() -> None:
    """No module needs at its import what Windows lacks."""
    ran = start([PYTHON, "-c", IMPORT_ALL], cwd=ROOT)
    assert json.loads(ran.stdout) == {}, ran.stderr


@linux_only
def test_a_batch_without_them(tmp_path: Path) -> None:
    """A batch reads the same, and a bad file ends its own process only."""
    source = fill(tmp_path / "in", 40)
    ran = start([PYTHON, "-c", RUN, "batch", source, tmp_path / "out", "-j", "2"])
    assert (ran.returncode, b"Traceback" in ran.stderr) == (7, False), ran.stderr
    usual = call("batch", source, tmp_path / "usual", "-j", "2")
    assert ran.stderr == usual.stderr
    assert settled(tmp_path / "out") == settled(tmp_path / "usual")


@linux_only
def test_parse_without_them(tmp_path: Path) -> None:
    """One document, in this process and, for a PDF, in one of its own."""
    for command in (["parse", str(ROOT / "samples/duties.txt")], ["explain", str(ROOT / "samples/lists.html")]):
        ran = start([PYTHON, "-c", RUN, *command], cwd=tmp_path)
        assert (ran.returncode, ran.stdout) == (0, call(*command).stdout), ran.stderr


def test_the_lock_without_fcntl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite's lock keeps a second batch out, and is gone with the first; a killed one's file stays free."""
    monkeypatch.setattr(lock, "fcntl", None)
    with lock.locked(tmp_path):
        with pytest.raises(BusyError), lock.locked(tmp_path):
            pass
        with closing(sqlite3.connect(tmp_path / lock.LOCK, timeout=0)) as other, pytest.raises(sqlite3.Error):
            other.execute("BEGIN EXCLUSIVE")
    with lock.locked(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == [lock.LOCK]


def test_which_way_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The portable way where the system is not Linux, or where it is asked for."""
    monkeypatch.delenv("DOCX2TASKS_ISOLATION", raising=False)
    assert is_portable() is (sys.platform != "linux")
    monkeypatch.setenv("DOCX2TASKS_ISOLATION", "portable")
    assert is_portable()
    monkeypatch.delenv("DOCX2TASKS_ISOLATION")
    monkeypatch.setattr(sys, "platform", "darwin")
    assert is_portable()


@pytest.mark.skipif(sys.maxsize < 2**32, reason="sizes of 64 bits")
def test_structures_of_other_systems() -> None:
    """They have the sizes that their systems ask for."""
    assert (ctypes.sizeof(JobLimits), ctypes.sizeof(TaskInfo)) == (144, 96)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        pytest.param("CON", "_CON.json", id="device"),
        pytest.param("nul .txt", "_nul .txt.json", id="device-and-space"),
        pytest.param("COM¹.docx", "_COM¹.docx.json", id="superscript"),
        pytest.param("CONOUT$", "_CONOUT$.json", id="console"),
        pytest.param("甲. /乙.txt", "甲__/乙.txt.json", id="folder-that-ends-in-a-dot"),
        pytest.param("aux/乙.txt", "_aux/乙.txt.json", id="folder"),
        pytest.param("a:b?.txt", "a_b_.txt.json", id="forbidden"),
        pytest.param("concert.txt", "concert.txt.json", id="no-device"),
    ],
)
def test_names_that_windows_forbids(name: str, target: str) -> None:
    """They stand in the mirror under names that every system takes."""
    assert OutputNames(lambda _: False).new(name).target == target
