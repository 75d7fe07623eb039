"""Spoilt documents of every format: each is read or refused, within its time, and no process ends of it."""

from __future__ import annotations

from collections import Counter

import pytest
from fuzz import Outcome, make_input, run
from fuzz_seeds import SEEDS

# inputs of each format; a PDF costs more than a text, and LibreOffice seconds: ``python tests/fuzz.py --format rtf``
COUNTS = {"docx": 400, "html": 250, "text": 250, "xlsx": 250, "xls": 250, "ods": 150, "ofd": 100, "pdf": 150}
COUNTS |= {"mht": 60, "eml": 50, "zip": 50, "image": 60}
SHARE = [0.1, pytest.param(1.0, marks=[pytest.mark.long, pytest.mark.alone])]  # of them
READ = 0.2  # of the inputs of each format at least: what is refused at the door says nothing of what is behind


@pytest.mark.hostile
@pytest.mark.parametrize("share", SHARE)
def test_no_spoilt_document_does_harm(share: float) -> None:
    """Anything but a refusal, 5 seconds, 500 MB and the end of the process are harm."""
    counts = {kind: round(share * count) for kind, count in COUNTS.items()}
    found = [one for kind, count in counts.items() for one in run(kind, 0, 0, count)]
    assert [show(one) for one in found if one.is_harm] == []
    assert Counter(one.format for one in found) == counts
    assert sum(COUNTS.values()) >= 2_000
    read = Counter(one.format for one in found if one.what == "read")
    refused_by_design = {"eml", "image"}
    assert {kind for kind in counts if read[kind] < READ * counts[kind]} <= refused_by_design, read


def show(outcome: Outcome) -> str:
    """An outcome and the end of its trace."""
    return f"{outcome.format} {outcome.number}: {outcome.what} in {outcome.seconds:.1f} s\n{outcome.trace[-1_500:]}"


@pytest.mark.parametrize("kind", SEEDS)
def test_a_number_is_one_document(kind: str) -> None:
    """The same number gives the same bytes, another one others."""
    assert make_input(kind, 0, 7) == make_input(kind, 0, 7)
    assert len({make_input(kind, 0, number) for number in range(20)}) > 10
