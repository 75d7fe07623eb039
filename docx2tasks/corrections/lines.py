"""Reads and validates ``corrections.jsonl``: one change per line, by the SHA-256 of the document."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import isfinite
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from docx2tasks.errors import UsageError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.model import Actor, Location, Step, Target, Time, Unit
from docx2tasks.source_bytes import load_bytes
from docx2tasks.vocabulary import TaskKind

RULE = "corrected"
"""What stands in place of a rule where people gave the value."""

_HINT = "export it again from a review page"
_Words = Annotated[str, Field(min_length=1, max_length=100_000)]
_EVERY = re.compile(r"P[1-9]\d{0,2}[YMWD]")


def _check_time(time: Time) -> Time:
    for day in (time.start, time.end):
        if day is not None:
            date.fromisoformat(day)
    if time.every is not None and not _EVERY.fullmatch(time.every):
        raise ValueError(f"{time.every[:20]} is not an interval such as P3M")
    return time


def _check_target(target: Target) -> Target:
    if not isfinite(target.value):
        raise ValueError("the value of a target is not a number")
    return target


_Times = list[Annotated[Time, AfterValidator(_check_time)]]
_Targets = list[Annotated[Target, AfterValidator(_check_target)]]


class CorrectionLine(BaseModel):
    """A change: ``field`` of the record ``task``, its old and new value, and the reviewer.

    ``text`` are the first words of the record, by which it is known in a later version of its file.
    """

    model_config = ConfigDict(frozen=True)

    sha256: str = ""
    task: str = Field(pattern=r"^[\w+-]{1,80}$")
    text: str = ""
    field: Literal[
        "text", "label", "number", "part", "kind", "path", "units", "actors", "times", "targets", "references",
        "location", "task", "verdict",
    ]  # fmt: skip
    old: Any = None
    new: Any = None
    note: str | None = None
    who: str | None = None
    when: str | None = None


class Corrections(NamedTuple):
    """The lines of each document, by its sha256; ``digest`` is that of the file they were read from."""

    groups: Mapping[str, Sequence[CorrectionLine]]
    digest: str


class AddedTask(BaseModel):
    """A record added by a reviewer; omitted fields are empty, and without a location its words are looked up."""

    model_config = ConfigDict(frozen=True)

    label: str | None = None
    number: int | None = None
    path: list[Step] = []
    part: str | None = None
    kind: TaskKind = TaskKind.MEASURE
    text: _Words
    units: list[Unit] = []
    actors: list[Actor] = []
    times: _Times = []
    references: list[str] = []
    targets: _Targets = []
    location: Location | None = None


_VALUES: Mapping[str, TypeAdapter[Any]] = {
    "text": TypeAdapter(_Words),
    "label": TypeAdapter(str | None),
    "number": TypeAdapter(int | None),
    "part": TypeAdapter(str | None),
    "kind": TypeAdapter(TaskKind),
    "path": TypeAdapter(list[Step]),
    "units": TypeAdapter(list[Unit]),
    "actors": TypeAdapter(list[Actor]),
    "times": TypeAdapter(_Times),
    "targets": TypeAdapter(_Targets),
    "references": TypeAdapter(list[str]),
    "location": TypeAdapter(Location),
    "task": TypeAdapter(AddedTask | None),
    "verdict": TypeAdapter(Literal["right", "wrong"]),
}


def load_corrections(path: Path | str, limits: Limits = DEFAULT) -> Corrections:
    """The corrections of a file that review pages export, of one document or of many (``cat *.jsonl``).

    Raises what opening a file raises (``missing`` …), and ``wrong-corrections`` with the line that is wrong.
    """
    data = load_bytes(Path(path), limits)
    groups: dict[str, list[CorrectionLine]] = {}
    for number, words in enumerate(data.splitlines(), 1):
        if words.strip():
            line = _read_line(words, f"{path}, line {number}")
            groups.setdefault(line.sha256, []).append(line)
    return Corrections({key: tuple(lines) for key, lines in groups.items()}, hashlib.sha256(data).hexdigest())


def _read_line(words: bytes, where: str) -> CorrectionLine:
    try:
        loaded = json.loads(words)
        json.dumps(loaded, ensure_ascii=False).encode()  # half characters, which JSON can write, are not text
        line = CorrectionLine.model_validate(loaded)
        value = _VALUES[line.field].validate_python(_by_hand(line.new))
    except (ValueError, ValidationError, RecursionError) as error:
        what = _first_fault(error) if isinstance(error, ValidationError) else "it is not JSON"
        raise UsageError("wrong-corrections", f"{where}: {what}", _HINT) from error
    return line.model_copy(update={"new": value})


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(map(str, fault["loc"]))
    return f"{place}: {fault['msg']}" if place else fault["msg"]


def _by_hand(value: object) -> object:
    """A value as a record takes it: where people wrote it, no rule did; a page knows nothing of other names."""
    if isinstance(value, list):
        return [_by_hand(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _by_hand(one) for key, one in value.items() if key not in {"id", "evidence", "confidence", "keywords"}}
    if "role" in kept:
        kept.setdefault("canonical", None)
    if {"label", "title"} <= kept.keys():
        kept.setdefault("span", [])
        return kept
    if kept.keys() & {"name", "operator", "every"}:
        kept.setdefault("span", [])
        kept["rule"] = kept.get("rule") or RULE
    return kept
