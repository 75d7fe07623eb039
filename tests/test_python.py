"""The program as a library: open files, rows for a data frame, notebooks, schemas for function calling."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from program import PLAN, call

from docx2tasks import Document, Refusal, parse
from docx2tasks.limits import Limits
from docx2tasks.model import json_schema
from docx2tasks.office.flat import FLAT_COLUMNS
from docx2tasks.tool_schema import tool_schema

DATA = PLAN.encode()


@pytest.fixture
def document() -> Document:
    """The plan, from bytes."""
    return parse(DATA)


@pytest.mark.parametrize("source", [BytesIO(DATA), bytearray(DATA), memoryview(DATA)], ids=["open", "array", "view"])
def test_bytes_in_any_form(source: Any, document: Document) -> None:
    """In memory, open or not."""
    assert parse(source) == document


def test_an_open_file_is_read_from_where_it_is(tmp_path: Path, document: Document) -> None:
    """With its name as its path."""
    path = tmp_path / "清单.txt"
    path.write_bytes(DATA)
    with path.open("rb") as file:
        read = parse(file)
        assert read.source.path == str(path)
        assert read.tasks == document.tasks
        with pytest.raises(Refusal, match="empty"):
            parse(file)


@pytest.mark.parametrize(
    ("source", "code"),
    [(StringIO(PLAN), "unreadable"), (BytesIO(b""), "empty"), (BytesIO(DATA * 2), "too-big")],
    ids=["text", "empty", "large"],
)
def test_open_files_that_are_refused(source: Any, code: str) -> None:
    """With a code and what to do."""
    with pytest.raises(Refusal) as caught:
        parse(source, limits=Limits(input_bytes=len(DATA) + 1))
    assert caught.value.code == code


def test_rows_are_flat(tmp_path: Path, document: Document) -> None:
    """One for each task, with the columns of CSV."""
    rows = document.rows()
    assert [*rows[0]] == [column.name for column in FLAT_COLUMNS]
    assert [(row["lead"], row["support"], row["ends_on"]) for row in rows[:1]] == [
        ("市卫生健康委", "市财政局、市民政局", "2022-12-31")
    ]
    (tmp_path / "清单.txt").write_bytes(DATA)
    assert parse(tmp_path / "清单.txt").rows()[0]["document_name"] == "清单.txt"


def test_a_notebook_shows_a_table(document: Document) -> None:
    """Words of the document are no markup."""
    shown = document.model_copy(update={"document": document.document.model_copy(update={"title": "<b>一"})})
    page = shown._repr_html_()
    assert page.count("<tr>") == 1 + len(document.tasks)
    assert "●市卫生健康委" in page
    assert "&lt;b&gt;一" in page


# --- schemas -----------------------------------------------------------------------------------------


def _objects(schema: Any) -> list[dict[str, Any]]:
    return [one for one in (schema, *schema["$defs"].values()) if one.get("type") == "object"]


@pytest.mark.parametrize("schema", [json_schema("document"), json_schema("task"), tool_schema()])
def test_every_field_is_described(schema: Any) -> None:
    """In words, and dates as such."""
    fields = [field for one in _objects(schema) for field in one["properties"].items()]
    assert [name for name, field in fields if not field.get("description")] == []
    days = [field for name, field in fields if name.endswith("_on") or (name in {"start", "end"} and "anyOf" in field)]
    assert days
    assert all({"type": "string", "format": "date"} in field["anyOf"] for field in days)


def test_the_schema_for_tools_is_strict(document: Document) -> None:
    """Closed objects, all keys required, no keyword that function calling does not know; records fit it."""
    schema = tool_schema()
    Draft202012Validator.check_schema(schema)
    for one in _objects(schema):
        assert one["additionalProperties"] is False
        assert one["required"] == [*one["properties"]]
    assert not {"oneOf", "default", "prefixItems", "const"} & _keywords(schema)
    tasks = [_cut(schema, "Task", task.model_dump(mode="json")) for task in document.tasks]
    Draft202012Validator(schema).validate({"tasks": tasks})
    assert json.loads(call("schema", "tool").stdout) == schema


def _keywords(value: Any) -> set[str]:
    if isinstance(value, dict):
        return {*value}.union(*map(_keywords, value.values()))
    return set().union(*map(_keywords, value)) if isinstance(value, list) else set()


def _cut(schema: Any, name: str, values: dict[str, Any]) -> dict[str, Any]:
    """A record with the keys of the schema alone."""
    fields = schema["$defs"][name]["properties"]
    cut = {key: values[key] for key in fields}
    for key, field in fields.items():
        part = field.get("items", {}).get("$ref", "").rpartition("/")[2]
        cut[key] = [_cut(schema, part, one) for one in values[key]] if part else values[key]
    return cut
