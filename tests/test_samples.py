"""Our own documents give the expected records, byte for byte."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest
from conftest import FLAG, UNDER_CI, is_under_ci

from docx2tasks import Document, parse
from docx2tasks.model import SourceFacts

FOLDER = Path(__file__).parents[1] / "samples"
SAMPLES = sorted(path for path in FOLDER.iterdir() if path.suffix in {".docx", ".html", ".txt"})
# samples of which the program still gets a value wrong: the expectation is right
WRONG: dict[str, str] = {}


def golden_path(sample: Path) -> Path:
    """Where the expected records of a sample are."""
    return sample.with_name(f"{sample.name}.tasks.json")


def sample_to_json(sample: Path) -> str:
    """What comes out of a sample, with the file's name as its path."""
    document = parse(sample)
    facts = document.source.model_copy(update={"path": sample.name})
    return document_to_json(document.model_copy(update={"source": SourceFacts.model_validate(facts.model_dump())}))


def document_to_json(document: Document) -> str:
    """A document as readable JSON."""
    return json.dumps(document.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def _params() -> list[object]:
    return [
        pytest.param(path, id=path.name, marks=[pytest.mark.xfail(strict=True, reason=WRONG[path.name])] if path.name in WRONG else [])
        for path in SAMPLES
    ]


@pytest.mark.parametrize("sample", _params())
def test_sample_gives_the_expected_records(sample: Path, updates_golden: bool) -> None:
    """A sample's records are those that were read by eye, to the byte."""
    golden = golden_path(sample)
    if updates_golden and sample.name not in WRONG:
        golden.write_text(sample_to_json(sample), encoding="utf-8", newline="\n")
    assert sample_to_json(sample) == golden.read_text(encoding="utf-8")


def test_golden_is_not_updated_under_ci(updates_golden: bool) -> None:
    """A build server compares; it never writes what it is to compare with."""
    assert not (updates_golden and is_under_ci()), f"{FLAG} is for a desk, not for a build server"


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("1", True), ("", False), ("false", False), ("0", False)])
def test_ci_is_recognised(value: str, expected: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a build server runs is told by its variables."""
    for name in UNDER_CI:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(UNDER_CI[0], value)
    assert is_under_ci() is expected


def test_each_sample_has_records_and_a_line_in_the_readme() -> None:
    """No sample without expectation, no expectation without sample, none unmentioned."""
    assert {golden_path(path) for path in SAMPLES} == set(FOLDER.glob("*.tasks.json"))
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in SAMPLES if f"`{path.name}`" not in readme] == []
    assert len(SAMPLES) >= 10


def test_word_samples_are_what_the_script_builds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The Word files of the repository are, byte for byte, what samples/build.py makes."""
    monkeypatch.syspath_prepend(os.fspath(FOLDER))
    monkeypatch.delitem(sys.modules, "build", raising=False)
    import build  # noqa: PLC0415  the script stands beside the samples

    assert {path.name for path in SAMPLES if path.suffix == ".docx"} == set(build.SAMPLES)
    for name, make in build.SAMPLES.items():
        assert make() == (FOLDER / name).read_bytes(), name
