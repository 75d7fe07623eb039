"""Clauses to units: who leads, who helps, who answers for a measure.

A unit is what stands in a clause (``（省卫生健康委牵头，省教育厅配合）``), in a unit column
(``牵头单位：市教育局``) or in a heading; an actor in a sentence is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from operator import itemgetter
from typing import NamedTuple

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rule, Rules
from docx2tasks.source import EMPTY, Passage, Span

LEAD, SUPPORT, RESPONSIBLE, OVERSEE = "lead", "support", "responsible", "oversee"
_ROLES = frozenset({LEAD, SUPPORT, RESPONSIBLE, OVERSEE})
_OPEN, _CLOSE = "([【〔{", ")]】〕}"
_SIGNS = re.compile("|".join(map(re.escape, _OPEN + _CLOSE)))
_PARTS = re.compile(r"[、,;。/|\s]+|以及|及其|[和与及]")
_STOPS = re.compile(r"[;。\n]+")
_FRAGMENTS = re.compile(r"[^,;。、\n]+")
_FIELD_END = re.compile(r"[;。]")
_FRAGMENT_HINT = re.compile(r"[年月日季]|期|持续|坚持|推进|立[行即]|已完成|全年|适时|按时|逐步|滚动|动态|分步")
_EDGE = "★☆▲△●◆■*— \t\u00a0、，,；;。.:：/|\"'"
_LABEL_SIGNS = ":】]为"  # one of them stands behind every label
_AFTER_VERB = ",、;。)( \n"
_ENDING = 12  # characters of the last word of a name
_TAIL_LENGTH = 60  # characters that are looked at before a sign: a name, and blanks behind it
_LONGEST = 45  # characters of one name; the longest seen has 31
_KEPT = 400  # characters of a clause that is kept in mind: a document says the same units of many measures


class UnitMention(NamedTuple):
    """A unit where it is printed: its name, its role, and the rule that gave the role."""

    name: Passage
    role: str
    rule: str
    inherited: bool = False


class UnitList(NamedTuple):
    """The units of one clause or cell, and what the clause states for the lists to come.

    ``ranked`` says that the clause itself tells who leads or helps; ``leads_first`` that it
    states the rule 列第一位的为牵头单位; ``added`` is the unit it adds to all later measures.
    """

    units: tuple[UnitMention, ...]
    ranked: bool = False
    leads_first: bool = False
    added: UnitMention | None = None


class _Piece(NamedTuple):
    """A stretch of a clause with the role its label gives it."""

    start: int
    end: int
    role: str | None
    rule: str


@cache
def _labels(rules: Rules) -> re.Pattern[str]:
    named = "|".join(
        f"(?:{rule.source})" for kind in ("label", "label-due", "label-other") for rule in rules["units"].of(kind)
    )
    bare = "|".join(f"(?:{rule.source})" for rule in rules["units"].of("label-bare"))
    sign = r"(?:[ ]*[:]|[ ]*[】\]][ ]*[:]?|(?<=[位门室])为(?!牵头|主办))[ ]*"
    return re.compile(rf"[【\[]?(?:(?P<named>{named})(?:[ ]?\([^()]{{1,20}}\))?{sign}|(?P<bare>{bare})[ ]*[:][ ]*)")


@cache
def _verbs(rules: Rules) -> re.Pattern[str]:
    found = rules["units"].of("verb")
    return re.compile("|".join(f"({rule.source})" for rule in found))


def _closes_with_verb(words: str, rules: Rules) -> bool:
    """Whether the last words are a role: ``市教育局负责``."""
    return any(verb.end() == len(words) for verb in _verbs(rules).finditer(words))


def label_rule(label: str, rules: Rules) -> Rule | None:
    """The rule of a label without its colon: ``牵头单位`` is lead, ``责任人`` is no unit's."""
    for kind in ("label", "label-bare", "label-due", "label-other"):
        found = rules["units"].find(kind, label)
        if found:
            return found[0]
    return None


def find_units(passage: Passage, rules: Rules, role: str | None = None, *, has_persons: bool = False) -> UnitList:
    """The units of a clause without its brackets, or of a cell of a unit column.

    ``role`` is what the place says of units of which the clause says nothing (a column
    ``牵头单位`` says lead); ``has_persons`` that it names persons beside them, who are left out.
    ``省卫生健康委牵头，省教育厅、省医保局配合`` gives one lead and two supports;
    ``牵头单位：市教育局 责任单位：各区人民政府`` a lead and a responsible one.
    """
    if len(passage.spans) != 1 or len(passage.text) > _KEPT:
        return _read_units(passage, rules, role, has_persons=has_persons)
    return _moved(_units_of(passage.text, rules, role, has_persons=has_persons), passage.spans[0][0])


