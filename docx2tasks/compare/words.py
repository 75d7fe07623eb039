"""Words without what no reader calls a change, and the places where two texts differ.

Blanks, signs and width are no words; the stretches between what is the same are what changed::

    每季 一次，开展检查。   ─┐  the same words: blanks, signs and width are nothing
    每季一次开展检查；      ─┘

    每季一次开展检查  ─┬─▶  每〔季→月〕一次开展〔→两轮〕检查
    每月一次开展两轮检查 ─┘
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from docx2tasks.numerals import fold_width

# signs that two versions set differently: stops, quotes, blanks; a point between digits is part of a number
_SIGNS = re.compile(r"[\s\u200b\ufeff\"'“”‘’「」『』《》〈〉()（）\[\]【】,，。;；:：、!！?？…·]+|\.(?!\d)")
_DASHES = re.compile("[~～—–―－−\u2010-\u2015]+")
_TOKEN = re.compile(r"\d+(?:\.\d+)?[%％‰]?|[A-Za-z]+|.", re.DOTALL)
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_LONGEST = 1_500  # tokens on either side that are compared one by one; longer ones by clauses
_CLAUSE = re.compile(r"[^，,。；;\n]*[，,。；;\n]*")
_HAN = re.compile("[\u3400-\u9fff]")


class WordChange(NamedTuple):
    """A stretch of two texts: the same words on both sides, or other ones; empty where a side has nothing there."""

    is_same: bool
    old: str
    new: str


def fold_words(text: str) -> str:
    """``text`` without blanks and signs, in half width: what two versions have in common where nothing changed."""
    return _DASHES.sub("-", _SIGNS.sub("", fold_width(text)))


def mask_digits(words: str) -> str:
    """Words with each number as one sign: 新建22家 is like 新建35家."""
    return _DIGITS.sub("0", words)


def find_numbers(words: str) -> tuple[str, ...]:
    """The numbers in words, in order."""
    return tuple(_DIGITS.findall(words))


def find_word_changes(old: str, new: str) -> list[WordChange]:
    """Two texts as stretches in order, equal ones and changed ones in turn; nothing of either is left out."""
    ours, theirs = _to_tokens(old), _to_tokens(new)
    first = _count_common(ours, theirs)
    last = _count_common(ours[first:][::-1], theirs[first:][::-1])
    middle = ours[first : len(ours) - last], theirs[first : len(theirs) - last]
    if max(map(len, middle)) > _LONGEST:
        middle = _to_clauses(middle[0]), _to_clauses(middle[1])
    found = [
        _join(is_same=True, old=ours[:first], new=theirs[:first]),
        *_compare_tokens(*middle),
        _join(is_same=True, old=ours[len(ours) - last :], new=theirs[len(theirs) - last :]),
    ]
    return [*_merge(_bridge(one for one in found if one.old or one.new))]


class _WordToken(NamedTuple):
    """A sign, number or word with the signs behind it; ``key`` is what is compared."""

    key: str
    text: str


def _to_tokens(text: str) -> list[_WordToken]:
    found: list[_WordToken] = []
    for match in _TOKEN.finditer(text):
        key = fold_words(match[0])
        if key or not found:
            found.append(_WordToken(key, match[0]))
        else:
            found[-1] = found[-1]._replace(text=found[-1].text + match[0])
    return found


def _count_common(ours: Sequence[_WordToken], theirs: Sequence[_WordToken]) -> int:
    """How many tokens are the same from the beginning on."""
    size = min(len(ours), len(theirs))
    return next((at for at in range(size) if ours[at].key != theirs[at].key), size)


def _to_clauses(tokens: Sequence[_WordToken]) -> list[_WordToken]:
    text = "".join(one.text for one in tokens)
    return [_WordToken(fold_words(clause), clause) for clause in _CLAUSE.findall(text) if clause]


def _compare_tokens(ours: Sequence[_WordToken], theirs: Sequence[_WordToken]) -> Iterator[WordChange]:
    matcher = SequenceMatcher(None, [one.key for one in ours], [one.key for one in theirs], autojunk=False)
    for kind, start, end, begin, stop in matcher.get_opcodes():
        yield _join(is_same=kind == "equal", old=ours[start:end], new=theirs[begin:stop])


def _join(*, is_same: bool, old: Sequence[_WordToken], new: Sequence[_WordToken]) -> WordChange:
    return WordChange(is_same, "".join(one.text for one in old), "".join(one.text for one in new))


def _bridge(found: Iterator[WordChange]) -> Iterator[WordChange]:
    """One Chinese character that is the same by chance between two changes belongs to them."""
    listed = [*found]
    for at, one in enumerate(listed):
        is_between = 0 < at < len(listed) - 1 and not listed[at - 1].is_same and not listed[at + 1].is_same
        is_chance = one.is_same and is_between and len(one.old) == len(one.new) == 1 and _HAN.match(one.old)
        yield one._replace(is_same=False) if is_chance else one


def _merge(found: Iterator[WordChange]) -> Iterator[WordChange]:
    """Neighbours of one kind as one."""
    held: WordChange | None = None
    for one in found:
        if held is not None and held.is_same == one.is_same:
            held = WordChange(held.is_same, held.old + one.old, held.new + one.new)
            continue
        if held is not None:
            yield held
        held = one
    if held is not None:
        yield held
