"""The program as a process does what it does when the tests call it: the same code, the same bytes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from program import PLAN, call, run

from docx2tasks.rules import rules_folder


@pytest.fixture(scope="module")
def batches(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan and the output of two batches over it."""
    folder = tmp_path_factory.mktemp("batches")
    (folder / "in").mkdir()
    (folder / "in/清单.txt").write_text(PLAN, encoding="utf-8")
    for name in ("old", "new"):
        call("batch", folder / "in", folder / name)
    return folder


# each command once, and each way out: what ``call`` returns is what a process does
CALLS: dict[str, tuple[str, ...]] = {
    "parse": ("parse", "IN/清单.txt"),
    "parse -": ("parse", "-", "-f", "jsonl"),
    "batch": ("batch", "IN", "OUT", "-j", "1"),
    "batch -": ("batch", "IN", "-", "-j", "1"),
    "status": ("status", "OLD", "--failed"),
    "compare": ("compare", "OLD", "NEW"),
    "explain": ("explain", "IN/清单.txt", "1"),
    "text": ("text", "IN/清单.txt"),
    "schema": ("schema", "task"),
    "limits": ("limits",),
    "rules list": ("rules", "list"),
    "rules check": ("rules", "check", str(rules_folder() / "roles.toml")),
    "help": ("parse", "--help"),
    "no command": (),
    "usage": ("parse", "IN/清单.txt", "--frmat"),
    "refusal": ("parse", "IN"),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_process_does_the_same(batches: Path, tmp_path: Path, name: str) -> None:
    """The program that is started returns and prints what ``main`` does in this process."""
    here = call(*_to_args(name, batches, tmp_path / "here"), stdin=PLAN.encode())
    there = run(*_to_args(name, batches, tmp_path / "there"), stdin=PLAN.encode())
    assert (here.returncode, here.stdout, here.stderr) == (there.returncode, there.stdout, there.stderr)
    assert here.stdout or here.stderr


def _to_args(name: str, batches: Path, out: Path) -> list[str]:
    places = {"IN": batches / "in", "OLD": batches / "old", "NEW": batches / "new", "OUT": out}
    return [re.sub("^(IN|OUT|OLD|NEW)", lambda place: str(places[place[0]]), arg) for arg in CALLS[name]]
