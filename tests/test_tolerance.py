"""What schedulers see of a batch: exit codes with ``--tolerate``, and ``--summary``."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest
from batches import begin, fill, plan
from effort import PATIENCE
from program import call

from docx2tasks.batch.code_version import find_code_version
from docx2tasks.cli.tolerance import words_to_tolerance
from docx2tasks.errors import ExitCode, UsageError

FAILURES = {"empty": 2, "zip-broken": 1}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight files, three of which cannot be read, and what a batch made of them."""
    place = tmp_path_factory.mktemp("tolerance")
    source = fill(place / "in", 3)
    for name in ("空1.txt", "空2.txt"):
        (source / name).write_bytes(b"")
    (source / "坏.docx").write_bytes(b"PK\x03\x04broken")
    for number in (3, 4):
        (source / f"{number}.txt").write_text(plan(number), encoding="utf-8")
    assert call("batch", source, place / "out", "--to", "jsonl", "-j", "1").returncode == ExitCode.PARTLY
    return place


def again(folder: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """Exit code and summary of the same batch, of which all is known."""
    place = folder / "summary.json"
    result = call("batch", folder / "in", folder / "out", "--to", "jsonl", "--changed", "--summary", place, *more)
    return result.returncode, json.loads(place.read_bytes())


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param("", ExitCode.PARTLY, id="nothing"),
        pytest.param("empty", ExitCode.PARTLY, id="one-code"),
        pytest.param("empty,zip-broken", ExitCode.OK, id="all-codes"),
        pytest.param("38%", ExitCode.OK, id="share"),
        pytest.param("37%", ExitCode.PARTLY, id="too-many"),
        pytest.param("empty, 12.5%", ExitCode.OK, id="both"),
    ],
)
def test_what_is_tolerated(folder: Path, words: str, code: ExitCode) -> None:
    """A share of all documents, failures with some codes, or both; the summary says what was not read."""
    found, summary = again(folder, "--tolerate", words)
    assert (found, summary["exit_code"]) == (code, code)
    assert (summary["documents"], summary["failed"], summary["known"]) == (5, 3, 8)
    assert summary["failures"] == FAILURES
    assert "--failed" in summary["next"]


def test_doubts_are_another_matter(folder: Path) -> None:
    """``--fail-on`` wins."""
    (folder / "in/无.txt").write_text("关于天气的说明\n今天天气很好。\n", encoding="utf-8")
    assert again(folder, "--tolerate", "50%")[0] == ExitCode.OK
    assert again(folder, "--tolerate", "50%", "--fail-on", "warning")[0] == ExitCode.PARTLY


def test_a_summary(folder: Path, tmp_path: Path) -> None:
    """Version, counts, end; also of a batch that is refused, and before anything is read where it cannot be written."""
    place = tmp_path / "summary.json"
    args = ("--to", "jsonl", "--summary", place)
    assert call("batch", folder / "in/0", tmp_path / "out", *args).returncode == ExitCode.OK
    found = json.loads(place.read_bytes())
    assert (found["version"], found["ended"], found["exit_code"], found["next"]) == (find_code_version(), True, 0, "")
    assert (found["outcomes"], found["tasks"], found["refusal"]) == ({"done": 3}, 6, None)
    assert call("batch", folder / "in/0", tmp_path / "out", "--to", "csv", "--summary", place).returncode == 2
    found = json.loads(place.read_bytes())
    assert (found["ended"], found["exit_code"], found["refusal"]["code"]) == (False, 2, "other-output")
    nowhere = call("batch", folder / "in/0", tmp_path / "none", "--summary", tmp_path / "x/summary.json")
    assert (nowhere.returncode, b"not-writable" in nowhere.stderr, (tmp_path / "none").exists()) == (2, True, False)


def test_the_summary_of_a_run_that_was_stopped(tmp_path: Path) -> None:
    """It says that it did not end, and what to do."""
    source, place = fill(tmp_path / "in", 300), tmp_path / "summary.json"
    with begin(source, tmp_path / "out", "--to", "jsonl", "--summary", place, "-j", "1") as process:
        while not place.exists():
            assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == ExitCode.TERMINATED
    found = json.loads(place.read_bytes())
    assert (found["ended"], found["exit_code"]) == (False, ExitCode.TERMINATED)
    assert "resume" in found["next"]


@pytest.mark.parametrize("words", ["2", "101%", "2%,3%", "2 %", "Empty!", "-1%"])
def test_words_that_are_no_tolerance(words: str) -> None:
    """Refused before anything is read."""
    with pytest.raises(UsageError) as caught:
        words_to_tolerance(words)
    assert caught.value.code == "wrong-tolerance"
