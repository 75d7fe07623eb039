"""Files that break what reads them, side by side with good ones: an outcome each, in the order of the inputs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import bad_calls
import pytest
from batches import Held, plan
from effort import BUSY, assert_grows
from measured import children_of, is_alive, peak_of
from program import PYTHON, ROOT, call, environment, start

from docx2tasks.batch.engine import Result
from docx2tasks.batch.inputs.origins import Input, Loaded, Stamp
from docx2tasks.batch.local import read_all
from docx2tasks.batch.worker import Job, Options
from docx2tasks.limits import Limits
from docx2tasks.rules import Rules

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are bounded and listed otherwise here")

SECONDS = 8.0  # a good file takes milliseconds, but the machine may be busy


class Bad(NamedTuple):
    """An origin whose content does something bad to who reads it."""

    call: Callable[[], object]

    def load(self, limits: Limits) -> Loaded:
        """Does it."""
        self.call()
        return Loaded(b"x" * limits.zip_members, Stamp())

    def stamp(self) -> Stamp:
        """Nothing is known."""
        return Stamp()

    def identity(self) -> str:
        """There is one."""
        return repr(self.call)


def good(number: int) -> Input:
    """A text that is read."""
    return Input(f"{number}.txt", f"{number}.txt", Held(plan(number).encode(), Stamp()))


MILD = {"refuse", "swell slowly", "answer much"}
BADS = {name: code for name, (_, code) in bad_calls.BAD.items() if name not in MILD}
EXPECTED = {**BADS, "fail": "bug"}


def codes(results: list[Result]) -> dict[str, str]:
    """The code that each input came to."""
    found = {}
    for result in results:
        refusal = result.finished.refusal if result.finished else None
        found[result.name] = refusal.code if refusal else "done"
    return found


@pytest.mark.parametrize(
    ("workers", "way"), [pytest.param(1, "bounded", marks=pytest.mark.long), (2, "bounded"), (2, "portable")]
)
def test_eight_bad_of_twenty(rules: Rules, workers: int, way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each bad one has its outcome and no other has; nothing is left; the same where the system bounds nothing."""
    monkeypatch.setenv("DOCX2TASKS_ISOLATION", way)
    inputs = [good(number) for number in range(12)]
    for place, name in enumerate(BADS):
        inputs.insert(place * 2 + 1, Input(name, name, Bad(bad_calls.BAD[name][0])))
    limits = Limits(file_seconds=SECONDS, file_memory=600_000_000)
    before = children_of(os.getpid())
    results = [*filter(None, read_all(iter(map(Job, inputs)), Options(rules, limits=limits), workers))]
    assert [result.name for result in results] == [one.name for one in inputs]
    assert codes(results) == {**{f"{number}.txt": "done" for number in range(12)}, **EXPECTED}
    assert len(BADS) == 8
    assert not [child for child in children_of(os.getpid()) - before if is_alive(child)]


def ask_for_much() -> None:
    """Ask for 4 GB."""
    bytearray(4_000_000_000)


def test_memory_is_bounded_in_the_child_alone(rules: Rules) -> None:
    """What asks for 4 GB gets none; this process stays what it was."""
    before = peak_of(os.getpid())
    inputs = [good(1), Input("much", "much", Bad(ask_for_much)), good(2)]
    results = filter(None, read_all(iter(map(Job, inputs)), Options(rules), 1))
    assert codes([*results]) == {"1.txt": "done", "much": "out-of-memory", "2.txt": "done"}
    assert peak_of(os.getpid()) - before < 50


BREAK_DOWN = """
import json, os
from batches import Held, plan
from build_docx import zip_bytes
from docx2tasks.batch import worker
from docx2tasks.batch.inputs.origins import Input, Stamp
from docx2tasks.batch.local import read_all
from docx2tasks.pipeline import bytes_to_reading
from docx2tasks.rules import load_rules

def break_down(data, *args, **more):
    if "（13）" in data.decode():
        os.abort()
    return bytes_to_reading(data, *args, **more)

worker.bytes_to_reading = break_down
data = zip_bytes({f"{number}.txt": plan(number).encode() for number in range(11, 16)})
inputs = [Input(name, name, Held(held, Stamp())) for name, held in
          (("1.txt", plan(1).encode()), ("包.zip", data), ("2.txt", plan(2).encode()))]
results = read_all(iter(map(worker.Job, inputs)), worker.Options(load_rules()), 2)
told = [(one.name, one.finished and one.finished.refusal and one.finished.refusal.code, one.is_last)
        for one in results if one is not None]
print(json.dumps(told))
"""


def test_a_bad_member_is_no_end() -> None:
    """An archive goes on behind a document that its reader breaks down on."""
    # a process of one thread, whose children are copies and see what is changed in it
    result = start([PYTHON, "-c", BREAK_DOWN], env={"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"})
    assert result.stderr == b""
    members = [(f"包.zip/{number}.txt", "crashed" if number == 13 else None, False) for number in range(11, 16)]
    expected = [("1.txt", None, True), *members, ("包.zip", None, True), ("2.txt", None, True)]
    assert [tuple(one) for one in json.loads(result.stdout)] == expected


def fill_with_lines(folder: Path, count: int) -> Path:
    """A folder of so many texts of one line, the least that holds a task."""
    for number in range(count):
        place = folder / f"{number // 1000}" / f"{number}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"{number}.2022年12月底前建成平台。（市教育局负责）\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("count", [300, pytest.param(10_000, marks=pytest.mark.long)])
def test_many_tiny_files(tmp_path: Path, count: int) -> None:
    """Little memory, and little time for each beyond reading it."""
    source = fill_with_lines(tmp_path / "in", count)
    command = [PYTHON, "-m", "docx2tasks", "batch", str(source), str(tmp_path / "out"), "--to", "jsonl"]
    started, peak, times = time.monotonic(), 0.0, os.times()
    said = tmp_path / "said"
    with said.open("wb") as stream, subprocess.Popen(command, env=environment(), stderr=stream) as running:
        while running.poll() is None:
            peak = max(peak, peak_of(running.pid))
            time.sleep(0.05)
    worked = os.times().children_user + os.times().children_system - times.children_user - times.children_system
    assert running.returncode == 0
    assert said.read_text().splitlines()[-1] == f"docx2tasks: {count:,} documents read, 0 refused, {count:,} tasks"
    assert peak < 300
    assert worked / count < BUSY * 0.015
    assert said.read_text().count("files,") <= (time.monotonic() - started) / 9  # a plain line now and then


def test_growth_in_files(tmp_path: Path) -> None:
    """Four times the files take about four times the time: nothing looks at all of them again for each."""

    def read(source: Path) -> None:
        with tempfile.TemporaryDirectory(dir=tmp_path) as out:
            call("batch", source, f"{out}/out", "-q")

    small, large = (fill_with_lines(tmp_path / f"in{count}", count) for count in (100, 400))
    assert_grows(lambda: read(small), lambda: read(large), most=6)


