"""Blocks to outline: what belongs to which mark, and where another part begins.

The outline is flat: entries in reading order, each :class:`Item` with its depth; the children
of an item are the deeper ones behind it.  A part (an attachment, the next of several plans in
one file) begins a new count.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Sequence as Many
from dataclasses import dataclass, field
from typing import ClassVar

from docx2tasks.faults import attempt
from docx2tasks.numerals import text_to_number
from docx2tasks.rules import Rules
from docx2tasks.segment.marks.count import Candidate, Sequence, counts_decimals, is_heading_between, marker_style
from docx2tasks.segment.marks.find import Boundary, Marker, MarkFinder
from docx2tasks.segment.outline.items import Item, Leftover, Outline, Part, TableEntry
from docx2tasks.segment.outline.paragraphs import (
    find_plan_title,
    find_run_in_label,
    find_run_on,
    is_preamble_like,
    is_title_like,
    paragraph_to_kind,
)
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Block, Diagnostic, Paragraph, Passage, Table, join_lines
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind, RecordKind

RUN_TOGETHER = 1_200  # characters in one paragraph: longer ones have lost their line ends
_TITLE_LINES = 4
_NAME_LENGTH = 40  # of the line that signs: 浙江省推进清廉医院建设部门联动工作机制综合组 has 22
_LIST_LINE = 200  # characters of a line that lists attachments


def blocks_to_outline(blocks: Many[Block], rules: Rules) -> Outline:
    """The outline of ``blocks``: of a document's body, or of one table cell.

    ``（一）加强领导。`` with ``1.…`` behind it gives an item of depth 0 and one of depth 1.
    """
    candidates = _find_candidates(blocks, rules)
    builder = _Builder(rules, Sequence(counts_decimals([row[0].marker for row in candidates.values()])))
    for number, block in enumerate(blocks):
        begins_part = isinstance(block, Paragraph) and block.begins_part
        if begins_part:
            builder.begin_part()
        if isinstance(block, Table) and block.aside is not None:
            paragraphs = (p for row in block.rows for cell in row for p in cell.paragraphs())
            builder.entries.extend(Leftover(block.aside, p.passage) for p in paragraphs)
        elif isinstance(block, Table):
            attempt("a table", (), None, builder.add_table, block)
        elif block.aside is not None:
            builder.entries.append(Leftover(block.aside, block.passage))
        else:
            marks = () if begins_part else candidates.get(number, ())
            attempt("a paragraph", block.passage.spans, None, builder.add_paragraph, block, marks)
    return builder.finish()


def _find_candidates(blocks: Many[Block], rules: Rules) -> dict[int, tuple[Candidate, ...]]:
    """Candidates by block, each knowing the number of the next of its style."""
    found = [
        (number, marker)
        for number, block in enumerate(blocks)
        if isinstance(block, Paragraph) and block.aside is None
        for marker in attempt("the marks of a paragraph", block.passage.spans, (), _paragraph_markers, block, rules)
    ]
    found = _part_levels(found)
    following: dict[str, int] = {}
    rows: dict[int, list[Candidate]] = {}
    behind: Marker | None = None
    for number, marker in reversed(found):
        block = blocks[number]
        text = block.text if isinstance(block, Paragraph) else ""
        heads = behind is not None and behind.number == 1 and behind.style != marker.style
        heads = heads and is_heading_between(text[marker.end : behind.start] if behind else "")
        rows.setdefault(number, []).append(Candidate(marker, following.get(marker.style), heads))
        following[marker.style] = marker.number
        behind = marker
    return {number: tuple(reversed(row)) for number, row in sorted(rows.items())}


def _part_levels(found: list[tuple[int, Marker]]) -> list[tuple[int, Marker]]:
    """Give automatic numbers of one style their level's own style, where lists of it are nested."""
    levels: dict[str, set[int]] = {}
    for _, marker in found:
        if marker.level is not None and not marker.parts:
            levels.setdefault(marker.style, set()).add(marker.level)
    nested = {style for style, seen in levels.items() if len(seen) > 1}
    return [(n, m._replace(style=f"{m.style}@{m.level}") if m.level and m.style in nested else m) for n, m in found]


