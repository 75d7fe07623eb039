"""A score as tables for a terminal, and as values for JSON."""

from __future__ import annotations

from collections.abc import Iterator

from docx2tasks.results.sections import Section, make_section, shorten
from docx2tasks.score.counts import ScoreField, Tally, to_figure
from docx2tasks.score.misses import MissKind
from docx2tasks.score.run import NamedMiss, Score, ScoredDocument

_FIELD_HEADERS = ("field", "precision", "recall", "F1", "right", "read", "gold")
_SHOWN = (ScoreField.RECORDS, ScoreField.UNITS, ScoreField.TIMES)  # of a document in the list


def score_to_sections(score: Score, most: int) -> Iterator[Section]:
    """The verdict with all fields, the documents with the lowest scores, the worst misses."""
    yield Section(_to_verdict(score), _FIELD_HEADERS, [*_to_rows(score.tally)])
    if len(score.documents) > 1:
        headers = ("document", "overall", *(field.value for field in _SHOWN))
        rows = ([one.name, _figure(one.overall), *_to_few(one)] for one in score.worst[:most])
        yield make_section("lowest scores", headers, rows)
    for kind, misses in score.misses.items():
        if misses.count:
            yield _to_misses(kind, misses.count, [*misses])


def _to_verdict(score: Score) -> str:
    """``overall 0.9731: 5 documents, 584 tasks in gold, 12 missing, 3 spurious``."""
    records = score.tally[ScoreField.RECORDS]
    parts = [
        _count(len(score.documents), "document"),
        f"{records.gold} tasks in gold",
        f"{records.gold - records.right} missing",
        f"{records.read - records.right} spurious",
    ]
    unread = sum(not one.is_read for one in score.documents)
    parts += [f"{_count(unread, 'document')} not read"] if unread else []
    parts += [f"{_count(len(score.without_gold), 'document')} without gold"] if score.without_gold else []
    return f"overall {_figure(score.overall)}: {', '.join(parts)}"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"


def _to_rows(tally: Tally) -> Iterator[list[str]]:
    for field in ScoreField:
        figure, counts = to_figure(tally, field), tally[field]
        if figure is not None:
            figures = map(_figure, (counts.precision, counts.recall, figure))
            yield [field.value, *figures, str(counts.right), str(counts.read), str(counts.gold)]


def _to_few(one: ScoredDocument) -> list[str]:
    return [_figure(to_figure(one.tally, field)) for field in _SHOWN]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.4f}"


def _to_misses(kind: MissKind, count: int, misses: list[NamedMiss]) -> Section:
    """The worst of a kind; a whole task has no values of its own."""
    if kind in {MissKind.MISSING, MissKind.SPURIOUS}:
        rows = [[one.document, shorten(one.miss.task)] for one in misses]
        return make_section(f"{kind.value}: {count}", ("document", "task"), rows)
    values = [[one.document, shorten(one.miss.task), shorten(one.miss.read), shorten(one.miss.gold)] for one in misses]
    return make_section(f"{kind.value}: {count}", ("document", "task", "read", "gold"), values)


def score_to_values(score: Score, most: int) -> dict[str, object]:
    """What JSON takes of a score; figures with four places."""
    return {
        "overall": score.overall,
        "fields": _to_fields(score.tally),
        "documents": [
            {"name": one.name, "is_read": one.is_read, "overall": one.overall, "fields": _to_fields(one.tally)}
            for one in score.worst
        ],
        "without_gold": score.without_gold[:most],
        "documents_without_gold": len(score.without_gold),
        "misses": {
            kind.value: {"count": misses.count, "worst": [_miss_to_values(one) for one in misses]}
            for kind, misses in score.misses.items()
            if misses.count
        },
    }


def _to_fields(tally: Tally) -> dict[str, object]:
    found: dict[str, object] = {}
    for field in ScoreField:
        counts, figure = tally[field], to_figure(tally, field)
        if figure is not None:
            shares = {"precision": counts.precision, "recall": counts.recall, "f1": figure}
            rounded: dict[str, float | None] = {n: v if v is None else round(v, 4) for n, v in shares.items()}
            found[field.value] = rounded | {"right": counts.right, "read": counts.read, "gold": counts.gold}
    return found


def _miss_to_values(one: NamedMiss) -> dict[str, object]:
    miss = one.miss
    return {"document": one.document, "task": miss.task, "read": miss.read, "gold": miss.gold, "wrong": miss.weight}
