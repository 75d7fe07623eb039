"""Paragraphs to responsibility clauses: where in a paragraph it is said who is responsible.

A clause leaves the measure's text.  It stands in brackets (``（责任单位：市财政局）``,
``（县卫健局负责）``), at the end after a label (``责任单位：市财政局``) or on a line of its own
(``省教育厅牵头，省财政厅配合``).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from docx2tasks.extract.units import UnitList, find_units, is_unit, without_other_fragments
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.source import Passage, Span

_BRACKETS = {"(": ")", "[": "]", "【": "】", "〔": "〕"}
_SIGNS = re.compile(r"[()\[\]【】〔〕]")
_LABEL_SIGNS = (":", "【", "[", "位为", "门为", "室为")  # one of them stands in or behind every label
_AHEAD = 200  # characters that are looked at before a bracket or label: a name, or a stop and blanks behind it
_TAIL = 60  # characters of blank fields behind others
_NOTHING = " \t\n\u00a0\u3000_,;。()[]【】〔〕"  # what is left of a field that nobody filled in
_LONGEST = 1_500  # characters of a clause: the longest list seen has about 400
_MAYBE = re.compile(
    r"时限|时间|期限|领导|负责|牵头|配合|参与|落实|责任|单位|部门|协[办助]|指导|督[导办促]|承[担办]|分工|职责|科室|实施"
)
_THIS_WORK = re.compile(r"[ ]*(?:(?:(?:此|该|本|这|以上|上述)项?(?:工作|任务|项目|内容)?|具体(?:工作)?)?[,，]?由)?[ ]*")
_LEADS = re.compile(r"牵头|负责|主办|承办|承担|会同")
_VERBS = re.compile(
    r"牵头|会同|配合|负责|主办|承[办担]|参[与加]|协[助办]|抓总|组织|实施|落实|推进|[督指]导|按.{0,8}(?:分工|职责)|分别|共同|各自|具体"
)


class Clause(NamedTuple):
    """A clause: the range of the passage it takes up, its words inside, and its units.

    ``due`` are the words behind a label such as ``完成时限：``; a line that holds nothing else is a
    clause without units.  A label with nothing behind it (``责任单位：``) is a clause without either.
    """

    start: int
    end: int
    words: Passage
    units: UnitList
    due: tuple[Passage, ...] = ()


def find_clauses(passage: Passage, rules: Rules, *, is_first: bool = True) -> tuple[Clause, ...]:
    """The clauses in one paragraph, in order.

    ``is_first`` says that the paragraph is the one behind the item's label: a label at its
    beginning (``进度安排：``) is then the measure's own word, no field.
    """
    if not _MAYBE.search(passage.text) and not _ends_in_bracket(passage.text):
        return ()
    text = fold_width(passage.text)
    found = list(_bracketed(passage, text, rules))
    covered = [(clause.start, clause.end) for clause in found]
    found.extend(_labelled(passage, text, covered, rules, is_first=is_first))
    if not found:
        found.extend(_closing_sentence(passage, text, rules, is_first=is_first))
    return tuple(sorted(found, key=lambda clause: clause.start))


def _ends_in_bracket(text: str) -> bool:
    return text.rstrip("。. \t")[-1:] in ")）】]〕"


def _bracket_groups(text: str) -> Iterator[tuple[int, int]]:
    """Outermost bracket groups; an unclosed one is none."""
    stack: list[tuple[str, int]] = []
    for sign in _SIGNS.finditer(text):
        char, place = sign.group(), sign.start()
        if char in _BRACKETS:
            stack.append((char, place))
        elif stack and char == _BRACKETS[stack[-1][0]]:
            opened = stack.pop()[1]
            if not stack:
                yield opened, place + 1
        elif stack and char == ")" and any(opening == "(" for opening, _ in stack):
            while stack[-1][0] != "(":
                stack.pop()
            opened = stack.pop()[1]
            if not stack:
                yield opened, place + 1


def _bracketed(passage: Passage, text: str, rules: Rules) -> Iterator[Clause]:
    last = len(text.rstrip("。;,.: "))
    for start, end in _bracket_groups(text):
        if end - start < 4 or end - start > _LONGEST:
            continue
        inner = text[start + 1 : end - 1]
        at_end = end >= last or text[end] in "。;\n"
        before = text[max(0, start - _AHEAD) : start].rstrip()
        follows_stop = before[-1:] in "。;!?"
        if not _is_clause(inner, rules, closes=at_end, follows_stop=follows_stop) or _is_alias(before, inner, rules):
            continue
        words = passage.cut(start + 1, end - 1)
        units = find_units(words, rules)
        is_said = units.units or units.leads_first or units.added
        if is_said or _due_label(rules).match(fold_width(words.text)) or _is_blank(text[start:end], rules):
            yield Clause(start, _with_stop(text, start, end), words, units, _find_due(words, rules))


def _is_alias(before: str, inner: str, rules: Rules) -> bool:
    """Whether a bracket gives a unit's other name: 市教育局（市体育局）."""
    if not is_unit(inner, rules):
        return False
    return rules["units"].find("heading", before[_last_sign(before) :]) is not None


