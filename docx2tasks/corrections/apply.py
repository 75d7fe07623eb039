"""Applies corrections to records, and reports each one or why it was not applied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from docx2tasks.corrections.fit import Fitted, fit_corrections
from docx2tasks.corrections.lines import RULE, AddedTask, CorrectionLine, Corrections
from docx2tasks.corrections.places import Finder, Value
from docx2tasks.extract.unit_names import PaperUnitNames, UnitNames
from docx2tasks.model import DiagnosticRecord, Document, Location, Record, Task, Time, Unit
from docx2tasks.pipeline import Reading
from docx2tasks.rules import Rules, load_rules
from docx2tasks.vocabulary import DiagnosticCode, TaskKind

_SHOWN = 40  # characters of the document in a diagnostic
_NOT_COMPARED = frozenset(("span", "rule", "canonical"))


class _Told(NamedTuple):
    """A record after its corrections (None: deleted), and what is said of them."""

    record: Task | None
    diagnostics: Sequence[DiagnosticRecord]


def correct(
    reading: Reading, corrections: Corrections | None, rules: Rules | None = None, *, is_alone: bool = True
) -> Reading:
    """The reading with corrections applied; each one, or why it was not applied, is a diagnostic.

    ``is_alone`` says that the corrections were given for this document, not for many: those of other documents are
    then told as well.  ``rules`` (the built-in ones unless given) know the usual names of units that people typed:
    ``市卫健委`` is ``市卫生健康委``.
    """
    if corrections is None:
        return reading
    document = reading.document
    records = [*document.tasks, *document.provisions]
    fitted = fit_corrections(corrections, document.source.sha256, records, is_alone=is_alone)
    names = (rules or load_rules()).once(UnitNames)
    paper = PaperUnitNames(names, names.issuer_to_level(document.document.issuer))
    finder = Finder.of(reading.source, paper, trusts_spans=fitted.is_same_file)
    told = [_correct_record(record, fitted, finder) for record in records]
    told += [_add(line, finder) for line in fitted.added]
    said = [one for each in told for one in each.diagnostics]
    said += [_say_unfit(line, None, "no record is like the one it was made for") for line in fitted.unfit]
    return reading._replace(document=_with_records(document, [one.record for one in told if one.record], said, fitted))


def _with_records(
    document: Document, records: Iterable[Task], said: Sequence[DiagnosticRecord], fitted: Fitted
) -> Document:
    ordered = sorted(records, key=lambda record: record.location.start)
    dated = {key for key, lines in fitted.lines.items() if any(line.field == "times" for line in lines)}
    solved = [record for record in document.tasks if record.id in dated]
    kept = [one for one in document.diagnostics if not _is_solved(one, solved)]
    return document.model_copy(
        update={
            "tasks": [record for record in ordered if record.kind != TaskKind.PROVISION],
            "provisions": [record for record in ordered if record.kind == TaskKind.PROVISION],
            "diagnostics": [*kept, *said],
        }
    )


def _is_solved(one: DiagnosticRecord, solved: Sequence[Task]) -> bool:
    """Whether a time without a date was one of a record whose times people gave."""
    if one.code != DiagnosticCode.UNRESOLVED_TIME or one.location is None:
        return False
    place = one.location
    spans = (span for task in solved for time in task.times for span in time.span)
    return any(start < place.end and end > place.start for start, end in spans)


def _correct_record(record: Task, fitted: Fitted, finder: Finder) -> _Told:
    """A record after all lines about it, the latest of a field last."""
    now: Task | None = record
    said: list[DiagnosticRecord] = []
    for line in fitted.lines.get(record.id, ()):
        if now is None:
            break
        if line.field == "verdict":
            said += _say_verdict(line, now)
        elif not fitted.is_same_file and not _is_as_before(line, now):
            said.append(_say_unfit(line, now.location, f"{line.field} says something else now"))
        elif line.field == "task":
            said.append(_say_done(line, now, "deleted"))
            now = None
        elif not _is_same(getattr(now, line.field), line.new):
            said.append(_say_done(line, now, "corrected"))
            now = _replace(now, line, finder)
    return _Told(now, said)


def _replace(record: Task, line: CorrectionLine, finder: Finder) -> Task:
    """The record with a new value of one field, at its place in the text."""
    if line.field == "location":
        return record.model_copy(update={"location": finder.place(line.new, record.text, record.location)})
    new = line.new
    if isinstance(new, list):
        old = {_bare_text(value): value for value in getattr(record, line.field)}
        new = [old.get(_bare_text(value)) or _mark(value, finder, record.location) for value in new]
    changed: dict[str, object] = {line.field: str(new.value) if isinstance(new, TaskKind) else new}
    if line.field == "kind":
        changed["evidence"] = [RULE]
    return record.model_copy(update=changed)


def _mark(value: Value | str, finder: Finder, within: Location) -> Value | str:
    """A value that is not as it was is from people; a cited document has no place of its own."""
    return value if isinstance(value, str) else finder.value(value, within)


def _add(line: CorrectionLine, finder: Finder) -> _Told:
    added: AddedTask = line.new
    location = finder.place(added.location, added.text, None)
    if location is None:
        return _Told(None, [_say_unfit(line, None, "the words of the added task are not in the text")])
    values = {name: getattr(added, name) for name in AddedTask.model_fields if name not in {"location", "kind"}}
    lists = {
        name: [finder.value(value, location) for value in getattr(added, name)]
        for name in ("path", "units", "actors", "times", "targets")
    }
    own = {"id": line.task, "kind": added.kind.value, "evidence": [RULE], "location": location}
    task = Task.model_validate(values | lists | own)
    return _Told(task, [_say_done(line, task, "added")])


# --- what is said ------------------------------------------------------------------------------------


def _say_done(line: CorrectionLine, record: Task, done: str) -> DiagnosticRecord:
    what = "" if line.field == "task" else f"{line.field}: "
    was = _to_words(getattr(record, line.field)) if line.field not in {"task", "location"} else ""
    message = f"{what}{done} by {_who(line)}" + (f"; it was {was}" if was else "")
    return DiagnosticRecord(code=DiagnosticCode.CORRECTED, level="info", message=message, location=record.location)


def _say_verdict(line: CorrectionLine, record: Task) -> Iterator[DiagnosticRecord]:
    if line.new == "wrong":
        message = f"called wrong by {_who(line)}" + (f": {_shorten(line.note)}" if line.note else "")
        yield DiagnosticRecord(
            code=DiagnosticCode.CALLED_WRONG, level="warning", message=message, location=record.location
        )


def _say_unfit(line: CorrectionLine, place: Location | None, why: str) -> DiagnosticRecord:
    message = f"{line.field} of {_shorten(line.text) or line.task}, by {_who(line)}, was not corrected: {why}"
    return DiagnosticRecord(code=DiagnosticCode.CORRECTION_UNFIT, level="warning", message=message, location=place)


def _who(line: CorrectionLine) -> str:
    return (line.who or "somebody")[:_SHOWN] + (f" on {line.when[:10]}" if line.when else "")


def _shorten(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _to_words(value: object) -> str:
    if isinstance(value, list):
        return _shorten("、".join(_to_words(one) for one in value)) or "nothing"
    if isinstance(value, Unit):
        return f"{value.name} {value.role}"
    if isinstance(value, Time):
        return " ".join(filter(None, (value.text, value.start, value.end, value.every)))
    if isinstance(value, str):
        return _shorten(value)
    named = next((getattr(value, name) for name in ("name", "title", "text") if hasattr(value, name)), value)
    return _shorten(str(named)) if named is not None else "nothing"


# --- what is the same --------------------------------------------------------------------------------


def _is_as_before(line: CorrectionLine, record: Task) -> bool:
    """Whether the record still says what people corrected, or says already what they wrote."""
    if line.field == "task":
        return " ".join(str(line.old).split()) == " ".join(record.text.split())
    if line.field == "location":
        return True
    current = getattr(record, line.field)
    return _is_same(current, line.old) or _is_same(current, line.new)


def _is_same(one: object, other: object) -> bool:
    return _bare(one) == _bare(other)


def _bare_text(value: object) -> str:
    return repr(_bare(value))


def _bare(value: object) -> object:
    """A value without where it stands and what found it."""
    if isinstance(value, Record):
        value = value.model_dump(mode="json")
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in sorted(value.items()) if key not in _NOT_COMPARED}
    if isinstance(value, list | tuple):
        return [_bare(one) for one in value]
    return value