@lru_cache(maxsize=4096)
def _units_of(words: str, rules: Rules, role: str | None, *, has_persons: bool) -> UnitList:
    """The units of words that stand at the beginning of a text."""
    return _read_units(Passage(words, ((0, len(words)),)), rules, role, has_persons=has_persons)


def _moved(units: UnitList, by: int) -> UnitList:
    """The same units, of the same words further on in the text."""
    if not by or not (units.units or units.added):
        return units
    moved = tuple([_mention_moved(unit, by) for unit in units.units])
    return units._replace(units=moved, added=units.added and _mention_moved(units.added, by))


def _mention_moved(unit: UnitMention, by: int) -> UnitMention:
    name, role, rule, inherited = unit
    return UnitMention(_passage_moved(name, by), role, rule, inherited)


def _passage_moved(passage: Passage, by: int) -> Passage:
    return Passage(passage.text, tuple([(low + by, high + by) for low, high in passage.spans]))


def _read_units(passage: Passage, rules: Rules, role: str | None, *, has_persons: bool) -> UnitList:
    """The units of words, read anew."""
    text: str = fold_width(passage.text)
    text, leads_first, added = _take_rules(passage, text, rules)
    text = without_other_fragments(text, rules)
    for kind in ("person", "emptied", "no-name") if has_persons else ("no-name",):
        text = _without(kind, text, rules)
    found: list[UnitMention] = []
    ranked = role in {LEAD, SUPPORT, OVERSEE}
    for piece in _label_pieces(text, rules, role):
        for mention, said in _find_in_piece(passage, text, piece, rules):
            found.append(mention)
            ranked = ranked or (said and mention.role != RESPONSIBLE)
    return UnitList(_unique(found), ranked, leads_first, added)


def without_other_fragments(text: str, rules: Rules) -> str:
    """The words of a clause with its times and words on pace made stops, length unchanged.

    ``市教育局负责,12月底前完成`` keeps ``市教育局负责``.
    """
    if not _FRAGMENT_HINT.search(text):
        return text
    times = rules["times"].any_of("fragment")

    def to_stop(piece: re.Match[str]) -> str:
        words = piece.group().strip()
        is_other = times.fullmatch(words) or rules["units"].find("status", words)
        return ";" * len(piece.group()) if is_other else piece.group()

    return _FRAGMENTS.sub(to_stop, text)


def _without(kind: str, text: str, rules: Rules) -> str:
    """The words with what names nobody (``#REF!``, 无) or a person made commas, length unchanged."""
    for rule in rules["units"].of(kind):
        if rule.may_match(text):
            text = rule.regex.sub(lambda found: "、" * len(found.group()), text)
    return text


def _take_rules(passage: Passage, text: str, rules: Rules) -> tuple[str, bool, UnitMention | None]:
    """Blank out rules the clause states about later lists, and say what they were."""
    said, added = 0, None
    for rule in rules["units"].of("lead-rule"):
        text, count = rule.regex.subn(_to_stops, text)
        said += count
    for rule in rules["units"].of("added-rule"):
        for match in rule.regex.finditer(text):
            name = passage.cut(*match.span("unit")).strip(_EDGE)
            added = UnitMention(name, RESPONSIBLE, rule.id, inherited=True)
        text = rule.regex.sub(_to_stops, text) if added else text
    return text, said > 0, added


def _to_stops(match: re.Match[str]) -> str:
    return ";" * len(match.group())


def _label_marks(text: str, rules: Rules) -> Iterator[re.Match[str]]:
    """The labels of a clause; most clauses hold no sign that could close one."""
    if any(sign in text for sign in _LABEL_SIGNS):
        for mark in _labels(rules).finditer(text):
            if mark.start() == 0 or mark["named"] or not text[mark.start() - 1].isalnum():
                yield mark


def _label_pieces(text: str, rules: Rules, role: str | None) -> Iterator[_Piece]:
    """The stretches between labels; a person's or another field's stretch is left out."""
    marks = list(_label_marks(text, rules))
    first = marks[0].start() if marks else len(text)
    yield _Piece(0, first, role, "unit.column" if role else "unit.plain")
    for number, mark in enumerate(marks):
        end = marks[number + 1].start() if number + 1 < len(marks) else len(text)
        label = (mark["named"] or mark["bare"]).strip()
        rule = label_rule(label, rules)
        if rule is not None and rule.kind in {"label", "label-bare"}:
            yield _Piece(mark.end(), end, rule.value, rule.id)
            continue
        stop = _FIELD_END.search(text, mark.end(), end)  # 适用范围：全市；市教育局负责
        if stop and _closes_with_verb(text[stop.end() : end].rstrip("。; "), rules):
            yield _Piece(stop.end(), end, role, "unit.plain")


