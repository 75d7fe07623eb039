"""The records that leave the program, validated by pydantic; the JSON Schema is generated from them."""

from __future__ import annotations

from pathlib import PurePath
from pkgutil import resolve_name
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind, PaperType, RecordKind, TaskKind, Word

SCHEMA_VERSION = "1.2"
SCHEMA_ID = f"https://docx2tasks.example/schema/{SCHEMA_VERSION}/{{name}}.json"

Role = Literal["lead", "support", "responsible", "oversee"]
TimeKind = Literal["deadline", "period", "start", "recurring", "mention"]
Operator = Literal[">=", "<=", ">", "<", "="]
Level = Literal["info", "warning", "error"]
IsoDate = Annotated[str, WithJsonSchema({"type": "string", "format": "date"})]
Range = tuple[int, int]

# what shows a document to people at a prompt, by name: it knows records, and they know nothing of it
_TO_ROWS = "docx2tasks.office.flat:document_to_flat"
_TO_HTML = "docx2tasks.task_list:document_to_html"


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

    block: int | None = Field(
        default=None, description="paragraph or table in document order; null where lines or pages are counted"
    )
    table: int | None = Field(default=None, description="table in document order")
    row: int | None = Field(default=None, description="row of the table")
    column: int | None = Field(default=None, description="column of the table")
    line: int | None = Field(default=None, description="line of a text file")
    page: int | None = Field(default=None, description="page")
    start: int = Field(description="offset of the first character in the text that was read")
    end: int = Field(description="offset behind the last character")
    pieces: list[Range] | None = Field(
        default=None, description="spans of the words, if they are in several; else null"
    )


class Unit(Record):
    """A unit as printed (``省卫健委``), its role, and whether it was printed above the task.

    ``canonical`` is the usual form of its name (``省卫生健康委``): one body has the same in all documents.
    """

    name: str = Field(description="the name as printed: 省卫健委")
    canonical: str | None = Field(description="the usual form of the name; null where the name does not tell the body")
    role: Role = Field(
        description="what the unit has to do: lead (牵头), support (配合), responsible (责任), oversee (督导)"
    )
    inherited: bool = Field(description="whether the unit is printed above the task, for several tasks")
    span: list[Range] = Field(description="its spans: start and end in the text")
    rule: str = Field(description="id of the rule that found it")


class Actor(Record):
    """A body that the measure's own sentence makes act (``各医疗机构`` in ``各医疗机构应当公开收费标准``)."""

    name: str = Field(description="the name as printed: 各医疗机构")
    span: list[Range] = Field(description="its spans: start and end in the text")
    rule: str = Field(description="id of the rule that found it")


class Time(Record):
    """A time as printed (``12月底前``), its kind, and its inclusive ISO dates or ISO 8601 duration."""

    text: str = Field(description="the time as printed: 12月底前")
    kind: TimeKind = Field(description="its meaning for the task; a mention does not apply to the task itself")
    start: IsoDate | None = Field(description="first day; null where none is said or known")
    end: IsoDate | None = Field(description="last day; null where none is said or known")
    every: str | None = Field(description="ISO 8601 duration of what recurs: P3M; else null")
    span: list[Range] = Field(description="its spans: start and end in the text")
    rule: str = Field(description="id of the rule that found it")


class Target(Record):
    """A quantity to be reached: ``不低于22家`` is ``>=`` 22 家."""

    text: str = Field(description="the quantity as printed: 不低于22家")
    operator: Operator = Field(description="how the value limits what is reached")
    value: float = Field(description="the number")
    unit: str = Field(description="what is counted or measured: 家, %")
    span: list[Range] = Field(description="its spans: start and end in the text")
    rule: str = Field(description="id of the rule that found it")


class Step(Record):
    """One ancestor of a task: a heading, a category, a parent measure."""

    label: str | None = Field(description="the label as printed: 一、")
    number: int | None = Field(description="the label as a number")
    title: str = Field(description="its words")
    span: list[Range] = Field(description="its spans: start and end in the text")


