"""The program: ``call("parse", "清单.docx")`` in this process, ``run("parse", "清单.docx")`` as one of its own.

Both give the same exit code and the same bytes.  A start of Python costs some hundred times what most calls do, so
``run`` is for what needs a process: real streams, signals, environment variables that Python reads when it starts,
memory that is measured, children that are copies.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest import mock

from docx2tasks import deadline
from docx2tasks.cli import main

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
Result = subprocess.CompletedProcess[bytes]

PLAN = """某市2022年重点任务清单

一、优化服务
1.12月底前建成不低于22家服务站。（牵头单位：市卫生健康委；配合单位：市财政局、市民政局）
2.每季一次开展检查。（责任单位：各县区人民政府）
"""


def environment(**more: str) -> dict[str, str]:
    """What a process is started with: this checkout, no colour, and ``more``.

    All share bytecode and compiled patterns, the folders of which ``conftest.py`` makes.
    """
    kept = {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"}
    folder = kept.get("DOCX2TASKS_TESTS_BYTECODE")
    shared = {"DOCX2TASKS_CACHE": f"{folder}/patterns"} if folder else {}
    return {**kept, "PYTHONPATH": str(ROOT), **shared, **more}


def call(
    *args: str | Path | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Result:
    """What ``run`` returns, without a process: ``main`` itself, with its own arguments and streams.

    Not for tests that run beside others in threads: the streams and the environment are this process's.
    """
    argv = ["docx2tasks", *map(os.fsdecode, args)]
    streams = [_Stream(stdin), _Stream(), _Stream()]
    with _own_process(argv, streams, env or {}), chdir(cwd or Path.cwd()):
        try:
            main()
        except SystemExit as end:
            code = end.code
        for stream in streams[1:]:
            stream.flush()
    assert isinstance(code, int)
    return Result(argv, code, streams[1].data, _without_progress(streams[2].data))


def _without_progress(said: bytes) -> bytes:
    """Standard error without the lines that long work prints every ten seconds: a busy machine makes any work long."""
    lines = said.splitlines(keepends=True)
    return b"".join(line for line in lines if b" files, " not in line or b"/s, " not in line)


class _Stream(TextIOWrapper):
    """A standard stream as Python opens it where there is no terminal."""

    def __init__(self, data: bytes = b"") -> None:
        self._bytes = BytesIO(data)
        super().__init__(self._bytes, encoding="utf-8", errors="backslashreplace", write_through=True)

    @property
    def data(self) -> bytes:
        """What was written."""
        return self._bytes.getvalue()


@contextmanager
def _own_process(argv: list[str], streams: Sequence[_Stream], env: Mapping[str, str]) -> Iterator[None]:
    """While it lasts, what belongs to a process is that of a call; ``main`` changes some of it."""
    thresholds, owns = gc.get_threshold(), deadline._owns_process
    ending = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    kept = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "COLUMNS"}}
    stdin, stdout, stderr = streams
    try:
        with (
            mock.patch.dict(os.environ, {**kept, **env}, clear=True),
            mock.patch.multiple(sys, argv=argv, stdin=stdin, stdout=stdout, stderr=stderr),
        ):
            yield
    finally:
        gc.set_threshold(*thresholds)
        for number, handler in ending.items():
            signal.signal(number, handler)
        deadline._owns_process = owns


def run(
    *args: str | Path | bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> Result:
    """What a call of the command line returns: exit code, standard output and standard error."""
    command = [PYTHON, "-m", "docx2tasks", *args]
    return start(command, stdin=stdin, env=env, cwd=cwd)


def start(
    command: Sequence[str | Path | bytes],
    *,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Result:
    """What any other process returns that meets this checkout."""
    own = environment(**(env or {}))
    result = subprocess.run(command, input=stdin, capture_output=True, check=False, env=own, cwd=cwd, timeout=600)
    return Result(result.args, result.returncode, result.stdout, _without_progress(result.stderr))
