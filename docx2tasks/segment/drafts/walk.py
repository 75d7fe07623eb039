"""Outline and tables to drafts: each leaf measure with its path, its clauses and its cells.

A draft is a task before its times, targets and references are looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from docx2tasks.extract.clauses import Clause, ClauseFinder
from docx2tasks.extract.units import LEAD, RESPONSIBLE, UnitFinder, UnitList, UnitMention
from docx2tasks.faults import attempt
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.shared import SharedLineFinder
from docx2tasks.segment.drafts.unnumbered import UnnumberedFinder
from docx2tasks.segment.outline.build import OutlineReader
from docx2tasks.segment.outline.items import (
    CELL,
    NOT_STEPS,
    TIME_HEAD,
    Entry,
    Leftover,
    Outline,
    OutlineItem,
    OutlinePart,
    TableEntry,
)
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.segment.tables.row_cells import UnitCell
from docx2tasks.segment.tables.rows import TableReader, TaskRow, cell_paragraphs
from docx2tasks.segment.tables.steps import PathStep, counts_on
from docx2tasks.source import EMPTY, Diagnostic, Passage, Span, Table, join_passages
from docx2tasks.vocabulary import CoverageKind, LeftoverKind

_BLANK = re.compile(r"\s")
_LISTED = re.compile(r"[^、,()]+(?:\([^()]*\))?")
_HEADING = 40  # characters of a heading that runs into its prose: the longest seen has 32


class Draft(NamedTuple):
    """One leaf measure with everything that is said of it where it stands and above it.

    ``asides`` are passages whose times count for the measure although they left its text:
    clauses, and cells of a deadline column (``due``); ``header`` is the table's own header.
    """

    path: tuple[PathStep, ...]
    label: Passage | None
    number: int | None
    text: Passage
    units: tuple[UnitMention, ...]
    part: Passage | None = None
    asides: tuple[Passage, ...] = ()
    due: tuple[Passage, ...] = ()
    quantities: tuple[Passage, ...] = ()
    header: str = ""


class Drafts(NamedTuple):
    """All drafts of a document, what was left over by kind, and what was doubtful."""

    drafts: tuple[Draft, ...]
    leftovers: tuple[tuple[CoverageKind, Passage], ...]
    diagnostics: tuple[Diagnostic, ...]
    signature: tuple[Passage, ...]


class _Words(NamedTuple):
    """An item's own words: what remains of its paragraphs, and the clauses they held."""

    paragraphs: tuple[Passage, ...]
    clauses: tuple[Clause, ...]

    @property
    def due(self) -> tuple[Passage, ...]:
        """What the clauses say about by when."""
        return tuple(p for clause in self.clauses for p in clause.due)

    @property
    def others(self) -> tuple[Passage, ...]:
        """The words of the clauses beside that."""
        return tuple(c.words for c in self.clauses if not c.due) + tuple(_before_due(c) for c in self.clauses if c.due)


class _Open(NamedTuple):
    """An item that encloses the place: its step, the units its children inherit."""

    depth: int
    step: PathStep | None
    units: tuple[UnitMention, ...]
    has_units: bool
    is_general: bool
    has_prose: bool
    time: Passage | None = None  # 3月： that heads the items behind it


def outline_to_drafts(outline: Outline, rules: Rules, text: str) -> Drafts:
    """The leaf measures of a document's outline, in reading order.

    ``（一）切实增强责任`` with ``1.加强保障。…（责任单位：市财政局）`` gives one draft whose path is （一）.
    """
    found = rules.once(UnnumberedFinder).as_items
    entries = attempt("paragraphs without a mark", (), outline.entries, found, outline.entries)
    entries = attempt("lines for whole sections", (), entries, rules.once(SharedLineFinder).raised, entries)
    walker = _Walker(entries, rules, text)
    drafts = tuple(walker.walk())
    return Drafts(drafts, tuple(walker.leftovers), tuple(walker.diagnostics), tuple(walker.signature))