def _last_sign(text: str) -> int:
    """The place behind the last sign that parts names or sentences."""
    return max(map(text.rfind, "。;,、:")) + 1


def _with_stop(text: str, start: int, end: int) -> int:
    """Where the clause ends with a stop of its own: ``…建设。（A负责）。`` has one too many."""
    has_stop = text[end : end + 1] == "。" and text[max(0, start - _AHEAD) : start].rstrip()[-1:] in "。;!?"
    return end + 1 if has_stop else end


@cache
def _label_start(rules: Rules) -> re.Pattern[str]:
    named = "|".join(f"(?:{rule.source})" for rule in rules["units"].of("label"))
    bare = "|".join(f"(?:{rule.source})" for rule in rules["units"].of("label-bare"))
    sign = r"(?:[ ]*[:]|(?<=[位门室])为(?!牵头|主办))"
    return re.compile(rf"(?:[【\[](?:{named})[】\]]|(?:{named})(?:[ ]?\([^()]{{1,20}}\))?{sign}|(?:{bare})[ ]*[:])")


@cache
def _closing_verb(rules: Rules) -> re.Pattern[str]:
    verbs = "|".join(f"(?:{rule.source})" for rule in rules["units"].of("verb") if rule.value != "with")
    others = "|".join(f"(?:{rule.source})" for rule in rules["units"].of("lead-rule"))
    return re.compile(rf"(?:{verbs})(?:[,、;。]?(?:{others}|[,、]?(?:以?下同|各自负责)))?[,、;。]?[ ]*$")


@lru_cache(maxsize=1024)  # a document says the same clause behind many measures
def _is_clause(inner: str, rules: Rules, *, closes: bool, follows_stop: bool) -> bool:
    """Whether the words of a bracket say who is responsible."""
    inner = _without_fields(inner, rules).lstrip()
    if _label_start(rules).match(inner) or _due_label(rules).match(inner):
        return True
    stated = _without_statements(inner, rules)
    if len(stated) < len(inner) and not stated:
        return True
    inner = without_other_fragments(stated, rules).strip(" ;,、")
    first = _first_name(inner)
    verb = _closing_verb(rules).search(inner[-60:])
    if verb and (closes or follows_stop):
        names = inner[: len(inner) - len(inner[-60:]) + verb.start()]
        return not _has_sentence(names) and (_starts_with_unit(first, rules) or _all_units(names, rules))
    labelled = re.search(r"[;,。]", inner)
    if labelled and _label_start(rules).search(inner):
        return True
    return closes and _all_units(inner, rules) and (follows_stop or _all_offices(inner))


@cache
def _due_label(rules: Rules) -> re.Pattern[str]:
    named = "|".join(f"(?:{rule.source})" for rule in rules["units"].of("label-due"))
    return re.compile(rf"(?:{named})[ ]*[:][ ]*")


_FIELD_STOP = re.compile(r"[;。\n]|,(?=[^,;。:]{2,10}:)")


def _find_due(words: Passage, rules: Rules) -> tuple[Passage, ...]:
    """The words behind each ``完成时限：`` of a clause, up to the next stop; a blank field has none."""
    text = fold_width(words.text)
    found = []
    for mark in _due_label(rules).finditer(text):
        stop = _FIELD_STOP.search(text, mark.end())
        found.append(words.cut(mark.end(), stop.start() if stop else None).strip())
    return tuple(due for due in found if due)


def _is_blank(text: str, rules: Rules) -> bool:
    """Whether words are labels with nothing behind them: ``完成时限：``, ``责任单位：  责任人：``."""
    return not _field_start(rules).sub("", text).strip(_NOTHING)


_OFFICE = re.compile(r"(?:委员会|委|局|厅|部|办|院|署|政府|办公室|科|处|中心|公司|[支分]行|集团)(?:\([^()]{1,20}\))?")


def _all_offices(inner: str) -> bool:
    """Whether every listed word ends like an office, so that no stop need stand before the bracket."""
    pieces = [p for p in re.split(r"[、,;\s]|等(?:部门|单位)?", inner) if p]
    return all(len(p) >= 3 and _OFFICE.search(p[-14:]) and p[-1] != "院" for p in pieces)


def _without_fields(inner: str, rules: Rules) -> str:
    """The words of a bracket without its other fields (适用范围：市县两级；…)."""
    return _field(rules).sub("", inner)


@cache
def _field(rules: Rules) -> re.Pattern[str]:
    others = "|".join(f"(?:{rule.source})" for rule in rules["units"].of("label-other"))
    return re.compile(rf"(?:^|(?<=[;。]))[ ]*(?:{others})[ ]*[:][^;。]{{0,80}}(?:[;。]|$)")


def _without_statements(inner: str, rules: Rules) -> str:
    """The words of a bracket without what it states about later lists (列第一位的为牵头单位，下同)."""
    for kind in ("lead-rule", "added-rule"):
        inner = rules["units"].any_of(kind).sub("", inner)
    return inner.rstrip(" ,;。")


