"""Scores many documents: sums, the documents with the lowest scores, the worst misses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from docx2tasks.errors import InputError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.office.papers import Paper
from docx2tasks.results.compare.report import Most
from docx2tasks.score.counts import Counts, ScoreField, Tally, add_tallies, to_overall
from docx2tasks.score.document import DocumentScore, score_document, score_nothing
from docx2tasks.score.gold import GoldDocument
from docx2tasks.score.gold_files import GoldFiles
from docx2tasks.score.misses import MissKind, ScoreMiss

_NOTHING: Tally = dict.fromkeys(ScoreField, Counts())


class NamedMiss(NamedTuple):
    """A miss, and the document it is in."""

    document: str
    miss: ScoreMiss


class ScoredDocument(NamedTuple):
    """A document with gold: its counts, or those of nothing where it was not read."""

    name: str
    is_read: bool
    tally: Tally

    @property
    def overall(self) -> float:
        """The mean of its fields."""
        return to_overall(self.tally)


class Score:
    """Sums over documents, each with its own counts, and the worst misses of each kind."""

    def __init__(self, most: int) -> None:
        self.documents: list[ScoredDocument] = []
        self.without_gold: list[str] = []
        self.tally: Tally = _NOTHING
        self.misses: Mapping[MissKind, Most[NamedMiss]] = {kind: Most(most) for kind in MissKind}

    @property
    def overall(self) -> float:
        """The mean of the fields over all documents."""
        return to_overall(self.tally)

    @property
    def worst(self) -> Sequence[ScoredDocument]:
        """The documents, those with the lowest scores first."""
        return sorted(self.documents, key=lambda one: (one.overall, one.name))

    def add(self, name: str, score: DocumentScore, *, is_read: bool = True) -> None:
        """One more document."""
        self.documents.append(ScoredDocument(name, is_read, score.tally))
        self.tally = add_tallies(self.tally, score.tally)
        for miss in score.misses:
            self.misses[miss.kind].add(miss.weight, NamedMiss(name, miss))


def score_papers(papers: Iterable[Paper], gold: Path, *, most: int = 5, limits: Limits = DEFAULT) -> Score:
    """Score documents against the gold of a folder, by name, or one document against one file.

    Gold of which no document was read counts as missing. Raises ``no-pairs`` where no document has gold,
    ``wrong-gold``, and what opening a file raises.
    """
    files = GoldFiles(gold, limits)
    score = Score(most)
    for paper, own in _pair(papers, files):
        if own is None:
            score.without_gold.append(paper.name)
        else:
            score.add(paper.name, score_document(paper.document, own))
    left = [*files.find_left()]
    if not score.documents:
        hint = f"name gold files after their documents: 方案.docx.gold.json; {left[0]} was looked for"
        raise InputError("no-pairs", f"no document that was read has gold in {gold}", hint)
    for name in left:
        own = files.take(name)
        if own is not None:
            score.add(name, score_nothing(own), is_read=False)
    return score


def _pair(papers: Iterable[Paper], files: GoldFiles) -> Iterator[tuple[Paper, GoldDocument | None]]:
    """Documents with their gold; a single document has a single file as its gold, whatever their names."""
    read = iter(papers)
    first = [*islice(read, 2)]
    if files.is_single and len(first) == 1:
        yield first[0], files.take_single()
        return
    yield from ((paper, files.take(paper.name)) for paper in chain(first, read))