@dataclass(slots=True, repr=False, eq=False)
class _Walker:
    """Walks the entries once; remembers what encloses the place and what the document stated."""

    entries: Sequence[Entry]
    rules: Rules
    text: str  # the canonical text
    in_cell: bool = False  # the entries of a table cell: no headings, no duty lists
    leftovers: list[tuple[CoverageKind, Passage]] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    signature: list[Passage] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _part: Passage | None = None
    _seen_items: bool = False
    _signed: bool = False
    _leads_first: bool = False
    _added: UnitMention | None = None
    _unit_cells: dict[tuple[int, str | None], UnitList] = field(default_factory=dict)
    _listed: dict[tuple[int, str | None, bool, bool], tuple[UnitMention, ...]] = field(default_factory=dict)

    def walk(self) -> Iterator[Draft]:
        """The drafts, in reading order."""
        for place, entry in enumerate(self.entries):
            if isinstance(entry, OutlineItem):
                found = attempt("a measure", entry.label.spans, None, list, self._item(place, entry))
                yield from found or self._bare(place, entry) if found is None else found
            elif isinstance(entry, TableEntry):
                yield from attempt("a table", _table_spans(entry.table), [], list, self._table(entry))
            elif isinstance(entry, OutlinePart):
                attempt("a title", entry.title.spans, None, self._begin_part, entry)
            else:
                attempt("a paragraph", entry.passage.spans, None, self._leave, entry)

    def _bare(self, place: int, item: OutlineItem) -> Iterator[Draft]:
        """The draft of an item that could not be read: its words as they are."""
        text = join_words(item.body, self.text)
        if text and not self._has_children(place, item):
            yield Draft((), item.label, item.number, text, (), self._part)

    def _begin_part(self, part: OutlinePart) -> None:
        self._open = []
        self.leftovers.append((LeftoverKind.TITLE, part.title))
        self._read_statement(part.title)
        is_head = not part.by_format and not self._seen_items and not self.signature
        self._part = None if is_head else part.title

    def _leave(self, entry: Leftover) -> None:
        if entry.kind == LeftoverKind.SIGNATURE and not self._signed:
            self.signature.append(entry.passage)
        elif self.signature and entry.kind != LeftoverKind.SIGNATURE:
            self._signed = True
        if entry.kind == LeftoverKind.ATTACHMENT_MARK:
            self._part = entry.passage
        self._read_statement(entry.passage)
        self.leftovers.append((entry.kind, entry.passage))

    def _read_statement(self, passage: Passage) -> None:
        """Take note of a rule that a preamble or a heading states about the lists to come."""
        text = passage.folded
        if not self._leads_first and any(rule.regex.search(text) for rule in self.rules["units"].of("lead-rule")):
            self._leads_first = True
        for rule in self.rules["units"].of("added-rule"):
            found = rule.regex.search(text)
            if found:
                name = passage.cut(*found.span("unit")).strip("、，, ")
                self._added = UnitMention(name, RESPONSIBLE, rule.id, inherited=True)

    # items ----------------------------------------------------------------------------

    def _item(self, place: int, item: OutlineItem) -> Iterator[Draft]:
        self._seen_items = True
        self._signed = self._signed or bool(self.signature)
        self._open = [o for o in self._open if o.depth < item.depth]
        has_children = self._has_children(place, item)
        words = self._read_words(place, item, is_leaf=not has_children)
        heads = self._heading_units(item)
        opened = self._open_item(item, words, heads, has_children=has_children)
        is_general = opened.is_general
        if is_general:
            self.leftovers.append((LeftoverKind.GENERAL, item.label))
        if is_general or has_children:
            kind = LeftoverKind.GENERAL if is_general else LeftoverKind.LEAD_IN
            prose = self._prose(words, opened, is_general=is_general)
            self.leftovers += [(kind, p) for p in prose]
            for passage in prose:
                self._read_statement(passage)
        elif heads and len(words.paragraphs) > 1:
            duty = words._replace(paragraphs=words.paragraphs[1:])
            yield self._draft(
                None, None, duty, (*self._path(), *([opened.step] if opened.step else [])), [*self._open, opened]
            )
        elif any(words.paragraphs):
            label = None if item.style in NOT_STEPS else item.label
            yield self._with_actor(self._draft(label, item.number, words, self._path(), [*self._open, opened]), item)
        self._open.append(opened)

    def _with_actor(self, draft: Draft, item: OutlineItem) -> Draft:
        """A duty that begins with its unit (``（一）市教育局：负责…``) has that unit, where no clause names one."""
        if self.in_cell or draft.units or not item.body or item.style in NOT_STEPS:
            return draft
        first = item.body[0]
        place = min((i for i in (first.folded.find(c) for c in ":。") if i > 0), default=0)
        name = first.cut(0, place).strip()
        rule = self.rules["units"].find("heading", name.folded) if name else None
        return draft._replace(units=(UnitMention(name, RESPONSIBLE, rule[0].id),)) if rule else draft

    def _after(self, place: int) -> Iterator[Entry]:
        """The entries behind a place; a slice would copy them all for each place."""
        return map(self.entries.__getitem__, range(place + 1, len(self.entries)))

    def _has_children(self, place: int, item: OutlineItem) -> bool:
        """Whether deeper items, or the rows of a table under a bare heading, follow."""
        for entry in self._after(place):
            if isinstance(entry, OutlineItem):
                return entry.depth > item.depth
            if isinstance(entry, TableEntry):
                return len(item.body) <= 1 and not is_sentence_like(item.body[0].text if item.body else "")
            if isinstance(entry, OutlinePart):
                return False
        return False

    def _read_words(self, place: int, item: OutlineItem, *, is_leaf: bool) -> _Words:
        """An item's words without its clauses, and without what closes the document behind it."""
        find = self.rules.once(ClauseFinder).find
        rows = [attempt("who is responsible", p.spans, (), find, p, is_first=i == 0) for i, p in enumerate(item.body)]
        body = item.body
        if is_leaf and self._is_last(place):
            last = max((i for i, row in enumerate(rows) if row), default=-1)
            body = body[: self._closing_from(place, item, last)]
            self.leftovers += [(LeftoverKind.CLOSING, p) for p in item.body[len(body) :]]
        if not any(rows[: len(body)]):
            return _Words(tuple(p for p in body if p), ())
        return self._take_clauses(body, rows)

    def _take_clauses(self, body: Sequence[Passage], rows: Sequence[Sequence[Clause]]) -> _Words:
        """The words of paragraphs apart from the clauses in them."""
        kept: list[Passage] = []
        for passage, row in zip(body, rows, strict=False):
            self.leftovers += [(LeftoverKind.UNIT_CLAUSE, passage.cut(c.start, c.end)) for c in row]
            kept.append(passage.without((c.start, c.end) for c in row).strip() if row else passage)
        clauses = tuple(c for row in rows[: len(body)] for c in row)
        return _Words(tuple(p for p in kept if p), clauses)

    def _is_last(self, place: int) -> bool:
        """Whether no item of the same part follows."""
        for entry in self._after(place):
            if isinstance(entry, OutlineItem):
                return False
            if isinstance(entry, OutlinePart | TableEntry):
                return True
        return True

    def _closing_from(self, place: int, item: OutlineItem, last_clause: int) -> int:
        """The index of the first paragraph behind the last item that is no part of it."""
        if len(item.body) < 2:
            return len(item.body)
        for index, passage in enumerate(item.body[1:], 1):
            if self.rules["headings"].find("closing", passage.folded):
                return index
        if last_clause >= 0:
            return last_clause + 1
        return 1 if self._siblings_are_single(place, item) else len(item.body)

    def _siblings_are_single(self, place: int, item: OutlineItem) -> bool:
        """Whether every other leaf of the item's style is one paragraph of prose."""
        same = 0
        for index, entry in enumerate(self.entries):
            if (
                index != place
                and isinstance(entry, OutlineItem)
                and entry.style == item.style
                and not self._has_children(index, entry)
            ):
                if len(entry.body) != 1:
                    return False
                same += 1
        return same >= 2 and is_sentence_like(item.body[0].text)

    def _heading_units(self, item: OutlineItem) -> tuple[UnitMention, ...] | None:
        """The units that a heading consists of (八、省发展改革委); none for 成员单位职责; None for other headings."""
        if self.in_cell or not item.body or item.style in NOT_STEPS or len(item.body[0].text) > _HEADING:
            return None
        name = item.body[0].strip("。：: ")
        text = name.folded
        duties = self.rules["units"].find("duties-of", text)
        if duties is not None and duties[1].end() == len(text):
            name = name.cut(0, duties[1].start()).strip()
            text = name.folded
            if not text or duties[1].group().startswith(("成员", "有关", "各", "相关")):
                return ()
        whole = self.rules["units"].any_of("class").fullmatch(text)
        names = [name] if whole else [name.cut(*m.span()) for m in _LISTED.finditer(text)]
        if whole:
            return (UnitMention(name, RESPONSIBLE, "unit.class", inherited=True),)
        found = [(n, self.rules["units"].find("heading", n.folded)) for n in names]
        if not found or any(rule is None for _, rule in found):
            return None
        return tuple(UnitMention(n, RESPONSIBLE, rule[0].id, inherited=True) for n, rule in found if rule)

    def _open_item(
        self, item: OutlineItem, words: _Words, heads: tuple[UnitMention, ...] | None, *, has_children: bool
    ) -> _Open:
        first = words.paragraphs[0] if words.paragraphs else EMPTY
        folded = first.folded.strip()
        general = any(o.is_general for o in self._open) or (
            not self.in_cell and self._is_general(folded, has_children=has_children)
        )
        step = None if item.style in NOT_STEPS else PathStep(item.label, item.number, _heading(first))
        time = item.label if item.style == TIME_HEAD else None
        self.leftovers += [(LeftoverKind(item.style.name), item.label)] if item.label and step is None else []
        units, has_units = self._own_units(words)
        if heads is not None and not has_units:
            units, has_units = heads, True
        return _Open(item.depth, step, units, has_units, general, is_sentence_like(folded), time)

    def _is_general(self, folded: str, *, has_children: bool) -> bool:
        """Whether a heading holds requirements, principles, objectives or members only."""
        headings = self.rules["headings"]
        if headings.find("general", _heading_words(folded)) or headings.find("members", folded):
            return True
        return not has_children and headings.find("general-run-in", folded) is not None

    def _prose(self, words: _Words, opened: _Open, *, is_general: bool) -> list[Passage]:
        """The words of a heading that are not its title."""
        if is_general or opened.step is None:
            return list(words.paragraphs)
        end = opened.step.title.end if opened.step.title else 0
        first = words.paragraphs[:1]
        rest = [
            p.cut(next((i for i in range(len(p.text)) if p.spans_of(i, i + 1)[0][0] >= end), len(p.text)))
            for p in first
        ]
        return [p for p in (*rest, *words.paragraphs[1:]) if p]

    def _path(self) -> tuple[PathStep, ...]:
        return tuple(o.step for o in self._open if o.step is not None and o.step.title)

    def _draft(
        self,
        label: Passage | None,
        number: int | None,
        words: _Words,
        path: tuple[PathStep, ...],
        above: Sequence[_Open],
    ) -> Draft:
        own, has_own = self._own_units(words)
        units = own
        if has_own:
            units = self._with_added(own)
            self._remember(words)
        else:
            inherited = next((o for o in reversed(above) if o.has_units and o.step is not None), None)
            units = tuple(u._replace(inherited=True) for u in inherited.units) if inherited else ()
        times = tuple(o.time for o in above if o.time is not None)[-1:]
        asides = (*times, *words.others)
        return Draft(path, label, number, join_words(words.paragraphs, self.text), units, self._part, asides, words.due)

    # units ----------------------------------------------------------------------------

    def _own_units(self, words: _Words) -> tuple[tuple[UnitMention, ...], bool]:
        """The units of an item's own clauses, the first leading where the document says so."""
        if not any(c.units.units or c.units.leads_first for c in words.clauses):
            return (), False
        self._leads_first = self._leads_first or any(c.units.leads_first for c in words.clauses)
        found = [unit for clause in words.clauses for unit in self._ranked(clause.units)]
        return _unique(found), bool(found)

    def _ranked(self, units: UnitList) -> tuple[UnitMention, ...]:
        """The list with its first unit leading, where the rule holds and the list says no role."""
        if not self._leads_first or units.ranked or not units.units:
            return units.units
        first = units.units[0]._replace(role=LEAD, rule="unit.lead-first")
        return (first, *units.units[1:])

    def _with_added(self, units: tuple[UnitMention, ...]) -> tuple[UnitMention, ...]:
        if self._added is None or any(u.name.text == self._added.name.text for u in units):
            return units
        return (*units, self._added)

    def _remember(self, words: _Words) -> None:
        self._added = next((c.units.added for c in words.clauses if c.units.added), self._added)

    # tables ---------------------------------------------------------------------------

    def _table(self, entry: TableEntry) -> Iterator[Draft]:
        reading = self.rules.once(TableReader).read(entry.table)
        self.leftovers += reading.leftovers
        self.diagnostics += reading.diagnostics
        if not reading.rows:
            return
        self._seen_items = True
        if self._open and self._open[-1].has_prose:
            self._open = []
        path = self._path()
        if reading.unit_header:
            header = Passage(reading.unit_header, ((0, len(reading.unit_header)),))
            find = self.rules.once(UnitFinder).find
            said = attempt("the header of the units", (), UnitList(()), find, header)
            self._leads_first = self._leads_first or said.leads_first
        if reading.title is not None:
            self.leftovers.append((LeftoverKind.TITLE, reading.title))
            self._part = self._part or reading.title
        yield from self._rows(reading.rows, path)

    def _rows(self, rows: Sequence[TaskRow], path: tuple[PathStep, ...]) -> Iterator[Draft]:
        """The drafts of a table's rows; a heading in it that counts on from an open one closes that."""
        first = next((row.steps[0] for row in rows if row.bands), None)
        place = next((i for i, step in enumerate(path) if first is not None and counts_on(first, step)), None)
        for row in rows:
            above = path[:place] if row.bands else path
            yield from attempt("a row", _row_spans(row), [], list, self._row(row, above))
        if place is not None and rows[-1].bands:
            number = next(i for i, o in enumerate(self._open) if o.step is path[place])
            band = self._open[number]._replace(step=rows[-1].steps[0], units=(), has_units=False, has_prose=False)
            self._open = [*self._open[:number], band]

    def _row(self, row: TaskRow, path: tuple[PathStep, ...]) -> Iterator[Draft]:
        """The drafts of a row: one for each entry of its measure cell."""
        steps = (*path, *(self._step_words(step) for step in row.steps))
        inner = _Walker(
            self.rules.once(OutlineReader).read(cell_paragraphs(row.blocks)).entries,
            self.rules,
            self.text,
            in_cell=True,
        )
        inner._leads_first, inner._added = self._leads_first, self._added
        found = list(inner.walk())
        if not found:
            found = self._whole_cell(row)
        elif row.number is not None:
            steps = (*steps, PathStep(row.label, row.number, _lead_in(inner)))
        self.leftovers += [
            (kind, p)
            for kind, p in inner.leftovers
            if kind != LeftoverKind.PREAMBLE or len(found) != 1 or found[0].label
        ]
        self._leads_first = self._leads_first or inner._leads_first
        units = self._cell_units(row.units)
        for draft in found:
            yield Draft(
                (*steps, *draft.path),
                draft.label,
                draft.number,
                draft.text,
                draft.units or units,
                part=self._part,
                asides=(*draft.asides, *row.periods),
                due=(*draft.due, *row.deadlines),
                quantities=row.targets,
                header=row.header,
            )

    def _whole_cell(self, row: TaskRow) -> list[Draft]:
        """The one draft of a cell without numbers of its own."""
        lines = [p.passage.strip() for p in cell_paragraphs(row.blocks) if p.passage.strip()]
        item = OutlineItem(0, CELL, None, EMPTY, tuple(lines))
        words = self._read_words(0, item, is_leaf=False)
        if not words.paragraphs:
            return []
        draft = self._draft(row.label, row.number, words, (), ())
        return [draft]

    def _step_words(self, step: PathStep) -> PathStep:
        """A step without the clause its cell may hold."""
        clauses = self.rules.once(ClauseFinder).find(step.title)
        if not clauses:
            return step
        return PathStep(step.label, step.number, step.title.without((c.start, c.end) for c in clauses).strip())

    def _cell_units(self, cells: Sequence[UnitCell]) -> tuple[UnitMention, ...]:
        """The units of a row's unit cells, in column order."""
        found: list[tuple[UnitMention, ...]] = []
        for cell in cells:
            listed = attempt("the units of a cell", cell.words.spans, UnitList(()), self._read_unit_cell, cell)
            self._leads_first = self._leads_first or listed.leads_first
            self._added = listed.added or self._added
            found.append(self._rank_unit_cell(cell, listed))
        if len(found) == 1:
            return self._with_added(found[0]) if found[0] else ()
        return self._with_added(_unique([u for units in found for u in units])) if any(found) else ()

    def _rank_unit_cell(self, cell: UnitCell, listed: UnitList) -> tuple[UnitMention, ...]:
        """The units of one cell as its rows have them: the same tuple for rows that say the same."""
        key = (cell.words.start, cell.role, cell.inherited, self._leads_first)
        if key not in self._listed:
            units = (u._replace(inherited=True) if cell.inherited else u for u in self._ranked(listed))
            self._listed[key] = _unique(tuple(units))
        return self._listed[key]

    def _read_unit_cell(self, cell: UnitCell) -> UnitList:
        """The units of one cell: a merged one serves many rows and is read once."""
        key = (cell.words.start, cell.role)
        if key not in self._unit_cells:
            self._unit_cells[key] = self.rules.once(UnitFinder).find(
                cell.words, cell.role, has_persons=cell.has_persons
            )
        return self._unit_cells[key]


