"""What a child of the batch does: inputs to documents, one after the other, told to the parent as it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from docx2tasks.batch.inputs import Input, expand
from docx2tasks.errors import Refusal, UsageError
from docx2tasks.export.json_text import document_to_json, text_to_bytes
from docx2tasks.isolate import is_grown, is_out_of_memory
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.pipeline import source_to_reading
from docx2tasks.readers import read
from docx2tasks.rules import Rules


class Options(NamedTuple):
    """How every document of a batch is read."""

    rules: Rules
    source_format: str | None = None
    soffice: str | None = None
    limits: Limits = DEFAULT


class Opened(NamedTuple):
    """An input is being opened: its place among all."""

    place: int


class Begun(NamedTuple):
    """A document is being read."""

    name: str


class Finished(NamedTuple):
    """What was begun, or else opened, is through: its JSON and how many tasks it has, or why not."""

    data: bytes = b""
    tasks: int = 0
    refusal: Refusal | None = None


Step = Opened | Begun | Finished


def read_inputs(inputs: Sequence[Input], first: int, done: int, options: Options) -> Iterator[Step]:
    """Read the inputs from the one at ``first``, without the ``done`` first documents of that one.

    Ends early where the process has grown much: the next file is to find as much memory as this one did.
    """
    for place in range(first, len(inputs)):
        yield Opened(place)
        yield from _read_input(inputs[place], done if place == first else 0, options)
        if is_grown(options.limits):
            return


def _read_input(one: Input, done: int, options: Options) -> Iterator[Step]:
    try:
        documents = expand(one, options.limits) if options.source_format is None else iter([one])
        for document in islice(documents, done, None):
            yield Begun(document.name)
            yield _read_document(document, options)
    except Refusal as refusal:
        yield _to_step(refusal)


def _read_document(one: Input, options: Options) -> Finished:
    try:
        data = one.load(options.limits).data
        source = read(data, options.limits, source_format=options.source_format, soffice=options.soffice)
        document = source_to_reading(source, data, one.path, options.rules, options.limits).document
    except Refusal as refusal:
        return _to_step(refusal)
    return Finished(text_to_bytes(document_to_json(document)), len(document.tasks))


def _to_step(refusal: Refusal) -> Finished:
    """A refusal of a file; raised where it is one of the call, or comes of a lack of memory."""
    if isinstance(refusal, UsageError) or is_out_of_memory(refusal):
        raise refusal
    return Finished(refusal=refusal)
