"""Brackets in a paragraph, and whether they contain responsibilities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.extract.clause_words import ClauseWords
from docx2tasks.extract.label_patterns import LabelPatterns
from docx2tasks.extract.labels import LabelFinder
from docx2tasks.extract.names import NameFinder
from docx2tasks.extract.verbs import VerbFinder
from docx2tasks.rules import Rules
from docx2tasks.rules.match import join

_CLOSE = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
_SIGNS = re.compile(r"[()\[\]【】〔〕]")
_STOPS = frozenset("。;!?")
_FIELD_END = re.compile(r"[;。]")
_AROUND = " ;,、"
_NAME = 36  # characters of a name, with text around it


class Usage(NamedTuple):
    """How the document uses clauses: names used as units, and whether brackets follow the full stop."""

    names: frozenset[str] = frozenset()
    in_brackets: bool = False
    ends_in_brackets: bool = False  # any clause is a bracket at the end of a paragraph, after a stop or not


NO_USAGE = Usage()


def find_brackets(folded: str) -> Iterator[tuple[int, int]]:
    """The ranges of outermost brackets; an unclosed one is not one."""
    stack: list[tuple[str, int]] = []
    for sign in _SIGNS.finditer(folded):
        char, place = sign.group(), sign.start()
        if char in _CLOSE:
            stack.append((char, place))
        elif stack and char == _CLOSE[stack[-1][0]]:
            opened = stack.pop()[1]
            if not stack:
                yield opened, place + 1
        elif stack and char == ")" and any(opening == "(" for opening, _ in stack):
            while stack[-1][0] != "(":
                stack.pop()
            opened = stack.pop()[1]
            if not stack:
                yield opened, place + 1


class BracketJudge:
    """Judges the words of a bracket: ``市教育局牵头``, ``责任单位：市财政局`` are a clause, ``试行`` is not."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["units"]
        self._statements = [rules["units"].any_of(kind) for kind in ("lead-rule", "added-rule")]
        self._labels = rules.once(LabelFinder)
        self._patterns = rules.once(LabelPatterns)
        self._names = rules.once(NameFinder)
        self._words = rules.once(ClauseWords)
        self._verbs = rules.once(VerbFinder)
        self._bodies = rules.once(BodyJudge)
        self._notes = re.compile(join(rules["units"].of("role-note")))
        self._name_end = re.compile(rf"[、,;:。\s]|{join(self._set.of('name-end'))}")
        self.is_clause = lru_cache(maxsize=1024)(self._is_clause)  # a document says the same clause after many tasks

    def _is_clause(self, inner: str, *, closes: bool, follows_stop: bool) -> bool:
        """Whether the folded words of a bracket say who is responsible.

        ``closes`` says that the bracket ends a sentence, ``follows_stop`` that it comes after one.
        """
        inner = self._labels.without_other_fields(inner).lstrip()
        is_like = (closes or follows_stop) and self._patterns.like.match(inner)
        is_labelled = self._patterns.start.match(inner) or self._patterns.due.match(inner)
        if is_like or is_labelled or (closes and self._are_said_units(inner)):
            return True
        stated = self._without_statements(inner)
        if len(stated) < len(inner) and not stated:
            return True
        inner = self._words.without_other_fragments(stated).strip(" ;,、")
        verb = self._verbs.find_closing(inner[-60:])
        if verb and (closes or follows_stop):
            names = inner[: len(inner) - len(inner[-60:]) + verb.start()]
            return self._are_said_names(inner, names, follows_stop=follows_stop)
        if re.search(r"[;,。、\s]", inner) and self._has_label(inner, ends=closes or follows_stop):
            return True
        return closes and self._bodies.are_units(inner) and (follows_stop or self._bodies.are_offices(inner))

    def _are_said_names(self, inner: str, names: str, *, follows_stop: bool) -> bool:
        """Whether the words before a role at the end of a bracket are names: 县青少年宫、县水务集团负责."""
        if not self._has_sentence(names) and (self._starts_with_unit(inner) or self._bodies.are_units(names)):
            return True
        bare = self._verbs.without_verbs(names)
        return self._bodies.are_placed(bare) or (follows_stop and self._bodies.may_be_names(bare))

    def _are_said_units(self, inner: str) -> bool:
        """Whether words are names with what they do or by when, and nothing else.

        ``市水利局【牵头】、市住建局``, ``市水利局、市住建局；完成时限：2024-11-30``.
        """
        pieces = re.split("([、,;])", inner)
        names = "".join(self._notes.sub("", piece.strip()) for piece in pieces)
        due = self._patterns.due.search(names)
        if due is not None:
            end = _FIELD_END.search(names, due.end())
            names = f"{names[: due.start()].strip(_AROUND)};{names[end.start() :] if end else ''}"
        return (due is not None or names != inner) and self._bodies.are_units(names.strip(_AROUND))

    def _has_label(self, inner: str, *, ends: bool) -> bool:
        """Whether a label of units is in a bracket; one that no rule knows only where the bracket ends a sentence."""
        is_like = ends and self._patterns.like.search(inner) is not None
        return is_like or self._patterns.start.search(inner) is not None

    def is_list(self, inner: str, usage: Usage, before: str) -> bool:
        """Whether a bracket at the end of a paragraph is a list of units, judging by the document.

        It does where each name is a unit somewhere in it, or where its clauses are in such brackets and every
        word may be a name; ``before`` are the words before it.
        """
        if self.is_gloss(before, inner):
            return False
        pieces = self._names.split(inner)
        follows_stop = before[-1:] in _STOPS
        used = [piece for piece in pieces if piece in usage.names or self._bodies.are_bodies(piece)]
        if pieces and len(used) == len(pieces):
            if follows_stop or any(piece in usage.names for piece in pieces):
                return True
            # 两个成员单位（市教育局、市财政局） says which they are
            return usage.ends_in_brackets and len(pieces) > 1 and not self._bodies.ends_like_body(before)
        return follows_stop and (usage.in_brackets or bool(used)) and self._bodies.may_be_names(inner)

    def is_alias(self, before: str, inner: str) -> bool:
        """Whether a bracket gives a unit's other name: 市教育局（市体育局）."""
        return self._names.is_unit(inner) and self._set.find("heading", before[_last_sign(before) :]) is not None

    def is_gloss(self, before: str, inner: str) -> bool:
        """Whether a list of names only explains the words before it: 两个成员单位（区财政局、…）."""
        return self._set.find("glossed", before[_last_sign(before) :]) is not None and self._bodies.are_units(inner)

    def _without_statements(self, inner: str) -> str:
        """The words of a bracket without what it states about later lists (列第一位的为牵头单位，下同)."""
        for pattern in self._statements:
            inner = pattern.sub("", inner)
        return inner.rstrip(" ,;。")

    def _starts_with_unit(self, inner: str) -> bool:
        verbs = (verb.start for verb in self._verbs.find(inner, 0, len(inner)))
        for words in (inner, inner[: next(verbs, 0)]):
            first = self._name_end.split(words.lstrip(), maxsplit=1)[0]
            if first and self._names.is_unit(first.removeprefix("由")):
                return True
        return False

    def _has_sentence(self, names: str) -> bool:
        """Whether a stretch before a role verb is running text rather than a list of names."""
        return any(len(piece) > _NAME for piece in self._name_end.split(names))


def _last_sign(text: str) -> int:
    """The place after the last character that separates names or sentences."""
    return max(map(text.rfind, "。;,、:")) + 1
