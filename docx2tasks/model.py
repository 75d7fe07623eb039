"""The records that leave the program, validated by pydantic; the JSON Schema is generated from them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind, PaperType, RecordKind, TaskKind, Word

SCHEMA_VERSION = "1.2"
SCHEMA_ID = f"https://docx2tasks.example/schema/{SCHEMA_VERSION}/{{name}}.json"

Role = Literal["lead", "support", "responsible", "oversee"]
TimeKind = Literal["deadline", "period", "start", "recurring", "mention"]
Operator = Literal[">=", "<=", ">", "<", "="]
Level = Literal["info", "warning", "error"]
IsoDate = str
Range = tuple[int, int]


def _words_of(*vocabularies: type[Word]) -> WithJsonSchema:
    """How the schema says that a string is a word of these vocabularies, with the meaning of each."""
    words = [{"const": word.value, "description": word.meaning} for words in vocabularies for word in words]
    return WithJsonSchema({"type": "string", "oneOf": words})


class Record(BaseModel):
    """The base of all records: no unknown keys, immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Location(Record):
    """A position in the source; numbers count from 1, null if unknown.

    ``start`` and ``end`` are the character span in the text that was read; ``pieces`` lists
    the spans where the words stand in several (a clause or spam was taken out between them).
    """

    block: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    line: int | None = None
    page: int | None = None
    start: int
    end: int
    pieces: list[Range] | None = None


class Unit(Record):
    """A unit as printed (``省卫健委``), its role, and whether it was printed above the task.

    ``canonical`` is the usual form of its name (``省卫生健康委``): one body has the same in all documents.
    """

    name: str
    canonical: str | None = Field(description="the usual form of the name; null where the name does not tell the body")
    role: Role
    inherited: bool
    span: list[Range]
    rule: str


class Actor(Record):
    """A body that the measure's own sentence makes act (``各医疗机构`` in ``各医疗机构应当公开收费标准``)."""

    name: str
    span: list[Range]
    rule: str


class Time(Record):
    """A time as printed (``12月底前``), its kind, and its inclusive ISO dates or ISO 8601 duration."""

    text: str
    kind: TimeKind
    start: IsoDate | None
    end: IsoDate | None
    every: str | None
    span: list[Range]
    rule: str


class Target(Record):
    """A quantity to be reached: ``不低于22家`` is ``>=`` 22 家."""

    text: str
    operator: Operator
    value: float
    unit: str
    span: list[Range]
    rule: str


class Step(Record):
    """One ancestor of a task: a heading, a category, a parent measure."""

    label: str | None
    number: int | None
    title: str
    span: list[Range]


class Task(Record):
    """One task: what has to be done, by whom, by when.

    ``evidence`` are the rules that decided the ``kind``, the weightiest first.
    """

    id: str
    label: str | None
    number: int | None
    path: list[Step]
    part: str | None
    kind: Annotated[str, _words_of(TaskKind)]
    text: str
    units: list[Unit]
    actors: list[Actor]
    times: list[Time]
    references: list[str]
    targets: list[Target]
    evidence: list[str]
    location: Location
    confidence: float | None = Field(default=None, description="of text recognized in a picture, 0 to 1; else null")
    keywords: list[str] | None = Field(default=None, description="verb and keywords, with --keywords")


class SourceFacts(Record):
    """The file that was read."""

    path: str | None
    format: str
    sha256: str
    bytes: int


class DocumentFacts(Record):
    """The metadata of a document; dates are ISO dates.

    ``type_rule`` is the rule that told the ``type``.
    """

    title: str | None
    issuer: str | None
    doc_number: str | None
    issued_on: IsoDate | None
    published_on: IsoDate | None
    index_number: str | None
    status: str | None
    type: Annotated[str, _words_of(PaperType)] | None
    type_rule: str | None


class DiagnosticRecord(Record):
    """Something repaired, dropped, doubtful or missing, with a stable code."""

    code: Annotated[str, _words_of(DiagnosticCode)]
    level: Level
    message: str
    location: Location | None


class LeftoverRecord(Record):
    """Text that went into no record, by kind."""

    kind: Annotated[str, _words_of(LeftoverKind)]
    start: int
    end: int
    text: str


class Coverage(Record):
    """Where the text (without white space) went; the shares add up to 1."""

    characters: int
    shares: dict[Annotated[str, _words_of(RecordKind, LeftoverKind)], float]
    leftovers: list[LeftoverRecord]


class Document(Record):
    """All that was read from one input file."""

    schema_version: str = SCHEMA_VERSION
    source: SourceFacts
    document: DocumentFacts
    tasks: list[Task]
    provisions: list[Task] = Field(description="numbered text that asks nothing of anybody")
    diagnostics: list[DiagnosticRecord]
    coverage: Coverage


def json_schema(name: str) -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of ``document`` or ``task``."""
    models: dict[str, type[BaseModel]] = {"document": Document, "task": Task}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID.format(name=name)}
    return head | models[name].model_json_schema(mode="serialization")
