"""Finds the title among the lines at the head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from docx2tasks.extract.head_lines import HeadLine, HeadLineFinder, LineKind
from docx2tasks.extract.scores import Candidate, Ground, choose, ground
from docx2tasks.extract.signers import SignerFinder
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.source import Passage, Source, join_lines

_LINES = 16  # of the head among which the title is, asides not counted
_TITLE_LINES = 5
_PLACE = 2  # characters that tell two places apart
_SHORT = 6  # characters of the name of a section: 通知公告
_LONGEST_NAME = 40  # characters of a title that only its place and look tell
_CENTERED = 2  # of the grounds of a look: heading, centered
_LONGEST = 120  # characters of a title
_RUN_ON = 400  # characters of a line from which more runs on
_RUN_IN_LINES = 3  # of the head from which a number or a salutation may run on
_SPACED = re.compile(r"(?<=[^\W\da-zA-Z_])[ \u3000\u00a0]+(?=[^\W\da-zA-Z_])")
_NEXT_TO_DIGITS = re.compile(r"(?<=[^\W\da-zA-Z_])[ ]+(?=\d)|(?<=\d)[ ]+(?=[^\W\da-zA-Z_])")
_PARTS = frozenset({LineKind.PAPER, LineKind.BODY, LineKind.WORDS})  # lines of which titles are made
_BEFORE = frozenset({LineKind.RED_HEAD, LineKind.NUMBER})
_TEXT = frozenset({LineKind.TEXT, LineKind.SALUTATION})


class TitleFinder:
    """Finds titles: a notice's name (…关于…的通知), else what names a plan or a list."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules["metadata"]
        self._paragraphs = rules["paragraphs"]
        self._columns, self._headings = rules["columns"], rules["headings"]
        self._lines = rules.once(HeadLineFinder)
        self._is_body = rules.once(SignerFinder).is_body

    def find(self, source: Source, lines: Sequence[HeadLine], fields: Mapping[str, Passage]) -> Candidate | None:
        """The title from a field, else from the text, else from the page's metadata."""
        printed = (*self._run_in(lines), *self._printed(lines), *self._by_place(lines))
        return choose([*self._told(source, fields), *printed])

    def opening_body(self, title: str) -> tuple[int, int] | None:
        """Where the bodies are that open a title: 国务院办公厅关于印发…, 市教育局2024年工作要点."""
        found = self._rules.find("title-body", fold_width(title))
        if not found:
            return None
        names = [name for name in re.split(r"[\s、]+", found[1]["body"]) if name]
        return found[1].span("body") if names and all(self._is_body(name) for name in names) else None

    def _told(self, source: Source, fields: Mapping[str, Passage]) -> Iterator[Candidate]:
        """What is said to be the title outside the head."""
        field = fields.get("title")
        if field is not None and len(field.text) > 4:
            yield Candidate(title_text(field), (field,), ground(Ground.TITLE_FIELD))
        outside = {"meta:ArticleTitle": Ground.TITLE_PAGE}
        outside |= {"title": Ground.TITLE_WINDOW} if source.format == "html" else {}
        for name, value in source.fields:
            if name in outside and value.strip():
                yield Candidate(value, (), ground(outside[name]))

    def _printed(self, lines: Sequence[HeadLine]) -> Iterator[Candidate]:
        """The runs of lines that together name a paper."""
        place = begun = seen = dated = 0  # lines so far; those of them that come before a title, text, and dates
        for start, line in enumerate(lines):
            if line.kind is LineKind.ASIDE:
                continue
            place += 1
            if place > _LINES:
                return
            if line.kind in _PARTS:
                where = (
                    (Ground.TITLE_LATER, place - 1 - begun),
                    (Ground.TITLE_BEHIND_TEXT, int(bool(seen))),
                    (Ground.TITLE_BEHIND_DATE, int(bool(dated))),
                    (Ground.TITLE_BEHIND_HEAD, int(bool(begun))),
                )
                yield from self._from(lines[start : start + _TITLE_LINES], where)
            begun += line.kind in _BEFORE
            seen += line.kind in _TEXT
            dated += line.kind is LineKind.DATE

    def _by_place(self, lines: Sequence[HeadLine]) -> Iterator[Candidate]:
        """The first line of a head, where it looks or begins like a title, whatever its paper is called: …行事历."""
        shown = [line for line in lines if line.kind is not LineKind.ASIDE]
        head = list(takewhile(lambda line: line.kind not in _TEXT, shown))
        first = next((line for line in head if line.kind is LineKind.WORDS), None)
        if first is None or first.is_apart or not self._may_name(first.passage.folded):
            return
        title = title_text(first.passage)
        look = tuple(_look([first])) if len(shown) > 1 else ()
        if any(times for _, times in look[:_CENTERED]) or self._rules.find("title-start", fold_width(title)):
            later = (Ground.TITLE_LATER, head.index(first))
            yield Candidate(title, (first.passage,), (*ground(Ground.TITLE_PLACE), later, *look))

    def _may_name(self, folded: str) -> bool:
        """Whether words may be a title: more than the name of a section, and neither work nor a heading."""
        is_long = _SHORT < len(folded) <= _LONGEST_NAME and not any(sign in folded for sign in ",;")
        others = (self._columns.find("work", folded), self._headings.find("general", folded))
        return is_long and not any(others) and self._paragraphs.find("label-line", folded) is None

    def _from(self, lines: Sequence[HeadLine], where: tuple[tuple[Ground, int], ...]) -> Iterator[Candidate]:
        """Candidates that begin at the first of the lines, one line long and longer."""
        run: list[HeadLine] = []
        for line in lines:
            is_other = line.is_apart or line.passage.text in {one.passage.text for one in run}
            if line.kind not in _PARTS or (run and is_other):
                return
            run.append(line)
            title = title_text(join_lines(one.passage for one in run))
            if (what := self._what(title)) is not None:
                grounds = (
                    (what, 1),
                    *where,
                    *self._join(run),
                    *_look(run),
                    (Ground.TITLE_SHORT, int(len(title) <= _SHORT)),
                    (Ground.TITLE_SECTION, int(self._is_section(run))),
                )
                yield Candidate(title, tuple(one.passage for one in run), grounds)

    def _is_section(self, run: Sequence[HeadLine]) -> bool:
        """Whether a line heads a section in most papers (主要任务, 总体要求) and does not look like a title."""
        folded, style = run[0].passage.folded.strip(), run[0].style
        if len(run) > 1 or style.heading or style.centered:
            return False
        return bool(self._paragraphs.find("label-line", folded) or self._headings.find("general", folded))

    def _what(self, title: str) -> Ground | None:
        """What makes words the name of a paper."""
        folded = fold_width(title)
        if len(folded) > _LONGEST or len(folded) < 4:
            return None
        if self._rules.find("notice-title", folded):
            return Ground.TITLE_NOTICE
        return Ground.TITLE_PAPER if self._paragraphs.find("title", folded) else None

    def _join(self, run: Sequence[HeadLine]) -> Iterator[tuple[Ground, int]]:
        """For and against several lines being one title: the first is one by itself, and the second is another."""
        firsts = (one.passage.folded for one in run[:-1])
        whole = any(self._rules.find("notice-title", first) for first in firsts)
        both = any(_is_whole(one) and _is_whole(two) and self._is_other(two) for one, two in pairwise(run))
        yield Ground.TITLE_BODY_AGAIN, int(any(_begins_again(one, two) for one, two in pairwise(run)))
        yield Ground.TITLE_UNLIKE, int(any(one.style.heading != two.style.heading for one, two in pairwise(run)))
        yield Ground.TITLE_LINES, len(run) - 1
        yield Ground.TITLE_WHOLE, int(whole or both)

    def _is_other(self, line: HeadLine) -> bool:
        """Whether a line behind a whole title is another, or a heading: 2024年…清单, 主要任务."""
        folded = line.passage.folded
        return folded[:2] in {"19", "20"} or self._paragraphs.find("label-line", folded) is not None

    def _run_in(self, lines: Sequence[HeadLine]) -> Iterator[Candidate]:
        """Titles from which a number, a salutation or the preamble runs on."""
        shown = [line for line in lines if line.kind is not LineKind.ASIDE][:_LINES]
        for place, line in enumerate(shown):
            words = line.passage
            head = fold_width(words.text[:_RUN_ON])
            found = self._rules.find("run-in-title", head) if place < _RUN_IN_LINES else None
            if found:
                title = words.cut(*found[1].span("title"))
                yield Candidate(title_text(title), (title,), ((Ground.TITLE_RUN_IN, 1), (Ground.TITLE_LATER, place)))
            for rule in self._paragraphs.of("run-in-title"):
                match = rule.regex.match(words.folded)
                if match:
                    title = words.cut(*match.span("title"))
                    yield Candidate(title_text(title), (title,), ground(Ground.TITLE_RUN_IN_PREAMBLE))


def _is_whole(line: HeadLine) -> bool:
    return line.kind is LineKind.PAPER


def _begins_again(one: HeadLine, two: HeadLine) -> bool:
    """Whether a body is above a line that begins with its place: 青川市水务局 above 青川市工作台账 is the red head."""
    return one.kind is LineKind.BODY and one.passage.text[:_PLACE] == two.passage.text[:_PLACE]


def _look(run: Sequence[HeadLine]) -> Iterator[tuple[Ground, int]]:
    """How lines look, as far as all of them look so."""
    yield Ground.TITLE_HEADING, int(all(line.style.heading for line in run))
    yield Ground.TITLE_CENTERED, int(all(line.style.centered for line in run))
    yield Ground.TITLE_BOLD, int(all(line.style.bold for line in run))


def title_text(passage: Passage) -> str:
    """A title's words without the blanks of its line ends and of spaced type."""
    return _SPACED.sub("", _NEXT_TO_DIGITS.sub("", passage.collapsed().text))
