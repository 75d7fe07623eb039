"""What differs from gold, value by value."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import NamedTuple

from docx2tasks.score.said import PathKey, TargetKey, TimeKey, UnitKey


class MissKind(str, Enum):
    """What is wrong: a whole task, a field of a pair, a field of the document."""

    MISSING = "missing"
    SPURIOUS = "spurious"
    TEXT = "text"
    NUMBER = "number"
    PATH = "path"
    KIND = "kind"
    UNITS = "units"
    TIMES = "times"
    ACTORS = "actors"
    TARGETS = "targets"
    DOCUMENT = "document"
    PROVISIONS = "provisions"


class ScoreMiss(NamedTuple):
    """One difference; ``weight`` is how many values are wrong.

    ``task`` is the text of the task, that of gold where it has a pair; ``read`` and ``gold`` are the values that only
    one side has, ``said`` is the id of the task that was read, None where none was.
    """

    kind: MissKind
    task: str
    read: str
    gold: str
    weight: int
    said: str | None = None


def unit_to_words(unit: UnitKey) -> str:
    """``市教育局 lead``."""
    return f"{unit[0]} {unit[1]}"


def time_to_words(time: TimeKey) -> str:
    """``deadline 2022-06-30``, ``period 2022-05-01/2022-11-30``, ``recurring P3M``."""
    kind, start, end, every = time
    days = f"{start}/{end}" if start and end and start != end else start or end
    return " ".join(filter(None, (kind, days, every))) if days or every else f"{kind} ?"


def target_to_words(target: TargetKey) -> str:
    """``>= 22 家``."""
    operator, value, unit = target
    return f"{operator} {value:g} {unit}"


def path_to_words(path: PathKey) -> str:
    """``1 重点任务 › 2 优化服务``."""
    return " › ".join(" ".join(filter(None, (str(number or ""), title))) for number, title in path)


def only_to_words(words: Iterable[str]) -> str:
    """Values in order, joined."""
    return "; ".join(sorted(words))