def _find_in_piece(passage: Passage, text: str, piece: _Piece, rules: Rules) -> Iterator[tuple[UnitMention, bool]]:
    """Units of a stretch under one label, with whether their role is said."""
    at = piece.start
    for stop in [*(m.span() for m in _STOPS.finditer(text, piece.start, piece.end)), (piece.end, piece.end)]:
        yield from _find_in_sentence(passage, text, piece._replace(start=at, end=stop[0]), rules)
        at = stop[1]


def _find_in_sentence(passage: Passage, text: str, piece: _Piece, rules: Rules) -> Iterator[tuple[UnitMention, bool]]:
    """``A牵头，B、C配合``: the names before each verb have its role, the rest the label's."""
    at = piece.start
    after_with = False
    for verb in _role_verbs(text, piece, rules):
        rule = rules["units"].of("verb")[(verb.lastindex or 1) - 1]
        role = _verb_role(rule.value, piece.role, after_with=after_with)
        after_with = rule.value == "with"
        names = list(_find_names(passage, text, at, verb.start(), rules))
        yield from (_noted(UnitMention(name, role, rule.id), rules, said=role != RESPONSIBLE) for name in names)
        at = verb.end()
    role, rule_id = SUPPORT if after_with else piece.role or RESPONSIBLE, piece.rule
    said = piece.role is not None and piece.rule != "unit.column"
    for name in _find_names(passage, text, at, piece.end, rules):
        yield _noted(UnitMention(name, role, rule_id), rules, said=said)


def _noted(mention: UnitMention, rules: Rules, *, said: bool) -> tuple[UnitMention, bool]:
    """The unit with the role that a bracket behind its name gives it: 市住建局（牵头）."""
    note = rules["units"].find("role-note", fold_width(mention.name.text))
    if note is None:
        return mention, said
    verb = _verbs(rules).search(note[1].group())
    role = rules["units"].of("verb")[(verb.lastindex or 1) - 1].value if verb else mention.role
    name = mention.name.cut(0, note[1].start())
    return UnitMention(name, role if role in _ROLES else mention.role, note[0].id), said or role in {
        LEAD,
        SUPPORT,
        OVERSEE,
    }


def _role_verbs(text: str, piece: _Piece, rules: Rules) -> Iterator[re.Match[str]]:
    """Role verbs that close a list: followed by a part, another list or nothing."""
    for verb in _verbs(rules).finditer(text, piece.start, piece.end):
        ahead = text[verb.end() : verb.end() + 1]
        if ahead == ")" and "(" in text[max(piece.start, verb.start() - 1) : verb.start()]:
            continue
        rule = rules["units"].of("verb")[(verb.lastindex or 1) - 1]
        if rule.value == "with":
            before = text[max(piece.start, verb.start() - _TAIL_LENGTH) : verb.start()]
            if verb.start() > piece.start and ahead and _ends_like_unit(before, rules):
                yield verb
        elif verb.end() >= piece.end or ahead in _AFTER_VERB or _is_followed_by_names(text, verb.end(), rule):
            yield verb


def _is_followed_by_names(text: str, end: int, rule: Rule) -> bool:
    """Whether 牵头 or 配合 is a verb although names follow at once: 各项目牵头单位 is a name."""
    return rule.value in {LEAD, SUPPORT} and not text.startswith(("单位", "部门", "科室", "机构", "人", "领导"), end)


def _verb_role(said: str, label: str | None, *, after_with: bool) -> str:
    if said == "with":
        return LEAD
    if said == RESPONSIBLE:
        return SUPPORT if after_with else label or RESPONSIBLE
    return SUPPORT if after_with else said


def _ends_like_unit(text: str, rules: Rules) -> bool:
    """Whether the last word of ``text`` is one with which units' names end."""
    return rules["units"].find("ending", text.rstrip(" 、,")[-_ENDING:]) is not None


def is_unit(name: str, rules: Rules) -> bool:
    """Whether ``name`` looks like a unit: ``省卫生健康委``, ``各县（市、区）人民政府``."""
    folded = fold_width(name).strip()
    return len(folded) <= _LONGEST and _is_name(folded, rules)


@lru_cache(maxsize=4096)
def _is_name(folded: str, rules: Rules) -> bool:
    return rules["units"].find("name", folded) is not None


def _find_names(passage: Passage, text: str, start: int, end: int, rules: Rules) -> Iterator[Passage]:
    """The names of a list, parted where no name's own inside is parted."""
    for low, high in _name_ranges(text, start, end, rules):
        words = passage.cut(low, high)
        if len(words.spans) == 1:
            name = _name_of(words.text)
            if name:
                yield _passage_moved(name, words.spans[0][0])
        elif name := _to_name(words):
            yield name