def _paragraph_markers(block: Paragraph, rules: Rules) -> list[Marker]:
    """Candidates in a paragraph; an automatic number is one, an automatic bullet is none."""
    found = [m for m in rules.once(MarkFinder).find(block.passage) if not (block.bullet and m.start < block.label)]
    if not block.label or block.bullet:
        return found
    if found and found[0].boundary == Boundary.LINE and found[0].label_end <= block.label:
        return [found[0]._replace(level=block.level or 0), *found[1:]]
    return [_label_to_marker(block), *(m for m in found if m.start >= block.label)]


def _label_to_marker(block: Paragraph) -> Marker:
    """The marker of an automatic label that no pattern knows (``A.``, ``甲、``); 0 counts nothing."""
    label = block.text[: block.label].rstrip()
    sign = label.strip("()（）.、．:： ")
    is_letter = len(sign) == 1 and sign.isascii() and sign.isalpha()
    number = ord(sign.lower()) - ord("a") + 1 if is_letter else text_to_number(sign)
    return Marker(f"auto-{block.level or 0}", number or 0, 0, len(label), block.label, Boundary.LINE)


@dataclass(slots=True, repr=False, eq=False)
class _OpenItem:
    """An item while its paragraphs are still coming."""

    depth: int
    style: str
    number: int | None
    label: Passage
    body: list[Passage] = field(default_factory=list)

    def close(self) -> Item:
        return Item(self.depth, self.style, self.number, self.label, tuple(self.body))


