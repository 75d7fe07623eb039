"""Headings that were reworded: their tasks have not moved.

A heading that stands in both versions is itself; any other is the one that most of its tasks stand below now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_MOST = 0.6  # of the tasks below a heading that have to stand below the other one now
_SEVERAL = 3  # tasks that are enough
_ALIKE = 0.4  # of the words of a heading with fewer tasks that have to be in the other one

Path = tuple[str, ...]


class HeadingChange(NamedTuple):
    """A heading that was reworded, as printed."""

    old: str
    new: str


def find_renamed(pairs: Iterable[tuple[Path, Path]], olds: Iterable[Path], news: Iterable[Path]) -> Mapping[Path, Path]:
    """For headings of the old version that the new one has no more, those that took their place."""
    known_old, known_new = {*olds}, {*news}
    votes: dict[Path, Counter[Path]] = defaultdict(Counter)
    for old, new in pairs:
        if old not in known_new and new not in known_old and old and new:
            votes[old][new] += 1
    totals = Counter(new for counts in votes.values() for new in counts.elements())
    ranked = sorted(
        (-count, old, new)
        for old, counts in votes.items()
        for new, count in counts.items()
        if _is_renamed(old, new, count, max(counts.total(), totals[new]))
    )
    found: dict[Path, Path] = {}
    taken: set[Path] = set()
    for _, old, new in ranked:
        if old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    return found


def _is_renamed(old: Path, new: Path, votes: int, of: int) -> bool:
    """Whether most tasks of both headings agree, and there are several or the headings themselves are alike."""
    if votes < _MOST * of:
        return False
    return votes >= _SEVERAL or SequenceMatcher(None, "".join(old), "".join(new)).ratio() >= _ALIKE


def find_heading_changes(
    renamed: Mapping[Path, Path], old_titles: Mapping[Path, Sequence[str]], new_titles: Mapping[Path, Sequence[str]]
) -> list[HeadingChange]:
    """The headings that changed, each once, in the order of the old paper."""
    return [*dict.fromkeys(_find_changes(renamed, old_titles, new_titles))]


def _find_changes(
    renamed: Mapping[Path, Path], old_titles: Mapping[Path, Sequence[str]], new_titles: Mapping[Path, Sequence[str]]
) -> Iterator[HeadingChange]:
    for old, titles in old_titles.items():
        new = renamed.get(old)
        if new is None:
            continue
        if len(old) != len(new):
            yield HeadingChange(" › ".join(titles), " › ".join(new_titles[new]))
            continue
        for before, after, ours, theirs in zip(old, new, titles, new_titles[new], strict=True):
            if before != after:
                yield HeadingChange(ours, theirs)
