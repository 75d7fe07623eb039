"""Gates derived from patterns: what a text must contain, and how a match can start.

A gate spares a text a long pattern: ``(?:牵头|主办)单位`` cannot match where neither 牵头 nor 主办 is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from docx2tasks.kept import recall
from docx2tasks.rules.tree import ASSERTIONS, REPEATS, Item, children, parse

Words = frozenset[str]

_MOST = 64  # words of a gate; more of them cost as much as the pattern
_USUAL = frozenset("年月日0123456789二三四五六七八九十的 ")  # too common to be worth asking for
_USELESS = 1.0  # the cost of a gate from which on it lets nearly every text through
_LIKELY = {1: 0.1, 2: 0.02}  # rough frequency of a word by its length; only used to order gates


def required_words(sources: Iterable[str]) -> Words:
    """Words of which every match of the patterns contains one, if there are any."""
    found: set[str] = set()
    for source in sources:
        best = recall("required words", source, lambda: _best(_required(parse(source))))  # noqa: B023  called at once
        if best is None:
            return frozenset()
        found |= best
    return frozenset(found)


def words_to_gate(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds any of the words."""
    return re.compile("|".join(map(re.escape, sorted(words))))


def _best(sets: Sequence[Words]) -> Words | None:
    """The set that the fewest texts hold a word of."""
    useful = [(cost, words) for words in sets if (cost := sum(map(_cost, words))) < _USELESS and len(words) <= _MOST]
    return min(useful, key=lambda pair: (pair[0], sorted(pair[1])))[1] if useful else None


def _cost(word: str) -> float:
    return _USELESS if word in _USUAL else _LIKELY.get(len(word), 0.01)


def _required(items: Sequence[Item]) -> list[Words]:
    """Sets of words of which a match of the operations holds at least one each."""
    found: list[Words] = []
    run = ""
    for item in [*items, ("END", None)]:
        operation, inside = str(item[0]), item[1]
        if operation == "LITERAL":
            run += chr(inside)
            continue
        if operation in ASSERTIONS or operation == "AT":
            continue  # they take nothing in: 牵头 is whole in 牵(?!引)头
        found += [frozenset({run})] if run else []
        run = ""
        found += _required_of(item)
    return found


def _required_of(item: Item) -> list[Words]:
    operation, inside = str(item[0]), item[1]
    if operation == "IN":
        words = _members(inside)
        return [words] if words else []
    if operation == "BRANCH":
        each = [_best(_required(branch)) for branch in inside[1]]
        return [frozenset().union(*(words for words in each if words))] if all(each) else []
    if operation in REPEATS:
        return _required(inside[2]) if inside[0] else []
    if operation == "SUBPATTERN" and inside[1]:
        return []  # (?i:…): other letters match too
    return [words for body in children(item) for words in _required(body)] if operation != "GROUPREF_EXISTS" else []


def _members(members: Sequence[Item]) -> Words | None:
    """The characters of a set; None where they are many, or those that are not in it."""
    found: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            found.add(chr(value))
        elif str(kind) == "RANGE" and value[1] - value[0] <= _MOST:
            found |= set(map(chr, range(value[0], value[1] + 1)))
        else:
            return None
    return frozenset(found) if len(found) <= _MOST else None


# the first character -----------------------------------------------------------------------

_CATEGORIES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s", "CATEGORY_WORD": r"\w"}


def first_characters(sources: Iterable[str]) -> str:
    r"""A set (``[一二\d]``) of the characters with which a match of the patterns can begin; empty: any."""
    return _to_set(sources, 1)


def last_characters(sources: Iterable[str]) -> str:
    """A set (``[局厅门]``) of the characters with which a match of the patterns can end; empty: any."""
    return _to_set(sources, -1)


def _to_set(sources: Iterable[str], step: int) -> str:
    found: set[str] = set()
    for source in sources:
        firsts = _source_to_firsts(source, step)
        if firsts is None:
            return ""
        found |= firsts
    return f"[{''.join(sorted(found))}]" if found else ""


@lru_cache(maxsize=1024)  # many a rule is part of several patterns
def _source_to_firsts(source: str, step: int) -> frozenset[str] | None:
    return recall("firsts", (source, step), lambda: _found_to_firsts(_firsts(parse(source), step)))


def _found_to_firsts(found: set[str] | None) -> frozenset[str] | None:
    return None if found is None else frozenset(found)


def _firsts(items: Sequence[Item], step: int) -> set[str] | None:
    """The members of that set; None where any character, or none, may come first (last, where ``step`` is -1)."""
    found: set[str] = set()
    for item in list(items)[::step]:
        operation, inside = str(item[0]), item[1]
        if operation in ASSERTIONS or operation == "AT":
            continue
        own = _firsts_of(item, step)
        if own is None:
            return None
        found |= own
        if not (operation in REPEATS and inside[0] == 0) and not _may_be_empty(item):
            return found
    return None


def _firsts_of(item: Item, step: int) -> set[str] | None:
    operation, inside = str(item[0]), item[1]
    if operation == "LITERAL":
        return {re.escape(chr(inside))}
    if operation == "IN":
        return _classes(inside)
    if operation == "SUBPATTERN" and inside[1]:
        return None  # (?i:…): other letters match too
    found: set[str] = set()
    for body in children(item):
        own = _firsts_or_empty(body, step)
        if own is None:
            return None
        found |= own
    return found if operation in {"BRANCH", "SUBPATTERN", "ATOMIC_GROUP", *REPEATS} else None


def _firsts_or_empty(body: Sequence[Item], step: int) -> set[str] | None:
    """The firsts of a body that may be empty: what follows it is asked for as well."""
    if all(map(_may_be_empty, body)):
        sets = [_firsts_of(item, step) for item in body if str(item[0]) not in {*ASSERTIONS, "AT"}]
        return None if any(own is None for own in sets) else set().union(*(own for own in sets if own))
    return _firsts(body, step)


def _may_be_empty(item: Item) -> bool:
    operation, inside = str(item[0]), item[1]
    if operation in ASSERTIONS or operation == "AT":
        return True
    if operation in REPEATS:
        return inside[0] == 0 or all(map(_may_be_empty, inside[2]))
    if operation in {"BRANCH", "SUBPATTERN", "ATOMIC_GROUP"}:
        return any(all(map(_may_be_empty, body)) for body in children(item))
    return operation not in {"LITERAL", "NOT_LITERAL", "IN", "ANY"}


def _classes(members: Sequence[Item]) -> set[str] | None:
    """The members of a set as they are written in one; None for sets of what is not in them."""
    found: set[str] = set()
    for kind, value in members:
        if str(kind) == "LITERAL":
            found.add(re.escape(chr(value)))
        elif str(kind) == "RANGE":
            found.add(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        elif str(kind) == "CATEGORY" and str(value) in _CATEGORIES:
            found.add(_CATEGORIES[str(value)])
        else:
            return None
    return found
