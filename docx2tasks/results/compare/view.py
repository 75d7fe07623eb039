"""A comparison as tables, and as values for JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from docx2tasks.plural import count
from docx2tasks.results.compare.changes import Change
from docx2tasks.results.compare.report import Batch, Comparison, DocumentChange, OutcomeChange, Totals
from docx2tasks.results.sections import Section, make_section

_VALUE = 48  # characters of a value in a table; what is longer is cut around where it changed
_BEFORE = 12  # of them that are shown before the first that changed
_LONGEST = 200  # characters of a value in JSON
_FILES = ("same file", "changed file")


def comparison_to_verdict(found: Comparison) -> str:
    """The first line: ``3 of 120 documents differ: 1 task gained, 2 tasks lost``, ``no differences: 120 documents``."""
    total = max(found.old.documents, found.new.documents)
    changed, outcomes = found.documents.count, found.outcomes.count
    if not changed + outcomes:
        return f"no differences: {count(total, 'document')}"
    said = [f"{count(changed, 'document')} changed"] if changed else []
    said += [f"{count(outcomes, 'document')} with another outcome"] if outcomes else []
    tasks = found.same_file.tasks + found.other_file.tasks
    said += [f"{count(tasks[word], 'task')} {word}" for word in ("gained", "lost", "changed") if tasks[word]]
    return f"differences in {count(total, 'document')}: {', '.join(said)}"


def comparison_to_sections(found: Comparison) -> Iterator[Section]:
    """The tables, those without rows left out."""
    sums = (_batches, _documents, _outcomes, _outcome_list, _tasks, _facts, _diagnostics)
    sections = (make(found) for make in (*sums, _document_list, _examples))
    return (section for section in sections if section.rows)


def _pair(found: Comparison) -> tuple[Totals, Totals]:
    return found.same_file, found.other_file


def _batches(found: Comparison) -> Section:
    headers = ("batch", "folder", "store", "documents", "tasks", "version", "rules")
    sides = (("OLD", found.old), ("NEW", found.new))
    return make_section("batches", headers, ((name, *_batch_to_row(batch)) for name, batch in sides))


def _batch_to_row(batch: Batch) -> tuple[object, ...]:
    rules = " ".join(digest[:12] for digest in batch.rules)
    return batch.folder, batch.store, batch.documents, batch.tasks, " ".join(batch.versions), rules


def _documents(found: Comparison) -> Section:
    words = ("equal", "details", "changed", "other-outcome", "not-read")
    rows = ((word, *(totals.documents[word] for totals in _pair(found))) for word in words)
    return make_section("documents", ("documents", *_FILES), (row for row in rows if any(row[1:])))


def _outcomes(found: Comparison) -> Section:
    ends = sorted(found.same_file.outcomes | found.other_file.outcomes, key=lambda pair: (pair[0] == pair[1], pair))
    rows = ((*pair, *(totals.outcomes[pair] for totals in _pair(found))) for pair in ends)
    return make_section("outcomes", ("OLD", "NEW", *_FILES), rows)


def _outcome_list(found: Comparison) -> Section:
    shown = [*found.outcomes]
    rows = ((_name(one), _outcome(one.old, one.old_code), _outcome(one.new, one.new_code), _file(one)) for one in shown)
    return make_section(_of("other outcomes", shown, found.outcomes.count), ("name", "OLD", "NEW", "file"), rows)


def _of(title: str, shown: Sequence[object], count: int) -> str:
    return title if len(shown) == count else f"{title} ({len(shown)} of {count})"


def _outcome(status: str, code: str | None) -> str:
    return f"{status}: {code}" if code and code != status else status


def _name(one: OutcomeChange | DocumentChange) -> str:
    return one.name if one.old_name is None else f"{one.old_name} → {one.name}"


def _file(one: OutcomeChange | DocumentChange) -> str:
    return "same" if one.is_same_file else "changed"


def _tasks(found: Comparison) -> Section:
    rows: list[tuple[object, ...]] = [
        (word, *(totals.tasks[word] for totals in _pair(found)), None) for word in ("same", "gained", "lost", "changed")
    ]
    both = found.same_file.fields + found.other_file.fields
    for name, _ in sorted(both.items(), key=lambda item: (-item[1], item[0])):
        documents = sum(totals.field_documents[name] for totals in _pair(found))
        rows.append((f"  {name}", *(totals.fields[name] for totals in _pair(found)), documents))
    return make_section("tasks", ("tasks", *_FILES, "documents"), rows)


def _facts(found: Comparison) -> Section:
    names = sorted(found.same_file.facts | found.other_file.facts)
    rows = ((name, *(totals.facts[name] for totals in _pair(found))) for name in names)
    return make_section("facts of documents", ("fact", *_FILES), rows)


def _diagnostics(found: Comparison) -> Section:
    gained = found.same_file.diagnostics_gained + found.other_file.diagnostics_gained
    lost = found.same_file.diagnostics_lost + found.other_file.diagnostics_lost
    headers = ("diagnostic", "gained", "in documents", "lost", "in documents")
    rows = (
        (
            code,
            gained[code],
            sum(totals.diagnostics_gained_documents[code] for totals in _pair(found)),
            lost[code],
            sum(totals.diagnostics_lost_documents[code] for totals in _pair(found)),
        )
        for code in sorted(gained | lost)
    )
    return make_section("diagnostics", headers, rows)


def _document_list(found: Comparison) -> Section:
    shown = [*found.documents]
    headers = ("name", "file", "changed", "gained", "lost", "what")
    rows = (
        (_name(one), _file(one), one.changes.changed, one.changes.gained, one.changes.lost, _what(one)) for one in shown
    )
    return make_section(_of("documents with the most changes", shown, found.documents.count), headers, rows)


def _what(one: DocumentChange) -> str:
    fields = [f"{name} {count}" for name, count in one.changes.fields.most_common()]
    doubts = [f"+{code}" for code in sorted(one.gained)] + [f"-{code}" for code in sorted(one.lost)]
    return ", ".join([*fields, *one.changes.facts, *doubts])


def _examples(found: Comparison) -> Section:
    headers = ("name", "task", "what", "OLD", "NEW")
    rows = ((one.name, *row) for one in found.documents for row in _changes_to_rows(one))
    return make_section("examples", headers, rows)


def _changes_to_rows(one: DocumentChange) -> Iterator[tuple[object, ...]]:
    for name, (old, new) in one.changes.facts.items():
        yield ("", name, *cut_around(old, new, _VALUE))
    for change in one.changes.examples:
        yield (_place(change), change.field, *cut_around(change.old, change.new, _VALUE))


def _place(change: Change) -> str:
    """``3``, ``3 → 4``: the numbers of the task in reading order."""
    known = [str(number) for number in (change.old_task, change.new_task) if number is not None]
    return " → ".join(dict.fromkeys(known))


def cut_around(old: str, new: str, size: int) -> tuple[str, str]:
    """Both values in at most ``size`` characters, with the first place where they differ in sight."""
    if max(len(old), len(new)) <= size:
        return old, new
    both = zip(old, new, strict=False)
    same = next((n for n, (one, other) in enumerate(both) if one != other), min(len(old), len(new)))
    start = max(0, same - min(_BEFORE, size // 4))
    return _cut(old, start, size), _cut(new, start, size)


def _cut(text: str, start: int, size: int) -> str:
    left = "…" if start and text else ""
    right = "…" if len(text) - start > size - len(left) else ""
    return f"{left}{text[start : start + size - len(left + right)]}{right}"


# --- values ----------------------------------------------------------------------------------------------


def comparison_to_values(found: Comparison) -> dict[str, object]:
    """What JSON takes, in the shape that docs/compare.md describes."""
    return {
        "verdict": comparison_to_verdict(found),
        "old": found.old._asdict(),
        "new": found.new._asdict(),
        "renamed": found.renamed,
        "same_file": _totals_to_values(found.same_file),
        "changed_file": _totals_to_values(found.other_file),
        "outcomes_changed": found.outcomes.count,
        "outcomes": [one._asdict() for one in found.outcomes],
        "documents_changed": found.documents.count,
        "documents": [_document_to_values(one) for one in found.documents],
    }


def _totals_to_values(totals: Totals) -> dict[str, object]:
    pairs = sorted(totals.outcomes.items())
    gained, lost = totals.diagnostics_gained, totals.diagnostics_lost
    return {
        "documents": dict(sorted(totals.documents.items())),
        "outcomes": [{"old": old, "new": new, "documents": count} for (old, new), count in pairs],
        "tasks": {word: totals.tasks[word] for word in ("same", "changed", "gained", "lost")},
        "fields": {
            name: {"tasks": count, "documents": totals.field_documents[name]}
            for name, count in sorted(totals.fields.items())
        },
        "facts": dict(sorted(totals.facts.items())),
        "diagnostics": {code: {"gained": gained[code], "lost": lost[code]} for code in sorted(gained | lost)},
    }


def _document_to_values(one: DocumentChange) -> dict[str, object]:
    changes = one.changes
    return {
        "name": one.name,
        "old_name": one.old_name,
        "is_same_file": one.is_same_file,
        "tasks": {
            "same": changes.same,
            "changed": changes.changed,
            "gained": changes.gained,
            "lost": changes.lost,
        },
        "fields": dict(sorted(changes.fields.items())),
        "facts": {name: {"old": old, "new": new} for name, (old, new) in changes.facts.items()},
        "diagnostics": {
            code: {"gained": one.gained[code], "lost": one.lost[code]} for code in sorted(one.gained | one.lost)
        },
        "examples": [_change_to_values(change) for change in changes.examples],
    }


def _change_to_values(change: Change) -> dict[str, object]:
    old, new = cut_around(change.old, change.new, _LONGEST)
    return {**change._asdict(), "old": old, "new": new}
