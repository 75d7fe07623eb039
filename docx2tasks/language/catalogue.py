"""The catalogue: English templates and what they are in Chinese.

A template is what stands in the program, with ``{}`` for all that varies: ``{path} has {size:,} bytes`` is
``{} has {} bytes``.  Where only a number, a date or a code of one can stand, it may be ``{#}``: short templates need
that, to fit nothing else.  In Chinese the holes have numbers, so that their order is free: ``{0} 有 {1} 字节``.  A hole
that the program fills with words of its own has a tilde, ``{0~}``, and is looked up too.  One for the reason of a rule,
which users write as well, is looked up as a whole, ``{0=}``.  Names of files and others' words never are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from docx2tasks.pages.vocabulary import load_vocabulary
from docx2tasks.vocabulary import LeftoverKind

FOLDER = Path(__file__).with_name("zh")
HOLES = {"{}": "(.*?)", "{#}": r"([-+]?[P\d][\d,.:%/YMWDTHS-]*)"}
_HOLE = re.compile("|".join(map(re.escape, HOLES)))
_FILLED = re.compile(r"\{(\d+)([~=]?)\}")
_QUOTED = re.compile(r"'[^']*'(?:, '[^']*')*")
_CODES = re.compile(r"[!-~]+(?: [\d,]+)?(?:, [!-~]+(?: [\d,]+)?)+", re.ASCII)
_LISTS = (("; ", "；"), (", ", "，"))

Words = Mapping[str, str]


class VariedText(NamedTuple):
    """A template in which something varies."""

    longest: str  # the longest part that does not vary: by it most texts are told apart
    pattern: str
    chinese: str


class Catalogue:
    """Templates with their Chinese."""

    def __init__(self, templates: Words) -> None:
        self._templates = templates

    def find(self, text: str) -> str | None:
        """The Chinese of a message, a part of one or a list of those; None where one is not known.

        ``the file is empty``; ``清单.docx has 3 bytes``; ``page 3, row 2``.
        """
        if found := self._templates.get(text):
            return found
        return next(filter(None, (self._find_list(text, *one) for one in _LISTS)), None) or self._match(text)

    def find_whole(self, text: str) -> str | None:
        """The Chinese of a text in which nothing varies: the reason of a rule."""
        return self._templates.get(text)

    def _match(self, text: str) -> str | None:
        """By the template with the most letters of its own that fits."""
        for template in self._varied:
            if template.longest in text and (found := re.fullmatch(template.pattern, text, re.DOTALL)):
                return self._fill(template.chinese, found)
        return None

    def _fill(self, chinese: str, found: re.Match[str]) -> str:
        def to_words(hole: re.Match[str]) -> str:
            value = found[int(hole[1]) + 1]
            words = self.find(value) if hole[2] == "~" else self.find_whole(value) if hole[2] else None
            return _punctuate(value) if words is None else words

        return _FILLED.sub(to_words, chinese)

    def _find_list(self, text: str, between: str, mark: str) -> str | None:
        found = [self.find(piece) for piece in text.split(between)] if between in text else [None]
        return None if None in found else mark.join(one or "" for one in found)

    @cached_property
    def _varied(self) -> list[VariedText]:
        """The templates with holes, those with the most letters of their own first, and of those the strict ones."""
        varied = [(english, chinese) for english, chinese in self._templates.items() if _HOLE.search(english)]
        varied.sort(key=lambda one: (-sum(map(len, _HOLE.split(one[0]))), one[0].count("{}")))
        return [_to_template(english, chinese) for english, chinese in varied]


def _to_template(english: str, chinese: str) -> VariedText:
    parts, holes = _HOLE.split(english), [HOLES[hole] for hole in _HOLE.findall(english)]
    pattern = "".join(re.escape(part) + hole for part, hole in zip(parts, [*holes, ""], strict=True))
    return VariedText(max(parts, key=len), pattern, chinese)


def _punctuate(value: str) -> str:
    """Lists of codes and of quoted words with the marks of Chinese: ``docx、html``, ``“a”、“b”``."""
    if _QUOTED.fullmatch(value):
        return "、".join(f"“{one}”" for one in value[1:-1].split("', '"))
    return value.replace(", ", "、") if _CODES.fullmatch(value) else value


@cache
def load_words(name: str) -> Mapping[str, Words]:
    """A file of the catalogue: sections of words in English and Chinese."""
    words: Mapping[str, Words] = json.loads((FOLDER / f"{name}.json").read_bytes())
    return words


@cache
def load_catalogue() -> Catalogue:
    """All that is shown: messages, help, the reasons of rules, what was taken for what."""
    sections = [words for name in ("messages", "help", "rules") for words in load_words(name).values()]
    sections += [load_words("words")[name] for name in ("types", "heads")]
    chinese = load_vocabulary("zh")["leftovers"]
    sections.append({kind.meaning: chinese[kind.value] for kind in LeftoverKind})
    return Catalogue({english: words for section in sections for english, words in section.items()})
