"""Real documents with records read by people: how much of them comes out."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest

from docx2tasks import parse

# overall, then units and times; anything less is a task, a unit or a date that was lost
FLOORS = {
    "seed-000": (1.0, 1.0),
    "seed-001": (1.0, 1.0),
    "seed-002": (1.0, 1.0),
    "seed-003": (1.0, 1.0),
    "seed-004": (1.0, 1.0),
}


@cache
def load_score(folder: Path) -> ModuleType:
    """The scoring program that stands beside the documents."""
    spec = importlib.util.spec_from_file_location("seed_score", folder / "score" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_gold(folder: Path, name: str) -> dict[str, list[dict[str, object]]]:
    """The records that people read from a document."""
    gold: dict[str, list[dict[str, object]]] = json.loads((folder / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    return gold


@pytest.mark.parametrize("name", FLOORS)
def test_score_of_a_seed(name: str, shared: Path) -> None:
    """Overall, units and times of each document stay above their floors."""
    document = parse(shared / "seeds" / f"{name}.txt")
    result, misses = load_score(shared).score(document.model_dump(mode="json"), read_gold(shared, name))
    overall, fields = FLOORS[name]
    assert result["overall"] >= overall, misses
    assert result["units"] >= fields, misses["units"]
    assert result["times"] is None or result["times"] >= fields, misses["times"]


@pytest.mark.parametrize("name", FLOORS)
def test_nothing_of_a_seed_is_lost(name: str, shared: Path) -> None:
    """Hardly a character of a document goes nowhere."""
    shares = parse(shared / "seeds" / f"{name}.txt").coverage.shares
    assert shares.get("unassigned", 0) < 0.02
