"""Standard streams that are full or closed: an exit code that says so, and nothing where it does not belong."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from effort import PATIENCE
from program import PLAN, PYTHON, environment

from docx2tasks.errors import ExitCode

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the streams")


def run_with(streams: str, *args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """The program with its streams redirected as a shell does it."""
    command = ["sh", "-c", f'exec "$@" {streams}', "sh", PYTHON, "-m", "docx2tasks", *args]
    return subprocess.run(command, capture_output=True, check=False, env=environment(), cwd=cwd, timeout=PATIENCE)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("args", [["--help"], ["batch", "--help"], ["rules", "--help"], ["--version"]], ids=" ".join)
def test_help_on_a_full_disk(args: list[str]) -> None:
    """What typer writes is refused like all else."""
    ran = run_with(">/dev/full", *args)
    assert (ran.returncode, ran.stdout) == (ExitCode.NO_SPACE, b"")
    assert ran.stderr.startswith(b"docx2tasks: no-space: ")
    assert ran.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    ("args", "code"),
    [
        pytest.param(["parse", "none.docx"], ExitCode.REFUSED, id="refusal"),
        pytest.param(["parse", "none.docx", "--debug"], ExitCode.REFUSED, id="traceback"),
        pytest.param(["parse"], ExitCode.USAGE, id="usage"),
        pytest.param([], ExitCode.USAGE, id="help-for-no-command"),
        pytest.param(["batch", "none", "out"], ExitCode.REFUSED, id="batch"),
    ],
)
def test_a_closed_standard_error(args: list[str], code: ExitCode, tmp_path: Path) -> None:
    """What was to be said there is not said on standard output instead."""
    ran = run_with("2>&-", *args, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (code, b"")


def test_closed_streams_do_not_get_into_files(tmp_path: Path) -> None:
    """A file that is opened does not get the number of a closed stream: what is said there would go into it."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "清单.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "in" / "坏.docx").write_bytes(b"PK\x03\x04")
    ran = run_with("<&- >&- 2>&-", "batch", "in", "out", "--to", "sqlite", cwd=tmp_path)
    assert ran.returncode == ExitCode.PARTLY
    shown = run_with("", "status", "out", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (ExitCode.OK, b"")


@pytest.mark.parametrize(
    ("streams", "args", "said"),
    [
        pytest.param("<&-", ["parse", "-"], b"docx2tasks: missing: standard input is closed", id="document"),
        pytest.param("<&-", ["batch", "-", "out"], b"docx2tasks: unreadable: standard input", id="list"),
        pytest.param(">&-", ["schema"], b"docx2tasks: not-writable: standard output is closed", id="output"),
    ],
)
def test_closed_input_and_output(streams: str, args: list[str], said: bytes, tmp_path: Path) -> None:
    """A closed stream is no empty one."""
    ran = run_with(streams, *args, cwd=tmp_path)
    assert ran.returncode in {ExitCode.REFUSED, ExitCode.USAGE}
    assert ran.stderr.startswith(said)