def _first_name(inner: str) -> str:
    """The words before the first sign or role verb."""
    return re.split(
        r"[、,;:。\s]|牵头|会同|配合|负责|参与|协[助办]|指导|督导|监督|等|按|分别|共同", inner.lstrip(), maxsplit=1
    )[0]


def _starts_with_unit(first: str, rules: Rules) -> bool:
    return bool(first) and is_unit(first.removeprefix("由"), rules)


def _has_sentence(names: str) -> bool:
    """Whether a stretch before a role verb is running text rather than a list of names."""
    pieces = re.split(r"[、,;。\s]|牵头|配合|会同|负责", names)
    return any(len(piece) > 36 for piece in pieces)


def _all_units(inner: str, rules: Rules) -> bool:
    """Whether every listed word is a unit's name (``市卫生健康委、市财政局``)."""
    pieces = [p for p in re.split(r"[、,;。\s]|等(?:部门|单位)?", inner) if p]
    return bool(pieces) and all(is_unit(p, rules) and len(p) >= 2 for p in pieces) and any(len(p) > 2 for p in pieces)


def _labelled(
    passage: Passage, text: str, covered: list[tuple[int, int]], rules: Rules, *, is_first: bool
) -> Iterator[Clause]:
    """Clauses after a label without brackets, at the end of a paragraph or on their own line.

    No stretch is read twice: what says nothing as a whole says nothing from its second label on.
    """
    if not any(sign in text for sign in _LABEL_SIGNS):
        return
    brackets, past = _Ahead(covered), 0
    for mark in _field_start(rules).finditer(text):
        start = mark.start()
        if start < past or brackets.holds(start) or not _stands_apart(text, start, is_first=is_first):
            continue
        end = _labelled_end(text, mark.end(), rules)
        clause = Clause(start, end, passage.cut(start, end), *_read_fields(passage.cut(start, end), rules))
        is_own = is_first and start == 0
        if clause.units.units or (not is_own and (clause.due or start == 0 or _is_blank(text[start:end], rules))):
            yield clause
        elif is_own and clause.due:
            continue  # a label of the measure's own, and fields behind it
        elif tail := _blank_tail(text, start, end, rules):
            yield Clause(tail, end, passage.cut(tail, end), *_read_fields(passage.cut(tail, end), rules))
        past = end


def _read_fields(words: Passage, rules: Rules) -> tuple[UnitList, tuple[Passage, ...]]:
    return find_units(words, rules), _find_due(words, rules)


class _Ahead:
    """Spans in order, asked for places in order."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = deque(spans)

    def holds(self, place: int) -> bool:
        """Whether a place is inside one of the spans."""
        while self._spans and self._spans[0][1] <= place:
            self._spans.popleft()
        return bool(self._spans) and self._spans[0][0] <= place


def _blank_tail(text: str, start: int, end: int, rules: Rules) -> int:
    """Where the blank fields at the end of a stretch begin; 0: it has none."""
    for mark in _field_start(rules).finditer(text, max(start, end - _TAIL), end):
        apart = mark.start() > start and _stands_apart(text, mark.start(), is_first=True)
        if apart and _is_blank(text[mark.start() : end], rules):
            return mark.start()
    return 0


@cache
def _field_start(rules: Rules) -> re.Pattern[str]:
    """Labels of units, and of the other fields that stand among them (完成时限, 责任人)."""
    others = "|".join(f"(?:{rule.source})" for kind in ("label-due", "label-other") for rule in rules["units"].of(kind))
    return re.compile(rf"(?:{_label_start(rules).pattern})|(?:{others})[ ]*[:]")


def _stands_apart(text: str, start: int, *, is_first: bool) -> bool:
    before = text[max(0, start - _AHEAD) : start].rstrip()
    if not before:
        return True
    return before[-1] in "。;!?)】]—" or text[start - 1] in " \t\n\u00a0" or (not is_first and before[-1] == ",")


def _labelled_end(text: str, since: int, rules: Rules) -> int:
    """The end of a clause that begins with a label: its line, or the stop before a sentence."""
    line_end = text.find("\n", since)
    end = len(text) if line_end < 0 else line_end
    stop = text.find("。", since, end)
    while 0 <= stop < end - 1:
        ahead = text[stop + 1 : end].lstrip()
        if ahead and not _field_start(rules).match(ahead):
            return stop + 1
        stop = text.find("。", stop + 1, end)
    return end


def _closing_sentence(passage: Passage, text: str, rules: Rules, *, is_first: bool) -> Iterator[Clause]:
    """A last sentence, or a line, that only says who leads and who helps: ``由省教育厅牵头，省财政厅配合。``.

    The first sentence of a measure is its own words.
    """
    end = len(text.rstrip("。. "))
    start = text.rfind("。", 0, end) + 1
    if is_first and not start:
        return
    about = _THIS_WORK.match(text, start, end)
    words = text[about.end() : end] if about else text[start:end]
    if "由" in words or (start and not _LEADS.search(words)) or _closing_verb(rules).search(words[-60:]) is None:
        return  # the cheap questions first
    if not _all_units(_VERBS.sub("、", words), rules):
        return
    said = passage.cut(end - len(words), len(text))
    units = find_units(said, rules)
    if units.units:
        yield Clause(start, len(text), said, units)
