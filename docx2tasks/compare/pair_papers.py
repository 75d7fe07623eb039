"""Which paper of the one side is which of the other.

What is paired by one step is not looked at by the next::

    one on each side ─▶ the same name ─▶ the same bytes ─▶ the same title, the same beginnings of tasks
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence

from docx2tasks.compare.words import fold_words, mask_digits
from docx2tasks.office.papers import Paper

PaperPair = tuple[Paper | None, Paper | None]

_SHARED = 0.25  # of the beginnings of tasks that versions of one paper share; with the same title any
_HEAD = 12  # characters of a beginning


def pair_papers(old: Sequence[Paper], new: Sequence[Paper]) -> list[PaperPair]:
    """Papers with their versions in the order of the new ones, those that are gone last."""
    if len(old) == len(new) == 1:
        return [(old[0], new[0])]
    found: dict[int, int] = {}  # from new to old
    for key in (lambda paper: paper.name, _to_digest):
        _pair_same(old, new, found, key)
    _pair_alike(old, new, found)
    taken = {*found.values()}
    pairs: list[PaperPair] = [(old[found[at]] if at in found else None, paper) for at, paper in enumerate(new)]
    return pairs + [(paper, None) for at, paper in enumerate(old) if at not in taken]


def _to_digest(paper: Paper) -> Hashable:
    return (paper.document.get("source") or {}).get("sha256")


def _pair_same(
    old: Sequence[Paper], new: Sequence[Paper], found: dict[int, int], key: Callable[[Paper], Hashable]
) -> None:
    taken = {*found.values()}
    free: dict[Hashable, list[int]] = {}
    for at in reversed(range(len(old))):
        if at not in taken:
            free.setdefault(key(old[at]), []).append(at)
    for at, paper in enumerate(new):
        known = key(paper)
        if at not in found and known and free.get(known):
            found[at] = free[known].pop()


def _pair_alike(old: Sequence[Paper], new: Sequence[Paper], found: dict[int, int]) -> None:
    """Pair what is left by title and by the beginnings of its tasks, those that share most first."""
    taken = {*found.values()}
    ours = {at: _to_marks(paper) for at, paper in enumerate(old) if at not in taken}
    theirs = {at: _to_marks(paper) for at, paper in enumerate(new) if at not in found}
    holders: dict[str, list[int]] = defaultdict(list)
    for at, marks in theirs.items():
        for mark in sorted(marks):
            holders[mark].append(at)
    shared = Counter((one, other) for one, marks in ours.items() for mark in marks for other in holders.get(mark, ()))
    scored = [(2 * many / (len(ours[one]) + len(theirs[other])), one, other) for (one, other), many in shared.items()]
    used: set[int] = set()
    for score, one, other in sorted(scored, key=lambda pair: (-pair[0], *pair[1:])):
        is_titled = _to_title(old[one]) == _to_title(new[other])
        if (score >= _SHARED or is_titled) and one not in used and other not in found:
            used.add(one)
            found[other] = one


def _to_marks(paper: Paper) -> frozenset[str]:
    """What tells a paper from others: its title, and how its tasks begin."""
    tasks = [*paper.document["tasks"], *(paper.document.get("provisions") or ())]
    return frozenset((_to_title(paper), *(mask_digits(fold_words(task["text"]))[:_HEAD] for task in tasks)))


def _to_title(paper: Paper) -> str:
    return mask_digits(fold_words((paper.document.get("document") or {}).get("title") or paper.name))
