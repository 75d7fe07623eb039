"""Bytes to a document: all steps on one screen.

bytes → blocks over one text → outline → drafts → tasks → validated Document
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import NamedTuple

from docx2tasks.assemble import (
    account_for,
    account_to_values,
    diagnostics_to_values,
    drafts_to_tasks,
    facts_to_values,
    values_to_document,
)
from docx2tasks.deadline import deadline
from docx2tasks.errors import CrashError, LimitError, Refusal, UsageError, find_shortage
from docx2tasks.extract.metadata import FactFinder, Facts, Reason
from docx2tasks.faults import attempt, collect_faults
from docx2tasks.judge.judge import Judge
from docx2tasks.judge.legible import drop_illegible
from docx2tasks.judge.nothing import find_nothing_asked
from docx2tasks.limits import DEFAULT, Limits, bound
from docx2tasks.model import Document
from docx2tasks.readers import read
from docx2tasks.readers.large import is_large
from docx2tasks.rules import Rules, load_rules
from docx2tasks.segment.drafts.draft import Drafts
from docx2tasks.segment.drafts.repeated import drop_repeated
from docx2tasks.segment.drafts.walk import outline_to_drafts
from docx2tasks.segment.outline.boilerplate import BoilerplateMarker
from docx2tasks.segment.outline.build import OutlineReader
from docx2tasks.segment.outline.items import Outline, TableEntry
from docx2tasks.segment.tables.cards import CardFinder
from docx2tasks.segment.tables.frames import FrameOpener
from docx2tasks.source import Diagnostic, Source, source_to_places
from docx2tasks.source_bytes import FileSource, source_to_bytes
from docx2tasks.vocabulary import CoverageKind, DiagnosticCode, LeftoverKind, TaskKind

_HEAD_LINES = 8  # lines in which the title is looked for as a last resort
_LOST = 0.02  # share of the characters that no part of the account explains


class Reading(NamedTuple):
    """A document with the source it was read from, for whoever wants to look places up."""

    source: Source
    document: Document
    reasons: tuple[Reason, ...] = ()  # why the document's own facts were chosen


def parse(  # noqa: PLR0913  one argument an option
    source: FileSource,
    *,
    source_format: str | None = None,
    rules: Rules | None = None,
    limits: Limits = DEFAULT,
    soffice: str | None = None,
    timeout: float | None = None,
    memory: float | None = None,
) -> Document:
    """Parse a file (by path, or open) or bytes: ``parse("清单.docx", timeout=10).tasks``, ``parse(open(path, "rb"))``.

    ``source_format`` is one of ``docx2tasks.readers.FORMATS``, instead of detecting it.  ``soffice`` is the path to
    LibreOffice's program, which converts old Word files and the like (None: found on PATH).  ``timeout`` (seconds)
    and ``memory`` (MB) limit the work on a file (None: as in ``limits``, 120 and 2,000, more for scanned pages).

    Raises a :class:`~docx2tasks.errors.Refusal` with a code and a hint if the file cannot be read, such as
    ``encrypted``, ``no-text``, ``too-slow`` or ``out-of-memory``.
    """
    return parse_with_source(
        source,
        source_format=source_format,
        rules=rules,
        limits=limits,
        soffice=soffice,
        timeout=timeout,
        memory=memory,
    ).document


def parse_with_source(  # noqa: PLR0913  one argument an option
    source: FileSource,
    *,
    source_format: str | None = None,
    rules: Rules | None = None,
    limits: Limits = DEFAULT,
    soffice: str | None = None,
    timeout: float | None = None,
    memory: float | None = None,
) -> Reading:
    """Like :func:`parse`, with the canonical text the spans point into (``.source.text``)."""
    limits = _bound(limits, timeout, memory)
    data, path = source_to_bytes(source, limits)
    loaded = rules or load_rules()
    if is_large(data, limits, source_format):
        from docx2tasks.isolate import run_isolated  # noqa: PLC0415

        return run_isolated(bytes_to_reading, limits, data, path, loaded, limits, source_format, soffice)
    with deadline(limits):
        return bytes_to_reading(data, path, loaded, limits, source_format, soffice)


def _bound(limits: Limits, timeout: float | None, memory: float | None) -> Limits:
    try:
        return bound(limits, timeout, memory)
    except ValueError as error:
        raise UsageError("wrong-limit", str(error), "use seconds and MB above 0") from None


def bytes_to_reading(  # noqa: PLR0913, PLR0917  a child is given what it works on by place
    data: bytes,
    path: str | None,
    rules: Rules,
    limits: Limits,
    source_format: str | None = None,
    soffice: str | None = None,
) -> Reading:
    """Parse the bytes of a file in this process.

    Raises a :class:`~docx2tasks.errors.Refusal` whatever the bytes are: ``crashed`` where nothing else fits.
    """
    try:
        source = read(data, limits, source_format=source_format, soffice=soffice)
        return source_to_reading(source, data, path, rules, limits)
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        if shortage := find_shortage(error):
            raise shortage from error
        message = f"the file could not be read because of a bug ({type(error).__name__})"
        raise CrashError("crashed", message, "save or export the file again, and report the bug") from error


def source_to_reading(raw: Source, data: bytes, path: str | None, rules: Rules, limits: Limits) -> Reading:
    """Turn a source into records, step by step."""
    open_frames = rules.once(FrameOpener).open
    with collect_faults() as faults:
        opened = raw._replace(blocks=attempt("frames round text", (), raw.blocks, open_frames, raw.blocks))
        opened = attempt("cards of labelled lines", (), opened, rules.once(CardFinder).lay_out, opened)
        source, prints = rules.once(BoilerplateMarker).mark(opened)
        outline = rules.once(OutlineReader).read(source.blocks)
        drafts = drop_repeated(outline_to_drafts(outline, rules, source.text), prints)
        drafts = drop_illegible(drafts, source.text)
        _check_size(drafts, limits)
        find = rules.once(FactFinder).find
        head_end = _find_head_end(outline, drafts)
        facts = attempt("the document's own facts", (), Facts(), find, source, head_end, drafts.signatures)
        titles = [facts.title] if facts.title else source.text[:head_end].split("\n")[:_HEAD_LINES]
        drafts, paper = rules.once(Judge).judge(drafts, titles, source.text)
        placed = source if opened.blocks is raw.blocks else source._replace(blocks=raw.blocks)
        places = source_to_places(placed)
        records, doubts = drafts_to_tasks(drafts, facts, places, rules)
    tasks = [one for one in records if one["kind"] != TaskKind.PROVISION]
    account = account_for(source, drafts, facts)
    found = [*source.diagnostics, *outline.diagnostics, *drafts.diagnostics, *doubts, *faults]
    found += _losses(dict(account.shares), account.characters)
    found += [] if tasks or not account.characters else [find_nothing_asked(drafts, paper)]
    digest = hashlib.sha256(data).hexdigest()
    values = {
        "source": {"path": path, "format": source.format, "sha256": digest, "bytes": len(data)},
        "document": facts_to_values(facts, paper),
        "tasks": tasks,
        "provisions": [one for one in records if one["kind"] == TaskKind.PROVISION],
        "diagnostics": diagnostics_to_values(found, places),
        "coverage": account_to_values(account, source.text),
    }
    return Reading(placed, values_to_document(values, places), facts.reasons)


def _find_head_end(outline: Outline, drafts: Drafts) -> int | None:
    """The end of the head: the first item, which may be an unnumbered paragraph."""
    if outline.head_end is not None or any(isinstance(entry, TableEntry) for entry in outline.entries):
        return outline.head_end
    return next((draft.text.start for draft in drafts.drafts if draft.text), None)


def _check_size(drafts: Drafts, limits: Limits) -> None:
    if len(drafts.drafts) > limits.tasks:
        message = f"the document has {len(drafts.drafts):,} tasks; the limit is {limits.tasks:,}"
        raise LimitError("too-many-tasks", message, "split it")


def _losses(shares: Mapping[CoverageKind, float], characters: int) -> list[Diagnostic]:
    """What ``--strict`` refuses: text that is not accounted for."""
    found = []
    if characters and shares.get(LeftoverKind.UNASSIGNED, 0) > _LOST:
        share = f"{shares[LeftoverKind.UNASSIGNED]:.1%}"
        found.append(Diagnostic(DiagnosticCode.TEXT_UNASSIGNED, f"{share} of the text is not accounted for", "error"))
    return found


def add_keywords(document: Document) -> Document:
    """The document with the keywords of each task, a verb and nouns, found with jieba."""
    from docx2tasks.extract.keywords import find_keywords  # noqa: PLC0415  its dictionary costs more than a document

    tasks = [task.model_copy(update={"keywords": find_keywords(task.text)}) for task in document.tasks]
    return document.model_copy(update={"tasks": tasks})


def add_provisions(document: Document) -> Document:
    """The document with its provisions among its tasks, in reading order."""
    tasks = sorted([*document.tasks, *document.provisions], key=lambda task: task.location.start)
    return document.model_copy(update={"tasks": tasks, "provisions": []})
