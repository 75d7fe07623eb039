"""Random heads and feet of papers: every fact is the one the paper was built from."""

from __future__ import annotations

import pytest
from heads import find_differences, make_paper

from docx2tasks.rules import Rules

COUNT = 200
SEED = 20  # of the papers that each run reads


@pytest.mark.parametrize("number", [pytest.param(n, id=str(n)) for n in range(0, COUNT, 20)])
def test_every_fact_is_the_papers_own(number: int, rules: Rules) -> None:
    """Title, issuer, number, dates, status, how many measures there are and the year of a bare month."""
    wrong = {n: found for n in range(number, number + 20) if (found := list(find_differences(SEED, n, rules)))}
    assert wrong == {}


def test_a_number_is_one_paper() -> None:
    """The same number gives the same paper, another one another."""
    assert make_paper(SEED, 7) == make_paper(SEED, 7)
    assert len({make_paper(SEED, number)[2] for number in range(COUNT)}) > COUNT * 9 // 10
