"""One input after the other: what is refused is an outcome, and the next one is read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from docx2tasks.batch.inputs import Input, expand, find_inputs
from docx2tasks.batch.outputs import OutputNames, make_folder, write_outcome
from docx2tasks.errors import ExitCode, InputError, Refusal, SpaceError, UsageError
from docx2tasks.export.json_text import document_to_json, text_to_bytes
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.model import Document
from docx2tasks.pipeline import source_to_reading
from docx2tasks.readers import read
from docx2tasks.rules import Rules


class Options(NamedTuple):
    """How every document of a batch is read."""

    rules: Rules
    source_format: str | None = None
    soffice: str | None = None
    limits: Limits = DEFAULT


class Outcome(NamedTuple):
    """What became of one document: its name, how many tasks it has, or why it was not read."""

    name: str
    tasks: int = 0
    refusal: Refusal | None = None
    fault: Exception | None = None  # the bug behind a refusal with the code ``bug``


class Bug(Refusal):
    """Something nobody thought of, in one document of many."""

    exit_code = ExitCode.BUG


def run(path: Path, out: Path, options: Options) -> Iterator[Outcome]:
    """Read what is at ``path`` and write each document below ``out``; an outcome for each.

    Raises what concerns the call and not one document: ``UsageError``, ``SpaceError``, and the refusals of
    :func:`~docx2tasks.batch.inputs.find_inputs`; nothing has been written then, or the disk is full.
    """
    inputs = find_inputs(path, out, options.limits)
    make_folder(out)
    names = OutputNames()
    count = 0
    for count, one in enumerate(inputs, 1):  # noqa: B007  counted for what comes after
        yield from _read_input(one, out, names, options)
    if not count:
        raise InputError("no-files", f"{path} holds no files", "hidden files and links are not read: check the path")


def _read_input(one: Input, out: Path, names: OutputNames, options: Options) -> Iterator[Outcome]:
    try:
        documents = expand(one, options.limits) if options.source_format is None else iter([one])
        for document in documents:
            yield _read_document(document, out, names, options)
    except (UsageError, SpaceError):
        raise
    except Refusal as refusal:
        yield Outcome(one.name, refusal=refusal)


def _read_document(one: Input, out: Path, names: OutputNames, options: Options) -> Outcome:
    name = names.new(one.name)  # also for one that is refused: what follows is named the same next time
    try:
        document = _input_to_document(one, options)
    except (UsageError, SpaceError):
        raise
    except Refusal as refusal:
        return Outcome(one.name, refusal=refusal)
    except Exception as error:  # noqa: BLE001  a bug in one document is no reason to lose the others
        words = f"an unexpected {type(error).__name__}"
        return Outcome(one.name, refusal=Bug("bug", words, "run again with --debug and report it"), fault=error)
    write_outcome(out, name, text_to_bytes(document_to_json(document)))
    return Outcome(one.name, len(document.tasks))


def _input_to_document(one: Input, options: Options) -> Document:
    data = one.load()
    source = read(data, options.limits, source_format=options.source_format, soffice=options.soffice)
    return source_to_reading(source, data, one.path, options.rules, options.limits).document
