"""Matches corrections with records: by id, or by text if the file or the program has changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from docx2tasks.corrections.lines import CorrectionLine, Corrections
from docx2tasks.model import Task

_ALIKE = 0.85  # of the first words of a record, to be the one that was corrected
_SHOWN = 60  # characters of a record in a line
_SHARE = 0.5  # of the records of a group that a document has, to be a later version of the group's


class Fitted(NamedTuple):
    """Corrections by record id, those that match no record, and whether the file is the same."""

    lines: Mapping[str, Sequence[CorrectionLine]]
    added: Sequence[CorrectionLine]
    unfit: Sequence[CorrectionLine]
    is_same_file: bool


_NOTHING = Fitted({}, (), (), is_same_file=True)


def fit_corrections(corrections: Corrections, sha256: str, records: Sequence[Task], *, is_alone: bool) -> Fitted:
    """The lines that are about a document.

    Those of its own sha256; else those of the document of which it is a later version: it has at least half of the
    records that were corrected.  ``is_alone`` says that the corrections were given for this document: then all fit
    none where no group does.
    """
    if sha256 in corrections.groups:
        return _fit(corrections.groups[sha256], records, is_same_file=True)
    found = [_fit(lines, records, is_same_file=False) for lines in corrections.groups.values()]
    best = max(found, key=_share, default=_NOTHING)
    if _share(best) >= _SHARE:
        return best
    unfit = [line for lines in corrections.groups.values() for line in lines] if is_alone else []
    return Fitted({}, (), unfit, is_same_file=False)


def _share(fitted: Fitted) -> float:
    unknown = len({line.task for line in fitted.unfit})
    known = len(fitted.lines)
    return known / (known + unknown) if known else 0.0


def _fit(lines: Sequence[CorrectionLine], records: Sequence[Task], *, is_same_file: bool) -> Fitted:
    lines = sorted(lines, key=lambda line: line.when or "")
    own = {line.task: line for line in lines if line.field == "task" and line.new is not None}
    by_record: dict[str, list[CorrectionLine]] = {}
    for line in lines:
        if line.task not in own:
            by_record.setdefault(line.task, []).append(line)
    places = dict(_find_records(by_record, records))
    fitted = {places[key]: tuple(some) for key, some in by_record.items() if key in places}
    unfit = [line for key, some in by_record.items() if key not in places for line in some]
    return Fitted(fitted, [*own.values()], unfit, is_same_file)


def _find_records(wanted: Mapping[str, Sequence[CorrectionLine]], records: Sequence[Task]) -> Iterator[tuple[str, str]]:
    """The id that each corrected record has now."""
    ids = {record.id for record in records}
    yield from ((key, key) for key in wanted if key in ids)
    free = {record.id: _open(record.text) for record in records if record.id not in wanted}
    for key, lines in wanted.items():
        if key in ids or not (words := _open(lines[0].text)):
            continue
        found = _find_alike(words, free)
        if found is not None:
            del free[found]
            yield key, found


def _find_alike(words: str, free: Mapping[str, str]) -> str | None:
    """The record that begins with nearly the same words; none where two do."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    ratios: list[tuple[float, str]] = []
    for key, other in free.items():
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            ratios.append((matcher.ratio(), key))
    best = sorted((pair for pair in ratios if pair[0] >= _ALIKE), reverse=True)[:2]
    return best[0][1] if best and (len(best) == 1 or best[0][0] > best[1][0]) else None


def _open(text: str) -> str:
    return " ".join(text.split())[:_SHOWN]
