"""The title of a document, among the lines of its head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from docx2tasks.extract.names import NameFinder
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.source import Passage, Source, join_lines

_LINES = 12  # of the head among which the title is
_TITLE_LINES = 5
_LONGEST = 120  # characters of a title
_RUN_ON = 400  # characters of a line from which more runs on
_SPACED = re.compile(r"(?<=[^\W\da-zA-Z_])[ \u3000\u00a0]+(?=[^\W\da-zA-Z_])")
_NEXT_TO_DIGITS = re.compile(r"(?<=[^\W\da-zA-Z_])[ ]+(?=\d)|(?<=\d)[ ]+(?=[^\W\da-zA-Z_])")
_FILE_NAME = re.compile(r".*\.(?:docx?|pdf|wps|txt|html?|xlsx?|rtf|ofd)")


class TitleFinder:
    """Finds titles: a notice's name (…关于…的通知), else what names a plan or a list."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules["metadata"]
        self._paragraphs = rules["paragraphs"]
        self._units = rules["units"]
        self._names = rules.once(NameFinder)

    def find(self, source: Source, head: Sequence[Passage], fields: Mapping[str, Passage]) -> str | None:
        """The title that a field gives, else the printed one, else what the page says of itself."""
        if "title" in fields and len(fields["title"].text) > 4:
            return title_text(fields["title"])
        meta = next((value for name, value in source.fields if name == "meta:ArticleTitle"), None)
        page = next((value for name, value in source.fields if name == "title"), None)
        return self._printed(head) or meta or (page if source.format == "html" else None)

    def issuer(self, title: str | None) -> str | None:
        """The office before 关于 in a notice's title: 国务院办公厅关于印发…."""
        office = title.split("关于", 1)[0].strip() if title and "关于" in title else ""
        names = [n for n in re.split(r"[\s、]+", office) if n]
        return office if names and all(self._names.is_unit(n) for n in names) else None

    def _printed(self, head: Sequence[Passage]) -> str | None:
        lines = [self._without_site(p) for p in head[:_LINES]]
        lines = [p for p in lines if p and not _FILE_NAME.fullmatch(p.folded.strip())]
        for line in lines[:3]:
            in_line = self._rules.find("run-in-title", fold_width(line.text[:_RUN_ON]))
            if in_line:
                return title_text(line.cut(*in_line[1].span("title")))
        runs = list(self._runs(lines))
        for matches in (self._is_notice, self._is_plan):
            for run in runs:
                title = next((t for t in _joined(run) if matches(t)), None)
                if title:
                    return title
        run_in = next((p.cut(*found) for p in lines if (found := self._run_in(p))), None)
        return title_text(run_in) if run_in else None

    def _is_notice(self, title: str) -> bool:
        return len(title) <= _LONGEST and self._rules.find("notice-title", fold_width(title)) is not None

    def _is_plan(self, title: str) -> bool:
        folded = fold_width(title)
        is_head = self._rules.find("letterhead", folded) is not None
        return len(folded) >= 4 and not is_head and self._paragraphs.find("title", folded) is not None

    def _without_site(self, line: Passage) -> Passage:
        """A line without the name of the site after it: …的通知 - 某某市人民政府门户网站."""
        found = self._rules.find("site-name", line.folded)
        return line.cut(0, found[1].start()).strip() if found else line

    def _run_in(self, line: Passage) -> tuple[int, int] | None:
        """Where a title is from which the preamble runs on."""
        for rule in self._paragraphs.of("run-in-title"):
            found = rule.regex.match(line.folded)
            if found:
                return found.span("title")
        return None

    def _runs(self, lines: Sequence[Passage]) -> Iterator[list[Passage]]:
        """Runs of short lines that may together be one title, broken by numbers, fields and sentences."""
        run: list[Passage] = []
        for line in lines:
            text = line.folded.strip()
            breaks = len(text) > _LONGEST or any(c in text for c in "。:>|")
            breaks = breaks or self._rules.find("doc-number", text) is not None
            breaks = breaks or self._units.find("lead-rule", text) is not None
            if not breaks:
                run.append(line)
            elif run:
                yield run
                run = []
        if run:
            yield run


def _joined(run: Sequence[Passage]) -> Iterator[str]:
    """The lines of a run joined into titles, the longest first."""
    for size in range(min(len(run), _TITLE_LINES), 0, -1):
        for start in range(len(run) - size + 1):
            yield title_text(join_lines(run[start : start + size]))


def title_text(passage: Passage) -> str:
    """A title's words without the blanks of its line ends and of spaced type."""
    return _SPACED.sub("", _NEXT_TO_DIGITS.sub("", passage.collapsed().text))
