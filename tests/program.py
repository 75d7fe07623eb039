"""The program as a process of its own: ``run("parse", "清单.docx")``."""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
Result = subprocess.CompletedProcess[bytes]

PLAN = """某市2022年重点任务清单

一、优化服务
1.12月底前建成不低于22家服务站。（牵头单位：市卫生健康委；配合单位：市财政局、市民政局）
2.每季一次开展检查。（责任单位：各县区人民政府）
"""

_BYTECODE = tempfile.TemporaryDirectory()  # the processes share what was compiled, the checkout stays clean
atexit.register(_BYTECODE.cleanup)


def environment(**more: str) -> dict[str, str]:
    """What a process is started with: this checkout, no colour, and ``more``."""
    ours = {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": _BYTECODE.name}
    kept = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "PYTHONDONTWRITEBYTECODE"}}
    return {**kept, **ours, **more}


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
    return subprocess.run(command, input=stdin, capture_output=True, check=False, env=own, cwd=cwd, timeout=120)