def _to_name(words: Passage) -> Passage:
    """The name that words of a list are, without what stands around it; empty where they are none."""
    name = _without_edge_words(words.strip(_EDGE))
    is_name = name and len(name.text) <= _LONGEST and not _BLANK_NAME.fullmatch(fold_width(name.text))
    return name.collapsed() if is_name else EMPTY


@lru_cache(maxsize=8192)
def _name_of(words: str) -> Passage:
    """The name in words that stand at the beginning of a text: a document says few names many times."""
    return _to_name(Passage(words, ((0, len(words)),)))


_TAIL = re.compile(
    r"(?:[局委办厅部处科]|\([^()\n]{1,12}\))(?=[\n,、;。]|$)"
)  # the rest of a name broken over two lines
_LEAD_IN = re.compile(
    r"(?:(?:以[上下]|上述)(?:各项|任务|工作|措施|内容|事项)*(?:均|都)?(?:需要?|由|须由?|要)?|均需|均由|由|请|以|并|其中|及|和|与|是|为)(?=[^\W\da-zA-Z_]{2})"
)
_LEAD_OUT = re.compile(r"(?:等|各自|共同|分别|单独)$")
_BLANK_NAME = re.compile(
    r"\([^\W\da-zA-Z_]{2,4}\)|[-—–_/\\无略*·()\[\]\d.]*|等.{0,8}|下同|以下同|同上|(?:为|是)?(?:牵头|责任|配合)(?:单位|部门)?"
)


def _without_edge_words(name: Passage) -> Passage:
    """The name without 由 before it and 等 behind it."""
    lead = _LEAD_IN.match(name.text)
    if lead and not name.text.startswith(("以色列", "与会")):
        name = name.cut(lead.end())
    out = _LEAD_OUT.search(name.text)
    name = name.cut(0, out.start()) if out and out.start() else name
    text = fold_width(name.text)
    if text and text[0] in _OPEN and text.find(_CLOSE[_OPEN.index(text[0])]) in {-1, len(text) - 1}:
        name = name.cut(1).strip(_EDGE + ")）]】")
    if text and text[-1] in _CLOSE and not any(c in text for c in _OPEN):
        name = name.cut(0, len(name.text) - 1)
    return name.strip(_EDGE)


def _name_ranges(text: str, start: int, end: int, rules: Rules) -> Iterator[tuple[int, int]]:
    """Ranges of single names in ``text[start:end]``."""
    whole = [m.span() for m in rules["units"].any_of("class").finditer(text, start, end)]
    whole += list(_bracket_ranges(text, start, end))
    others = [m.span() for rule in rules["units"].of("and-others") for m in rule.regex.finditer(text, start, end)]
    inner = _merge(whole)
    cuts = [span for span in others if not _is_inside(span[0], inner)]
    kept = _merge([*whole, *cuts])  # no mark inside these parts names
    at = start
    for mark in _PARTS.finditer(text, start, end):
        if not (kept and _is_inside(mark.start(), kept)) and _parts_names(text, at, mark, end, rules):
            cuts.append(mark.span())
            at = mark.end()
    at = start
    for low, high in sorted(cuts):
        yield at, low
        at = max(at, high)
    yield at, end


def _merge(spans: Iterable[Span]) -> list[Span]:
    """The spans of more than one character in order, those that overlap as one."""
    merged: list[Span] = []
    for low, high in sorted(span for span in spans if span[1] - span[0] > 1):
        if merged and low <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return merged


def _is_inside(place: int, merged: Sequence[Span]) -> bool:
    at = bisect_right(merged, place, key=itemgetter(0)) - 1
    return at >= 0 and place < merged[at][1]


def _bracket_ranges(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Outermost bracketed stretches."""
    depth, opened = 0, start
    for sign in _SIGNS.finditer(text, start, end):
        place = sign.start()
        if text[place] in _OPEN:
            opened = place if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                yield opened, place + 1


def _parts_names(text: str, since: int, mark: re.Match[str], end: int, rules: Rules) -> bool:
    """Whether a separator parts two names: 和 does not in 住房和城乡建设部."""
    sign = mark.group().strip()
    if sign and sign[0] in "、,;。/|":
        return True
    left = text[max(since, mark.start() - _TAIL_LENGTH) : mark.start()]
    if not sign:
        return _ends_like_unit(left, rules) and not _TAIL.match(text, mark.end(), end)
    is_name = bool(left) and _ends_like_unit(left, rules)
    return is_name and not text.startswith(("单位", "机构", "部门", "室", "其"), mark.end(), end)


def _unique(found: Sequence[UnitMention]) -> tuple[UnitMention, ...]:
    """The mentions without those of a name and role already seen."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for mention in found:
        key = (mention.name.text, mention.role)
        if key not in seen:
            seen.add(key)
            kept.append(mention)
    return tuple(kept)
