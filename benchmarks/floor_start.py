"""The least program of the same make: typer, five pydantic models, zipfile and lxml.

    python benchmarks/floor_start.py FILE.docx

Reads the file, puts its paragraphs into models, prints them as JSON.  ``cold_start.py`` runs it.
"""

import io
import sys
import zipfile
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ConfigDict

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Record(BaseModel):
    """What all models share."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Unit(Record):
    """A unit and its role."""

    name: str
    role: str | None = None


class Time(Record):
    """A phrase of time."""

    text: str
    end: str | None = None


class Task(Record):
    """A measure."""

    id: str
    text: str
    units: list[Unit] = []
    times: list[Time] = []


class Facts(Record):
    """What is known of the file."""

    path: str
    bytes: int


class Document(Record):
    """All of it."""

    source: Facts
    tasks: list[Task]


app = typer.Typer()


@app.command()
def parse(file: Annotated[Path, typer.Argument(exists=True)]) -> None:
    """Print the paragraphs of a Word file as records."""
    from lxml import etree  # noqa: PLC0415  as late as in the program

    data = file.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    texts = ("".join(paragraph.itertext(f"{W}t")) for paragraph in root.iter(f"{W}p"))
    tasks = [Task(id=str(number), text=text) for number, text in enumerate(texts, 1)]
    document = Document(source=Facts(path=str(file), bytes=len(data)), tasks=tasks)
    sys.stdout.write(document.model_dump_json(indent=2) + "\n")


if __name__ == "__main__":
    app()
