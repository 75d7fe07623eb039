"""The bodies on a signature line, without words about seals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from docx2tasks.extract.names import NameFinder
from docx2tasks.rules import Rules
from docx2tasks.source import Passage

_BLANKS = re.compile(r"[\s\u3000]+")
_LETTERS = re.compile(r"(?:[^\W\da-zA-Z_][ \u3000]+){1,20}[^\W\da-zA-Z_]")
_LONGEST = 120  # characters of a line of bodies
_SHORTEST = 3  # characters of a body


class Signers(NamedTuple):
    """The bodies on a line, and whether the line has nothing else."""

    bodies: tuple[Passage, ...] = ()
    is_signature: bool = True


_NO_SIGNATURE = Signers(is_signature=False)


class SignerFinder:
    """Finds the bodies that sign a document."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["metadata"]
        self._is_name = rules.once(NameFinder).is_unit
        self._cuts = lru_cache(maxsize=1024)(self._find_cuts)

    def find(self, line: Passage) -> Signers:
        """The bodies on a line; ``市教育局　市财政局（盖章）`` and ``青川市教育局青川市财政局`` have two.

        A line of seals only (``（印章）``) holds none and still signs.
        """
        words = self.without_seals(line)
        if not words.text:
            return Signers(is_signature=bool(line.strip()))
        if len(words.text) > _LONGEST:
            return _NO_SIGNATURE
        pieces = [words] if _LETTERS.fullmatch(words.text) else list(_at_blanks(words))
        if not all(self.is_body(piece.text) for piece in pieces):
            pieces = [words]
        bodies = tuple(body for piece in pieces for body in self._side_by_side(piece))
        return Signers(bodies) if all(self.is_body(body.text) for body in bodies) else _NO_SIGNATURE

    def without_seals(self, line: Passage) -> Passage:
        """A line without notes about seals: ``（盖章）``, ``[院印]``."""
        words = line.strip()
        while found := self._set.find("seal", words.folded):
            words = words.without([found[1].span()]).strip()
        return words

    def is_body(self, text: str) -> bool:
        """Whether words are the name of a body that can issue a paper; the name of a place is none."""
        name = "".join(text.split()) if _LETTERS.fullmatch(text) else text
        if len(name) < _SHORTEST or self.is_no_body(name):
            return False
        return self._is_name(name) and self._set.find("issuing", name) is not None

    def is_no_body(self, text: str) -> bool:
        """Whether text is known not to be a body: ``本站``, ``请各单位按时报送``."""
        return self._set.find("no-issuer", text) is not None

    def _side_by_side(self, words: Passage) -> Iterator[Passage]:
        """The bodies of words without blanks between them."""
        at = 0
        for cut in self._cuts(words.text):
            yield words.cut(at, cut)
            at = cut
        yield words.cut(at)

    def _find_cuts(self, text: str) -> tuple[int, ...]:
        """Where the next body begins: behind the last word of one, with a place that the first one names too."""
        cuts: list[int] = []
        for found in self._set.of("next-body"):
            for match in found.regex.finditer(text):
                cut = match.end("before")
                at = cuts[-1] if cuts else 0
                is_place = match["place"] in text[at:cut] and cut - at >= _SHORTEST
                if is_place and self.is_body(text[at:cut]) and self.is_body(text[cut:]):
                    cuts.append(cut)
        return tuple(cuts)


def _at_blanks(words: Passage) -> Iterator[Passage]:
    at = 0
    for blank in _BLANKS.finditer(words.text):
        yield words.cut(at, blank.start())
        at = blank.end()
    yield words.cut(at)
