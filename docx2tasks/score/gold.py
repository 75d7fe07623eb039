"""Gold: the records that people read from a document, as a review page exports them.

Where readings differ, gold can allow several (``text_alt``, ``path_alt``, ``units_alt``, ``actors_alt``, a unit's
``role_alt``, ``document_alt``), or leave open whether something counts (``optional``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from docx2tasks.errors import InputError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.model import Operator, Role, TimeKind
from docx2tasks.source_bytes import load_bytes


class Gold(BaseModel):
    """The base of all gold: keys that are not scored are ignored."""

    model_config = ConfigDict(frozen=True)


class GoldStep(Gold):
    """A heading above a task: ``一、`` ``1`` ``重点任务``."""

    number: int | None = None
    title: str = ""


class GoldUnit(Gold):
    """A unit (``市教育局``) with its role; ``role_alt`` is another role that is right as well."""

    name: str
    role: Role
    role_alt: Role | None = None


class GoldActor(Gold):
    """A body that acts: ``各医疗机构``."""

    name: str


class GoldTime(Gold):
    """A time as printed (``12月底前``) with its dates; one that is ``optional`` may be read or not."""

    text: str
    kind: TimeKind
    start: str | None = None
    end: str | None = None
    every: str | None = None
    optional: bool = False


class GoldTarget(Gold):
    """A quantity to be reached (``不低于22家``)."""

    operator: Operator
    value: float
    unit: str
    optional: bool = False


class GoldTask(Gold):
    """A task as people read it; ``None`` is said of nothing, an empty list says that there is none."""

    text: str
    text_alt: tuple[str, ...] = ()
    number: int | None = None
    path: tuple[GoldStep, ...] = ()
    path_alt: tuple[tuple[GoldStep, ...], ...] = ()
    path_optional: bool = False
    kind: Literal["measure", "request", "provision"] | None = None
    units: tuple[GoldUnit, ...] = ()
    units_alt: tuple[tuple[GoldUnit, ...], ...] = ()
    units_optional: bool = False
    actors: tuple[GoldActor, ...] | None = None
    actors_alt: tuple[tuple[GoldActor, ...], ...] = ()
    actors_optional: tuple[str, ...] = ()
    times: tuple[GoldTime, ...] = ()
    targets: tuple[GoldTarget, ...] = ()
    optional: bool = False


class GoldDocument(Gold):
    """The gold of one document."""

    name: str = ""
    document: dict[str, Any] | None = None
    document_alt: dict[str, list[str]] | None = None
    tasks: tuple[GoldTask, ...]
    provisions: tuple[GoldTask, ...] | None = None


def load_gold(path: Path, limits: Limits = DEFAULT) -> list[GoldDocument]:
    """The gold of a file: of one document (``清单.docx.gold.json``), or a line for each (``标注.jsonl``).

    Raises ``wrong-gold``, and what opening a file raises.
    """
    data = load_bytes(path, limits)
    try:
        try:
            loaded = [json.loads(data)]
        except ValueError:
            loaded = [json.loads(line) for line in data.splitlines() if line.strip()]
        return [GoldDocument.model_validate(one) for one in loaded]
    except (ValueError, RecursionError) as error:
        hint = "export it again from a review page, see docs/score.md for its form"
        raise InputError("wrong-gold", f"{path} holds no gold: {_to_fault(error)}", hint) from error


def _to_fault(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return "it is not JSON"
    fault = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, fault["loc"]))
    return f"{place}: {fault['msg']}" if place else fault["msg"]
