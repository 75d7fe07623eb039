"""Many documents to a folder of pages with an index.

``档案/2022/方案.docx`` becomes ``核对/2022/方案.docx.html``; ``核对/index.html`` says what is in doubt in each, how far
its check is, and what was not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from docx2tasks.batch.inputs.find import find_inputs
from docx2tasks.batch.inputs.origins import Input
from docx2tasks.batch.mirror import OutputNames
from docx2tasks.batch.worker import Options
from docx2tasks.corrections import correct
from docx2tasks.errors import Refusal, UsageError
from docx2tasks.export.files import make_folder, make_place, write_atomically
from docx2tasks.export.json_text import text_to_bytes
from docx2tasks.export.names import name_to_text
from docx2tasks.pages.vocabulary import LANGUAGES
from docx2tasks.pipeline import Reading, parse_with_source
from docx2tasks.readers.containers import find_container, find_members
from docx2tasks.review.assets import PAGES
from docx2tasks.review.doubts import find_doubts
from docx2tasks.review.page import reading_to_page

INDEX = "index.html"
SCRIPTS = ("given", "words", "dom", "index")


class WrittenPage(NamedTuple):
    """A page that was written: the name of its paper, and where it is in the folder."""

    name: str
    target: str
    reading: Reading


class PageFailure(NamedTuple):
    """A file without a page: its name, and why."""

    name: str
    refusal: Refusal


def write_pages(sources: Sequence[str], out: Path, options: Options) -> Iterator[WrittenPage | PageFailure]:
    """Write a page for each document of the sources (``档案``, ``方案.docx``, archives), and yield them.

    Raises what :func:`~docx2tasks.batch.inputs.find.find_inputs` raises, ``not-writable`` and ``no-space``.
    """
    make_folder(out)
    names = OutputNames(lambda _key: False)
    names.new("index")  # the index's own place
    rows: list[dict[str, object]] = []
    unread: list[dict[str, object]] = []
    for name, found in _find_readings(sources, out, options):
        if isinstance(found, Refusal):
            unread.append({"name": name_to_text(name), "code": found.code, "what": found.message, "hint": found.hint})
            yield PageFailure(name, found)
            continue
        target = f"{names.new(name).target.removesuffix('.json')}.html"
        write_atomically(make_place(out, target), text_to_bytes(reading_to_page(found, options.rules)))
        rows.append(_reading_to_row(found, name, target))
        yield WrittenPage(name, target, found)
    write_atomically(make_place(out, INDEX), text_to_bytes(_rows_to_index(rows, unread)))


def _find_readings(sources: Sequence[str], out: Path, options: Options) -> Iterator[tuple[str, Reading | Refusal]]:
    for one in find_inputs(sources, out, options.limits):
        try:
            yield from _read_input(one, options)
        except Refusal as refusal:
            if isinstance(refusal, UsageError):
                raise
            yield one.name, refusal


def _read_input(one: Input, options: Options) -> Iterator[tuple[str, Reading | Refusal]]:
    """A paper, or the papers in an archive or mail."""
    data = one.load(options.limits).data
    container = find_container(data, options.limits) if data and options.source_format is None else None
    if container is None:
        yield one.name, _read(data, one.path, options)
        return
    for member in find_members(data, container, options.limits):
        name = f"{one.name}/{member.name}"
        yield name, member.refusal or _read(member.data, f"{one.path}/{member.name}", options)


def _read(data: bytes, path: str, options: Options) -> Reading | Refusal:
    try:
        reading = parse_with_source(
            data,
            source_format=options.source_format,
            rules=options.rules,
            limits=options.limits,
            soffice=options.soffice,
        )
    except Refusal as refusal:
        return refusal
    source = reading.document.source.model_copy(update={"path": path})
    named = reading._replace(document=reading.document.model_copy(update={"source": source}))
    return correct(named, options.corrections, options.rules, is_alone=False)


def _reading_to_row(reading: Reading, name: str, target: str) -> dict[str, object]:
    document = reading.document
    return {
        "name": name_to_text(name),
        "page": target,
        "title": document.document.title or "",
        "sha256": document.source.sha256,
        "ids": [task.id for task in document.tasks],
        "doubtful": len(find_doubts(document)),
        "nounit": sum(not task.units for task in document.tasks),
        "notime": sum(all(time.kind == "mention" for time in task.times) for task in document.tasks),
        "lost": document.coverage.shares.get("unassigned", 0.0),
    }


def _rows_to_index(rows: list[dict[str, object]], unread: list[dict[str, object]]) -> str:
    words = {language: {"page": PAGES.load_language(language)["index"]} for language in LANGUAGES}
    values = {"papers": rows, "unread": unread, "words": words}
    title = words["zh"]["page"]["title"]
    return PAGES.fill("index", styles=("tokens", "index"), scripts=SCRIPTS, title=title, values=values)