@dataclass(slots=True, repr=False, eq=False)
class _Builder:
    """Walks the paragraphs once and holds what is open."""

    rules: Rules
    sequence: Sequence
    entries: list[_OpenItem | Part | TableEntry | Leftover] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    item: _OpenItem | None = None  # the item that takes the next unnumbered paragraph
    loose: list[Passage] = field(default_factory=list)  # unnumbered paragraphs outside any item
    listing: str | None = None  # attachment-list, note or members: lines behind it belong to it
    listed: int = 0  # the number its last line had
    is_over: bool = False  # the page's own words ended: what follows is the site's
    is_said: bool = False  # the format began a part, whose title is still to come
    head: tuple[Passage, ...] | None = None

    # paragraphs -----------------------------------------------------------------------

    def add_paragraph(self, paragraph: Paragraph, candidates: Many[Candidate]) -> None:
        """Split a paragraph at its marks, and put its pieces where they belong."""
        passage = paragraph.passage.cut(paragraph.label) if paragraph.bullet else paragraph.passage
        text = passage.folded.strip()
        starts_item = bool(candidates) and candidates[0].marker.boundary == Boundary.LINE
        if not starts_item and self._is_apart(passage, text):
            return
        if self._is_listed(passage, text, candidates[0].marker if starts_item else None):
            return
        if self.is_over and not starts_item:
            self.entries.append(Leftover(LeftoverKind.FOOTER, passage))
            return
        self.is_over = False
        shift = paragraph.label if paragraph.bullet else 0
        self._split(passage, [c if not shift else _shifted(c, shift) for c in candidates])

    def _is_listed(self, passage: Passage, text: str, marker: Marker | None) -> bool:
        """Put a line that goes on with a list of attachments, notes or members."""
        if self.listing is None:
            return False
        is_member = self.listing == "members"
        goes_on = marker is not None and not is_member and marker.number == self.listed + 1
        if goes_on or (is_member == (marker is None) and not is_sentence_like(text)):
            self.listed += goes_on
            self.entries.append(Leftover(LeftoverKind(self.listing), passage))
            return True
        self.listing = None
        return False

    def _split(self, passage: Passage, candidates: Many[Candidate]) -> None:
        run_together = len(passage.text) > RUN_TOGETHER or any(c.heads for c in candidates)
        at = 0
        for candidate in candidates:
            marker = candidate.marker
            if marker.start >= at and self.sequence.is_mark(candidate, passage.text, at, run_together=run_together):
                self._add_piece(passage.cut(at, marker.start), opens=marker.number == 1 and at > 0)
                self._enter(marker, passage)
                at = marker.end
        self._add_piece(passage.cut(at))

    def _add_piece(self, piece: Passage, *, opens: bool = False) -> None:
        """Give words to the open item, or keep them loose where none is open.

        ``opens`` says that a first mark follows: a label run in before it (``具体措施：``) is set apart.
        """
        words = piece.strip()
        label = find_run_in_label(words.text, self.rules) if opens and words else None
        if label is not None:
            self.entries.append(Leftover(RecordKind.LABEL, words.cut(label)))
            words = words.cut(0, label).strip()
        if not words:
            return
        if self.item is None:
            self.loose.append(words)
        else:
            self.item.body.append(words)

    # paragraphs told by their words ---------------------------------------------------

    def _is_apart(self, passage: Passage, text: str) -> bool:
        """Put a paragraph that its words tell apart (附件2, a date, 主要措施：) where it belongs."""
        kind = paragraph_to_kind(text, self.rules)
        place = self._places.get(kind or "")
        return place(self, passage, kind or "") if place else False

    def _set_aside(self, passage: Passage, kind: str) -> bool:
        self.entries.append(Leftover(LeftoverKind(kind), passage))
        return True

    def _salute(self, passage: Passage, kind: str) -> bool:
        """A salutation stands before the first item; the title may have run into it."""
        if self.item is not None:
            return False
        if not self.loose and not self.head:
            self.head = (passage,)
        return self._set_aside(passage, kind)

    def _begin_attachment(self, passage: Passage, kind: str) -> bool:
        self._close_part()
        return self._set_aside(passage, kind)

    def _list_attachments(self, passage: Passage, kind: str) -> bool:
        """``附件：1.任务清单`` lists files under a notice; behind the signature it heads one."""
        if self.item is None and not self.loose and any(isinstance(e, Leftover) for e in self.entries):
            self._close_part()
            self.loose.append(passage)
            return True
        return self._begin_list(passage, kind)

    def _begin_list(self, passage: Passage, kind: str) -> bool:
        """``附件：1.…`` and ``注：1.…``: the numbered lines behind it go on with it."""
        numbers = [m.number for m in self.rules.once(MarkFinder).find(passage) if m.number]
        self.listing, self.listed = kind, numbers[-1] if numbers else 0
        return self._set_aside(passage, kind)

    def _end_page(self, passage: Passage, _kind: str) -> bool:
        """``相关链接``, ``主办单位：``: what follows belongs to the site, not to the document."""
        self._close_part()
        self.is_over = True
        return self._set_aside(passage, "footer")

    def _list_members(self, passage: Passage, kind: str) -> bool:
        """``组　长：某某`` and the names behind it; a title line before it is the list's."""
        titles = self._take_titles()
        if titles:
            self._end_item()
            self.entries.append(Part(join_lines(titles)))
        self.listing, self.listed = kind, 0
        return self._set_aside(passage, kind)

    def _sign(self, passage: Passage, kind: str) -> bool:
        """A date on its own line closes a text; the short lines before it sign it."""
        lines = self.item.body if self.item else self.loose
        if not lines and not self.entries:
            return False
        least = 1 if self.item else 0
        signed = [passage]
        while len(lines) > least and _is_name_line(lines[-1].text):
            signed.insert(0, lines.pop())
        self._close_part()
        self.entries.extend(Leftover(LeftoverKind(kind), words) for words in signed)
        return True

    def _head_with_time(self, passage: Passage, kind: str) -> bool:
        """``3月：`` heads the items behind it, up to the next such time."""
        self._close_head()
        depth = self.sequence.depth(kind, None)
        if depth == len(self.sequence.levels) and self.item is not None and self.item.style != kind:
            depth = max(0, depth - 1)
        self._open(_OpenItem(depth, kind, None, passage))
        return True

    def _add_label_line(self, passage: Passage, kind: str) -> bool:
        """``主要措施：`` under an item opens a level without a number; words may follow on its line."""
        if self.item is None or not self.item.body:
            return False
        last = self.item
        depth = last.depth if last.style == "label-line" else last.depth + 1
        colon = next((i for i, c in enumerate(passage.text) if c in ":："), len(passage.text) - 1)
        words = passage.cut(colon + 1).strip() if kind == "label-run-in" else None
        self._open(
            _OpenItem(
                depth, "label-line", None, passage.cut(0, colon + 1) if words else passage, [words] if words else []
            )
        )
        return True

    # marks ----------------------------------------------------------------------------

    def _enter(self, marker: Marker, passage: Passage) -> None:
        style = marker_style(marker)
        depth = self.sequence.depth(style, marker.number)
        if depth == 0 and self._begins_part(style, marker.number):
            self._close_part()
        elif self.item is None:
            self._close_head()
        else:
            self._check_sequence(style, marker, depth, passage)
        label = passage.cut(marker.start, marker.label_end)
        self._open(_OpenItem(min(depth, len(self.sequence.levels)), style, marker.number or None, label))

    def _open(self, item: _OpenItem) -> None:
        self.sequence.enter(item.depth, item.style, item.number)
        self.entries.append(item)
        self.item = item

    def _begins_part(self, style: str, number: int) -> bool:
        """Whether a first mark of the outermost style begins another plan."""
        levels = self.sequence.levels
        return bool(levels) and number == 1 and levels[0].style == style and (levels[0].number or 0) > 1

    def _check_sequence(self, style: str, marker: Marker, depth: int, passage: Passage) -> None:
        """Say where a list leaves a number out or has one twice."""
        levels = self.sequence.levels
        if depth >= len(levels) or levels[depth].style != style or levels[depth].number is None or not marker.number:
            return
        last = levels[depth].number or 0
        if marker.number in (last + 1, 1):
            return
        code = DiagnosticCode.NUMBERING_GAP if marker.number > last else DiagnosticCode.NUMBERING_REPEAT
        label = passage.text[marker.start : marker.label_end]
        spans = passage.spans_of(marker.start, marker.label_end)
        self.diagnostics.append(Diagnostic(code, f"{label} stands where {last + 1} is next", "warning", spans))

    # parts ----------------------------------------------------------------------------

    def add_table(self, table: Table) -> None:
        """Put a table in its place; title lines before it name a part."""
        titles = self._take_titles()
        if titles:
            self._end_item()
            self.entries.append(Part(join_lines(titles)))
        elif self.item is None:
            self._close_head()
        self.entries.append(TableEntry(table))

    def _take_titles(self) -> list[Passage]:
        """Take the title lines off the end of the open item."""
        titles: list[Passage] = []
        if self.item is not None:
            self._take_preamble(self.item)
        while self.item and len(self.item.body) > 1 and is_title_like(self.item.body[-1].text, self.rules):
            titles.insert(0, self.item.body.pop())
        if not titles and self.item and self.item.body:
            titles = self._take_run_in_title()
        return titles

    def _take_preamble(self, item: _OpenItem) -> None:
        """Set the preamble of the next plan aside where its title stands before it."""
        body = item.body
        size = next((n for n in (1, 2) if len(body) > n + 1 and is_title_like(body[-n - 1].text, self.rules)), 0)
        if size and is_preamble_like(body[-1].text, self.rules):
            self.entries.extend(Leftover(LeftoverKind.PREAMBLE, words) for words in body[-size:])
            del body[-size:]

    def _take_run_in_title(self) -> list[Passage]:
        """Take the title and preamble of the next plan off run-together words."""
        item = self.item
        if item is None or not item.body:
            return []
        head = find_run_on(item.body[-1].text, "run-in-head", self.rules)
        if head is not None:
            words = item.body[-1]
            item.body[-1] = words.cut(0, head).strip()
            return [words.cut(head).strip()]
        found = find_plan_title(item.body[-1].text, self.rules)
        if found is None:
            return []
        start, end = found
        words = item.body[-1]
        item.body[-1] = words.cut(0, start).strip()
        self.entries.append(Leftover(LeftoverKind.PREAMBLE, words.cut(end)))
        return [words.cut(start, end)]

    def begin_part(self) -> None:
        """Begin another part because the format says so."""
        self._close_part()
        self.listing, self.is_over, self.is_said = None, False, True

    def _close_part(self) -> None:
        """End what is open; title lines at its end belong to what follows."""
        titles = self._take_titles() if self.item else []
        self._end_item()
        self._close_head()
        if titles:
            self.entries.append(Part(join_lines(titles)))

    def _end_item(self) -> None:
        self.item = None
        self.sequence.close()

    def _close_head(self) -> None:
        """Loose paragraphs before an item: the title lines of a part, then its preamble."""
        lines, self.loose = self.loose, []
        if not self.head:
            self.head = tuple(lines)
        count = 0
        while count < min(len(lines), _TITLE_LINES) and not _is_running_text(lines[count].text):
            count += 1
        if count:
            self.entries.append(Part(join_lines(lines[:count]), self.is_said))
            self.is_said = False
        self.entries.extend(Leftover(LeftoverKind.PREAMBLE, words) for words in lines[count:])

    def _take_run_in_foot(self) -> None:
        """Set the office and date aside that end a text without line ends."""
        body = self.item.body if self.item else []
        foot = find_run_on(body[-1].text, "run-in-foot", self.rules) if body else None
        if foot is not None:
            self.entries.append(Leftover(LeftoverKind.SIGNATURE, body[-1].cut(foot).strip()))
            body[-1] = body[-1].cut(0, foot).strip()

    def finish(self) -> Outline:
        """The outline, when all blocks were added."""
        attempt("the foot of the text", (), None, self._take_run_in_foot)
        self._close_head()
        entries = tuple(e.close() if isinstance(e, _OpenItem) else e for e in self.entries)
        return Outline(entries, tuple(self.diagnostics), self.head or ())

    # where a paragraph of a kind goes
    _places: ClassVar[Mapping[str, Callable[[_Builder, Passage, str], bool]]] = {
        "attachment-mark": _begin_attachment,
        "attachment-list": _list_attachments,
        "signature": _sign,
        "salutation": _salute,
        "label-line": _add_label_line,
        "label-run-in": _add_label_line,
        "note": _begin_list,
        "page-end": _end_page,
        "time-head": _head_with_time,
        "members": _list_members,
    } | dict.fromkeys(("contents", "public-note", "copy-to", "contact", "page", "page-line"), _set_aside)


def _shifted(candidate: Candidate, shift: int) -> Candidate:
    """The candidate for a passage that has lost ``shift`` characters at its start."""
    marker = candidate.marker
    moved = marker._replace(start=marker.start - shift, label_end=marker.label_end - shift, end=marker.end - shift)
    return candidate._replace(marker=moved)


def _is_running_text(text: str) -> bool:
    """Whether a line is no title: it holds a sentence, or leads in to a list."""
    return is_sentence_like(text) or text.rstrip().endswith((":", "："))


def _is_name_line(text: str) -> bool:
    """Whether a short line without a sentence may be a signing office."""
    return len(text) <= _NAME_LENGTH and not is_sentence_like(text) and not any(c in text for c in ",，:：")
