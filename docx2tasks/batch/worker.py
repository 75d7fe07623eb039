"""The worker process of a batch: inputs to documents, reported one by one.

    Opened ─ InputLoaded ─ Begun ─ Finished                   a file
    Opened ─ InputLoaded ─ Begun ─ Finished … ContainerDone   an archive or mail: each document in it, and the end
    Opened ─ InputLoaded(is_known)                            what the ledger knows already
    Opened ─ Finished                                         what cannot be loaded or opened

What is begun and not finished is what a crash is about.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from docx2tasks.batch.copies import texts_to_digests
from docx2tasks.batch.inputs.find import Input
from docx2tasks.corrections import Corrections, correct
from docx2tasks.errors import Refusal, UsageError
from docx2tasks.export.json_text import document_to_json, document_to_jsonl, text_to_bytes
from docx2tasks.export.store import Form
from docx2tasks.isolate import find_peak, forget_peak, is_grown, is_out_of_memory
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.model import Document
from docx2tasks.pipeline import add_keywords, add_provisions, bytes_to_reading
from docx2tasks.readers.containers import Member, find_container, find_members
from docx2tasks.rules import Rules
from docx2tasks.vocabulary import LeftoverKind


class Options(NamedTuple):
    """How the documents of a batch are read."""

    rules: Rules
    source_format: str | None = None
    soffice: str | None = None
    limits: Limits = DEFAULT
    form: Form = Form.document
    keywords: bool = False
    provisions: bool = False  # among the tasks
    corrections: Corrections | None = None


class Job(NamedTuple):
    """An input to read; it is skipped if its content has the known digest."""

    input: Input
    known: str | None = None


class Opened(NamedTuple):
    """An input is being opened: its place among all."""

    place: int


class InputLoaded(NamedTuple):
    """The open input was loaded; ``is_known``: there is no more to do."""

    sha256: str
    bytes: int
    modified_ns: int | None
    is_known: bool


class Begun(NamedTuple):
    """A document is being read: the input itself, or one inside it."""

    name: str
    sha256: str
    bytes: int


class LedgerFacts(NamedTuple):
    """Further facts for the ledger: what to check, and what identifies copies."""

    doubts: Mapping[str, Mapping[str, int]] = {}  # how often each code was met, by level: warning, error
    doc_number: str | None = None
    texts: bytes | None = None
    characters: int | None = None
    without_unit: int | None = None
    without_time: int | None = None


class Finished(NamedTuple):
    """A document is finished: its records and facts, or why there are none."""

    data: bytes = b""
    format: str | None = None
    tasks: int = 0
    diagnostics: Mapping[str, int] = {}
    coverage: float | None = None
    seconds: float = 0.0
    memory: int = 0
    refusal: Refusal | None = None
    facts: LedgerFacts = LedgerFacts()


class ContainerDone(NamedTuple):
    """All documents of the open input are through."""

    format: str
    seconds: float


Step = Opened | InputLoaded | Begun | Finished | ContainerDone


def read_jobs(jobs: Sequence[Job], first: int, done: int, options: Options) -> Iterator[Step]:
    """Read the inputs from the one at ``first``, without the ``done`` first documents of that one.

    Ends early where the process has grown much: the next file is to find as much memory as this one did.
    """
    for place in range(first, len(jobs)):
        yield Opened(place)
        yield from _read_job(jobs[place], done if place == first else 0, options)
        if is_grown(options.limits):
            return


class _Content(NamedTuple):
    """What is to be read: a document or what holds documents, and since when it is worked on."""

    name: str
    path: str
    data: bytes
    sha256: str
    started: float


def _read_job(job: Job, done: int, options: Options) -> Iterator[Step]:
    started = time.monotonic()
    forget_peak()
    try:
        data, stamp = job.input.load(options.limits)
        digest = hashlib.sha256(data).hexdigest()
        is_known = digest == job.known
        yield InputLoaded(digest, len(data), stamp.modified_ns, is_known)
        if not is_known:
            content = _Content(job.input.name, job.input.path, data, digest, started)
            yield from _read_content(content, done, options)
    except Refusal as refusal:
        yield _refusal_to_step(refusal, started)


def _read_content(content: _Content, done: int, options: Options) -> Iterator[Step]:
    is_forced = options.source_format is not None
    container = None if is_forced or not content.data else find_container(content.data, options.limits)
    if container is None:
        yield Begun(content.name, content.sha256, len(content.data))
        yield _read_document(content, options)
        return
    for member in islice(find_members(content.data, container, options.limits), done, None):
        forget_peak()
        one = _member_to_content(member, content)
        yield Begun(one.name, one.sha256, len(one.data))
        yield _refusal_to_step(member.refusal, one.started) if member.refusal else _read_document(one, options)
    yield ContainerDone(container, time.monotonic() - content.started)


def _member_to_content(member: Member, of: _Content) -> _Content:
    digest = hashlib.sha256(member.data).hexdigest()
    return _Content(f"{of.name}/{member.name}", f"{of.path}/{member.name}", member.data, digest, time.monotonic())


def _read_document(one: _Content, options: Options) -> Finished:
    try:
        reading = bytes_to_reading(
            one.data, one.path, options.rules, options.limits, options.source_format, options.soffice
        )
    except Refusal as refusal:
        return _refusal_to_step(refusal, one.started)
    document = correct(reading, options.corrections, options.rules, is_alone=False).document
    if options.provisions:
        document = add_provisions(document)
    if options.keywords:
        document = add_keywords(document)
    return Finished(
        data=text_to_bytes(_FORMS[options.form](document, one.name)),
        format=document.source.format,
        tasks=len(document.tasks),
        diagnostics=Counter(diagnostic.code for diagnostic in document.diagnostics),
        coverage=1.0 - document.coverage.shares.get(LeftoverKind.UNASSIGNED, 0.0),
        seconds=time.monotonic() - one.started,
        memory=find_peak(),
        facts=_document_to_facts(document),
    )


def _document_to_facts(document: Document) -> LedgerFacts:
    doubts: dict[str, Counter[str]] = {}
    for diagnostic in document.diagnostics:
        if diagnostic.level != "info":
            doubts.setdefault(diagnostic.level, Counter())[diagnostic.code] += 1
    texts = [task.text for task in document.tasks]
    return LedgerFacts(
        doubts=doubts,
        doc_number=document.document.doc_number,
        texts=texts_to_digests(texts),
        characters=sum(map(len, texts)),
        without_unit=sum(not task.units for task in document.tasks),
        without_time=sum(not task.times for task in document.tasks),
    )


_FORMS: Mapping[Form, Callable[[Document, str], str]] = {
    Form.document: lambda document, _name: document_to_json(document),
    Form.compact: lambda document, _name: document_to_json(document, indent=None),
    Form.tasks: lambda document, name: document_to_jsonl(document, document_name=name),
}


def _refusal_to_step(refusal: Refusal, started: float) -> Finished:
    """A refusal of a file; raised where it is one of the call, or comes of a lack of memory."""
    if isinstance(refusal, UsageError) or is_out_of_memory(refusal):
        raise refusal
    return Finished(refusal=refusal, seconds=time.monotonic() - started, memory=find_peak())