class Task(Record):
    """One task: what has to be done, by whom, by when.

    ``evidence`` are the rules that decided the ``kind``, the weightiest first.
    """

    id: str = Field(description="stable id, made of its words and place among equal ones")
    label: str | None = Field(description="the label as printed: （一）")
    number: int | None = Field(description="the label as a number")
    path: list[Step] = Field(description="headings, categories and tasks above it, the highest first")
    part: str | None = Field(description="the part of the document: 附件2")
    kind: Annotated[str, _words_of(TaskKind)] = Field(description="what kind of record it is")
    text: str = Field(description="the words of the task, without units and label")
    units: list[Unit] = Field(description="units with a role in it")
    actors: list[Actor] = Field(description="bodies that its own sentence makes act")
    times: list[Time] = Field(description="deadlines, periods and other times")
    references: list[str] = Field(description="titles of documents it cites")
    targets: list[Target] = Field(description="quantities to be reached")
    evidence: list[str] = Field(description="ids of the rules that decided the kind, the weightiest first")
    location: Location = Field(description="its place in the document")
    confidence: float | None = Field(default=None, description="of text recognized in a picture, 0 to 1; else null")
    keywords: list[str] | None = Field(default=None, description="verb and keywords, with --keywords")


class SourceFacts(Record):
    """The file that was read."""

    path: str | None = Field(description="the path as given; null for bytes and standard input")
    format: str = Field(description="the format that was read: docx")
    sha256: str = Field(description="digest of the file, hexadecimal")
    bytes: int = Field(description="size of the file")


class DocumentFacts(Record):
    """The metadata of a document; dates are ISO dates.

    ``type_rule`` is the rule that told the ``type``.
    """

    title: str | None = Field(description="标题")
    issuer: str | None = Field(description="发文机关")
    doc_number: str | None = Field(description="发文字号")
    issued_on: IsoDate | None = Field(description="成文日期")
    published_on: IsoDate | None = Field(description="发布日期")
    index_number: str | None = Field(description="索引号")
    status: str | None = Field(description="有效性, as printed")
    type: Annotated[str, _words_of(PaperType)] | None = Field(description="what kind of document it is")
    type_rule: str | None = Field(description="id of the rule that decided the type")


class DiagnosticRecord(Record):
    """Something repaired, dropped, doubtful or missing, with a stable code."""

    code: Annotated[str, _words_of(DiagnosticCode)] = Field(description="stable code")
    level: Level = Field(description="error: tasks may be missing; warning: something is in doubt")
    message: str = Field(description="what was found, in English")
    location: Location | None = Field(description="where; null for the document as a whole")


class LeftoverRecord(Record):
    """Text that went into no record, by kind."""

    kind: Annotated[str, _words_of(LeftoverKind)] = Field(description="what it was taken for")
    start: int = Field(description="offset of the first character in the text that was read")
    end: int = Field(description="offset behind the last character")
    text: str = Field(description="its words, the middle of long ones left out")


class Coverage(Record):
    """Where the text (without white space) went; the shares add up to 1."""

    characters: int = Field(description="characters of the text, without white space")
    shares: dict[Annotated[str, _words_of(RecordKind, LeftoverKind)], float] = Field(
        description="share of the characters by where they went"
    )
    leftovers: list[LeftoverRecord] = Field(description="text that went into no record, in document order")


class Document(Record):
    """All that was read from one input file."""

    schema_version: str = Field(default=SCHEMA_VERSION, description="version of this schema")
    source: SourceFacts = Field(description="the file that was read")
    document: DocumentFacts = Field(description="its metadata")
    tasks: list[Task] = Field(description="all tasks (kinds `measure` and `request`), in document order")
    provisions: list[Task] = Field(description="numbered text that asks nothing of anybody")
    diagnostics: list[DiagnosticRecord] = Field(description="what was repaired, dropped, doubtful or missing")
    coverage: Coverage = Field(description="where all of the text went")

    def rows(self) -> list[dict[str, str | int | float | None]]:
        """A flat row for each task, with the columns of CSV: ``pandas.DataFrame(document.rows())``.

        Lists are joined: ``市财政局、市民政局``; days are ISO dates.
        """
        path = self.source.path
        return [*resolve_name(_TO_ROWS)(self, PurePath(path).name if path else "-")]

    def _repr_html_(self) -> str:
        """What a notebook shows: title, issuer, and a table of the tasks."""
        return str(resolve_name(_TO_HTML)(self))


def json_schema(name: str) -> dict[str, object]:
    """The JSON Schema (draft 2020-12) of ``document`` or ``task``."""
    models: dict[str, type[BaseModel]] = {"document": Document, "task": Task}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": SCHEMA_ID.format(name=name)}
    return head | models[name].model_json_schema(mode="serialization")