def _row_spans(row: TaskRow) -> tuple[Span, ...]:
    return next((p.passage.spans for p in cell_paragraphs(row.blocks) if p.passage), ())


def _table_spans(table: Table) -> tuple[Span, ...]:
    return next((p.passage.spans for row in table.rows for cell in row for p in cell.paragraphs() if p.passage), ())


def _before_due(clause: Clause) -> Passage:
    """A clause's words up to the first label of a deadline."""
    start = clause.due[0].start
    size = sum(1 for low, high in clause.words.spans for place in range(low, high) if place < start)
    return clause.words.cut(0, size)


def _lead_in(walker: _Walker) -> Passage:
    """The words before the entries of a numbered row: they name the row."""
    found = [p for kind, p in walker.leftovers if kind in {LeftoverKind.PREAMBLE, LeftoverKind.LEAD_IN}]
    return (
        found[0]
        if found
        else (walker.entries[0].title if walker.entries and isinstance(walker.entries[0], OutlinePart) else EMPTY)
    )


def _unique(found: Sequence[UnitMention]) -> tuple[UnitMention, ...]:
    """The units, each name once: a said role goes before the plain one."""
    kept: dict[tuple[str, str], UnitMention] = {}
    for unit in found:
        kept.setdefault((unit.name.text, unit.role), unit)
    return tuple(kept.values())


def _heading_words(folded: str) -> str:
    return folded.split("。", 1)[0].strip()


def _heading(first: Passage) -> Passage:
    """The title of a step: the heading's words only where prose runs on from it."""
    stop = first.text.find("。")
    if 0 <= stop < _HEADING and first.text[stop + 1 :].strip():
        return first.cut(0, stop).strip().collapsed()
    return first.strip().collapsed()


def join_words(paragraphs: Sequence[Passage], text: str) -> Passage:
    """The text of a measure of several paragraphs: white space folded.

    Between two paragraphs stands a blank, where the canonical ``text`` has white space there.
    """
    if len(paragraphs) == 1:
        return paragraphs[0].collapsed()
    parts: list[Passage] = []
    for paragraph in paragraphs:
        folded = paragraph.collapsed()
        if not folded:
            continue
        if parts:
            end = parts[-1].end
            blank = _BLANK.search(text, end, max(end, folded.start))
            parts += [Passage(" ", (blank.span(),))] if blank else []
        parts.append(folded)
    return join_passages(parts)
