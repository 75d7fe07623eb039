"""The coverage account: every character went somewhere, and it is said where."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import pytest
from cases import read_text

from docx2tasks.coverage import spans_to_account
from docx2tasks.vocabulary import LeftoverKind, RecordKind


def test_later_layers_lie_on_top() -> None:
    """A character belongs to the last layer that covers it."""
    account = spans_to_account("甲乙丙丁", [(LeftoverKind.TITLE, [(0, 3)]), (RecordKind.TASK, [(2, 4)])])
    assert dict(account.shares) == {"title": 0.5, "task": 0.5}


def test_blanks_count_nowhere() -> None:
    """White space is no character of the account."""
    account = spans_to_account("甲 乙\n　丙", [(RecordKind.TASK, [(0, 6)])])
    assert account.characters == 3
    assert dict(account.shares) == {"task": 1.0}


def test_what_no_layer_covers_is_shown() -> None:
    """Uncovered stretches are unassigned regions; values of records are none."""
    account = spans_to_account("甲乙丙丁", [(RecordKind.TASK, [(0, 1)]), (LeftoverKind.NOTE, [(3, 4)])])
    assert [(region.kind, region.span) for region in account.regions] == [(LeftoverKind.UNASSIGNED, (1, 3)), ("note", (3, 4))]


def test_blanks_do_not_part_a_region() -> None:
    """A region goes on across blanks and ends with its last character."""
    account = spans_to_account("甲 乙 丙", [(LeftoverKind.NOTE, [(0, 3)]), (RecordKind.TASK, [(4, 5)])])
    assert [(region.kind, region.span) for region in account.regions] == [("note", (0, 3))]


def test_an_empty_text() -> None:
    """Nothing has no shares."""
    assert spans_to_account(" \n", []).shares == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        pytest.param("工作方案\n各区人民政府：\n为了便民，制定本方案。\n1.甲事。\n", {"title", "salutation", "preamble"}, id="文首"),
        pytest.param("工作方案\n1.甲事。（市教育局负责）\n特此通知。\n", {"unit-clause", "closing"}, id="责任句与结语"),
        pytest.param("工作方案\n1.甲事。\n抄送：市委办公室。\n", {"copy-to"}, id="抄送"),
        pytest.param("工作方案\n一、总体要求\n以便民为宗旨。\n二、任务\n1.甲事。\n", {"provision"}, id="总体要求"),
        pytest.param("工作方案\n1.甲事\n主要措施：\n加强督导，落实经费。\n", {"label-line"}, id="标签行"),
    ],
)
def test_leftovers_have_names(text: str, kinds: set[str]) -> None:
    """What went into no task is accounted for by name, and nothing is unassigned."""
    shares = read_text(text).coverage.shares
    assert kinds <= set(shares)
    assert LeftoverKind.UNASSIGNED not in shares
