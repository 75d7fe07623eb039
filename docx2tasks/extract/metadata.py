"""The metadata of a document: from its head, fields and foot.

Every line of the head and foot is a candidate for what it may be; :mod:`docx2tasks.extract.scores` says which wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, takewhile
from typing import NamedTuple

from docx2tasks.extract.dates import DAY, text_to_date
from docx2tasks.extract.fields import FieldFinder, Fields
from docx2tasks.extract.head_lines import HeadLine, HeadLineFinder, LineKind
from docx2tasks.extract.scores import Candidate, Ground, Grounds, choose, ground
from docx2tasks.extract.signers import SignerFinder
from docx2tasks.extract.titles import TitleFinder
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.source import Passage, Source, Span

_RUN_ON = 300  # characters of a line from which a number may run on
_NEAR = 5  # lines above and under the title among which the issuer is
_PUBLISHED = ("发布", "公布")
_ON_BEHALF = "代章"  # a line with it says whose seal is used, not who signs
_BODIES = frozenset({LineKind.RED_HEAD, LineKind.BODY, LineKind.DATE})
_TEXT = frozenset({LineKind.TEXT, LineKind.SALUTATION})
_PUBLISHED_FIELDS = frozenset({"meta:pubdate", "meta:publishdate"})

Signature = Sequence[Passage]
"""The lines of one signature: the offices, then the date."""


class Reason(NamedTuple):
    """Why a fact was chosen: the name of its field, its words, where they are printed, and the grounds."""

    name: str
    words: str
    spans: tuple[Span, ...]
    grounds: str


class Facts(NamedTuple):
    """The metadata of a document; a value without words comes from outside the text."""

    title: str | None = None
    issuer: str | None = None
    doc_number: str | None = None
    issued_on: date | None = None
    published_on: date | None = None
    index_number: str | None = None
    status: str | None = None
    passages: tuple[Passage, ...] = ()
    reasons: tuple[Reason, ...] = ()


class FactFinder:
    """Finds the metadata of a document."""

    def __init__(self, rules: Rules) -> None:
        self._set = rules["metadata"]
        self._fields = rules.once(FieldFinder)
        self._titles = rules.once(TitleFinder)
        self._lines = rules.once(HeadLineFinder)
        self._signers = rules.once(SignerFinder)

    def find(self, source: Source, end: int | None, signatures: Sequence[Signature]) -> Facts:
        """The document's own title, issuer, number, dates, index number and status.

        The head ends at character ``end``, where the first item begins (None: no item was found); ``signatures``
        are the runs of lines that sign, in order.  Fields of a table or a page (``发文字号：绍政办发〔2021〕37号``)
        go first.
        """
        found = self._fields.find(source.blocks, end)
        fields = found.values
        lines = self._lines.find(source.blocks, end, found)
        signatures = _without_values(signatures, found)
        title = self._titles.find(source, lines, fields)
        lines = tuple(line for line in lines if title is None or line.passage not in title.passages)
        head = _Head(lines, tuple(one for one in signatures if _is_in_head(one, lines)))
        foot = [one for one in signatures if one not in head.signatures]
        number = choose(self._numbers(fields, lines))
        dates = list(self._dates(fields, head, foot, number))
        issuers = list(self._issuers(fields, head, foot, title))
        issued, issuer = choose(dates), choose(issuers)
        chosen = {"title": title, "issuer": issuer, "doc_number": number, "issued_on": issued}
        same = [one for one in issuers if issuer and one.words == issuer.words]
        same += [one for one in dates if issued and text_to_date(one.words) == text_to_date(issued.words)]
        used = (passage for one in (*same, *([number] if number else [])) for passage in one.passages)
        return Facts(
            title=title.words if title else None,
            issuer=issuer.words if issuer else None,
            doc_number=number.words if number else None,
            issued_on=text_to_date(issued.words) if issued else None,
            published_on=_find_published(fields, signatures, lines, source),
            index_number=_first_text(fields.get("index_number")),
            status=_first_text(fields.get("status")),
            passages=(*fields.values(), *used),
            reasons=tuple(_to_reason(name, one) for name, one in chosen.items() if one),
        )

    # candidates -----------------------------------------------------------------------

    def _numbers(self, fields: Mapping[str, Passage], lines: Sequence[HeadLine]) -> Iterator[Candidate]:
        if field := fields.get("doc_number"):
            yield Candidate(_squeezed(field), (field,), ground(Ground.NUMBER_FIELD))
        for line in lines:
            words = line.passage
            if line.kind is LineKind.NUMBER:
                found = self._set.find("doc-number", words.folded)
                number = words.cut(*found[1].span("number")) if found and found[1].groupdict().get("number") else words
                yield Candidate(_squeezed(number), (number,), ground(Ground.NUMBER_LINE))
            elif found := self._set.find("run-in-number", fold_width(words.text[:_RUN_ON])):
                number = words.cut(*found[1].span("number"))
                yield Candidate(_squeezed(number), (number,), ground(Ground.NUMBER_RUN_IN))

    def _dates(
        self, fields: Mapping[str, Passage], head: _Head, foot: Sequence[Signature], number: Candidate | None
    ) -> Iterator[Candidate]:
        """The days of issue: of a field, below a signature, behind the number, under the title."""
        if field := fields.get("issued_on"):
            yield from _to_dates([field], ground(Ground.DATE_FIELD))
        for place, signature in enumerate(foot):
            days = [line for line in signature if not _is_publication(line.text)]
            what = Ground.DATE_PRINTED if _is_printer(signature) else Ground.DATE_SIGNED
            has_body = int(any(self._signers.find(line).bodies for line in signature))
            yield from _to_dates(
                days, ((what, 1), (Ground.DATE_WITH_BODY, has_body), (Ground.DATE_LATER, min(place, 4)))
            )
        if number is not None:
            yield from _to_dates(_behind(head.lines, number), ground(Ground.DATE_OF_NUMBER))
        lines = [line.passage for line in head.lines if line.kind is LineKind.DATE]
        signed = [line for signature in head.signatures for line in signature]
        days = [line for line in (*lines, *signed) if not _is_publication(line.text)]
        yield from _to_dates(days, ground(Ground.DATE_UNDER_TITLE))

    def _issuers(
        self, fields: Mapping[str, Passage], head: _Head, foot: Sequence[Signature], title: Candidate | None
    ) -> Iterator[Candidate]:
        """The issuers: of a field, below the text, under the title, before it, at its beginning, above it."""
        for name, found in (("issuer", Ground.ISSUER_FIELD), ("publisher", Ground.ISSUER_PUBLISHER)):
            field = fields.get(name)
            if field is not None and not self._set.find("no-issuer", field.folded.strip()):
                words = self._signers.without_seals(field)
                yield Candidate(_first_text(words) or "", (field,), ground(found))
        for signature in foot:
            yield from () if _is_printer(signature) else self._signers_of(signature)
        under, above = head.parted(title)
        for lines, found in ((under, Ground.ISSUER_UNDER_TITLE), (above, Ground.ISSUER_RED_HEAD)):
            dated = [line for line in lines if line.kind is LineKind.DATE]  # the body next to a date signs
            bodies = [body for line in dated or lines if line.kind in _BODIES for body in line.bodies]
            if bodies:
                yield Candidate(_join_bodies(bodies), tuple(bodies), ground(found))
        place = self._titles.opening_body(title.words) if title else None
        if title is not None and place is not None:
            opening = title.words[slice(*place)]
            named = self._signers.find(Passage(opening, ((0, len(opening)),))).bodies
            yield Candidate(_join_bodies(named) or opening, (), ground(Ground.ISSUER_OPENS_TITLE))

    def _signers_of(self, signature: Signature) -> Iterator[Candidate]:
        """The bodies above the date of a signature, or before it on its line; else the words there."""
        bodies: list[Passage] = []
        others: list[Passage] = []
        for line in (one for one in signature if _ON_BEHALF not in one.text):
            day = DAY.search(line.folded)
            words = self._signers.without_seals(line.cut(0, day.start()).strip(" ([") if day else line)
            found = self._signers.find(words)
            bodies += found.bodies
            others += [words] if not found.is_signature and len(words.text) > 2 and not day else []
        if bodies:
            yield Candidate(_join_bodies(bodies), tuple(bodies), ground(Ground.ISSUER_SIGNED))
        elif others and all(self._lines.may_be_name(one) for one in others):
            yield Candidate(_join_bodies(others), tuple(others), ground(Ground.ISSUER_UNKNOWN))


class _Head(NamedTuple):
    """The lines of the head that are not the title, and the signatures among them."""

    lines: tuple[HeadLine, ...]
    signatures: tuple[Signature, ...]

    def parted(self, title: Candidate | None) -> tuple[list[HeadLine], list[HeadLine]]:
        """The lines with bodies under the title, and those above it, up to the first sentence."""
        at = title.passages[-1].end if title is not None and title.passages else 0
        shown = [line for line in self.lines if line.kind is not LineKind.ASIDE and line.passage]
        above = [line for line in shown if line.passage.start < at]
        under = takewhile(lambda line: line.kind not in _TEXT, shown[len(above) :])
        return [line for line in islice(under, _NEAR) if line.bodies], [line for line in above[-_NEAR:] if line.bodies]


def _is_in_head(signature: Signature, lines: Sequence[HeadLine]) -> bool:
    """Whether a signature is among the lines of the head, before any sentence or salutation."""
    for line in lines:
        if line.kind in _TEXT:
            return False
        if line.passage.start >= signature[0].start:
            return True
    return False


def _without_values(signatures: Sequence[Signature], fields: Fields) -> list[Signature]:
    """Signatures without lines that are the values of fields."""
    taken = {passage.start for passage in (*fields.values.values(), *fields.others)}
    kept = ([line for line in one if line.start not in taken] for one in signatures)
    return [part for one in kept for part in _at_days(one)]


def _at_days(signature: Signature) -> Iterator[Signature]:
    """One signature for each day: that of who printed the paper comes right behind that of who signed it."""
    at = 0
    for place, line in enumerate(signature, 1):
        if place == len(signature) or (DAY.search(line.folded) and not _is_publication(signature[place].text)):
            yield signature[at:place]
            at = place


def _is_printer(signature: Signature) -> bool:
    """Whether lines say who printed a paper: 市教育局办公室 2023年8月9日印发."""
    return signature[-1].text.rstrip().endswith("印发")


def _to_dates(lines: Iterable[Passage], grounds: Grounds) -> Iterator[Candidate]:
    for line in lines:
        if text_to_date(line.text) is not None:
            yield Candidate(line.text, (line,), grounds)


def _behind(lines: Sequence[HeadLine], number: Candidate) -> Iterator[Passage]:
    """The words right behind the number, where they are a date: 国发〔1990〕65号（一九九〇年十二月五日）."""
    printed = number.passages[0]
    for line in lines:
        words = line.passage
        if words.start <= printed.start and printed.end <= words.end:
            at = words.text.find(printed.text) + len(printed.text)
            behind = words.cut(at, at + 24).strip()
            if behind and DAY.match(behind.folded.lstrip("([ ")):
                yield behind


def _find_published(
    fields: Mapping[str, Passage], signatures: Sequence[Signature], lines: Sequence[HeadLine], source: Source
) -> date | None:
    """The date of publication: of a field, else of a line that says so, else what the page says of itself."""
    told = [fields[name].text for name in ("published_on", "opened_on") if name in fields]
    told += [line.text for signature in signatures for line in signature if _is_publication(line.text)]
    told += [line.passage.text for line in lines if line.kind is LineKind.DATE and _is_publication(line.passage.text)]
    told += [value for name, value in source.fields if name.lower() in _PUBLISHED_FIELDS]
    return next((day for text in told if (day := text_to_date(text))), None)


def _is_publication(line: str) -> bool:
    """Whether a line says when the document was put out: 2018年8月3日发布."""
    found = DAY.search(fold_width(line))
    return found is not None and fold_width(line)[found.end() :].strip(" 日)]") in _PUBLISHED


def _to_reason(name: str, one: Candidate) -> Reason:
    return Reason(name, one.words, tuple(span for passage in one.passages for span in passage.spans), one.reason)


def _first_text(passage: Passage | None) -> str | None:
    words = passage.collapsed().text if passage else ""
    return _unspaced(words) or None


def _join_bodies(bodies: Sequence[Passage]) -> str:
    """The names of bodies in print order, each once; several sign a joint paper."""
    names = (_first_text(body) for body in sorted(bodies, key=lambda body: body.start))
    return "、".join(dict.fromkeys(name for name in names if name))


def _unspaced(text: str) -> str:
    """Spaced type closed up: 科 技 部; blanks between longer words stay."""
    pieces = text.split()
    return "".join(pieces) if all(len(piece) == 1 for piece in pieces) else text


def _squeezed(passage: Passage) -> str:
    return "".join(passage.text.split())
