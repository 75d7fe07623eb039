"""Runs one example of a rule through its extractor.

A rule may match its example and still do nothing: an earlier rule matches first, or the program never asks
it of such words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from docx2tasks.extract.clause_words import ClauseWords
from docx2tasks.extract.fields import FieldFinder
from docx2tasks.extract.labels import LabelFinder
from docx2tasks.extract.names import NameFinder
from docx2tasks.extract.references import ReferenceFinder
from docx2tasks.extract.times import TimeFinder
from docx2tasks.extract.unit_names import UnitNames
from docx2tasks.extract.units import UnitFinder
from docx2tasks.extract.verbs import VerbFinder
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rule, Rules
from docx2tasks.rules.kinds import KINDS, Joined
from docx2tasks.segment.marks.find import MarkFinder
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.tables.headers import HeaderWords
from docx2tasks.trials.effect import PHRASES, YEARS, has_effect, whole

_UNIT = "市教育局"  # after a label, so that it has something to say of

Found = Callable[[Rules, Rule, str], Iterable[str]]
"""The ids of the rules that an extractor used on words, or the words for what it found."""


def run_trial(rules: Rules, name: str, rule: Rule, text: str) -> str | None:
    """None where a rule of the set ``name`` is used on ``text`` by the program, else the reason why it is not."""
    folded = fold_width(text)
    if not rule.find(folded):
        return "the pattern does not match it"
    found = list(_TRIALS.get((name, rule.kind), _asked(name))(rules, rule, folded))
    if rule.id not in found:
        return f"{found[0]} comes first" if found else _why_not(rules, name, rule, folded)
    if (name, rule.kind) in PHRASES and not has_effect(rules, name, rule.kind, folded):
        return "the program reads the same without it"
    return None


def _why_not(rules: Rules, name: str, rule: Rule, folded: str) -> str:
    hint = _HINTS.get((name, rule.kind))
    if hint is not None and rules[name].find(hint, folded) is None:
        return f"the program looks for it only where a rule of kind {hint} matches"
    return "the program does not find it there"


def _asked(name: str) -> Found:
    """Rules that are asked by their kind alone."""

    def found(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
        joined = KINDS[name, rule.kind].joined
        if joined is Joined.FIRST:
            first = rules[name].find(rule.kind, folded)
            return [first[0].id] if first else []
        if joined is not Joined.SIDE_BY_SIDE:
            return [rule.id] if not rule.gated or rule.may_match(folded) else []
        together = rules[name].together(rule.kind)
        asked = {"full": together.pattern.fullmatch, "start": together.pattern.match}
        match = asked.get(rule.match, together.pattern.search)(folded)
        return [together.rule_of(match).id] if match else []

    return found


def _columns(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    column = rules.once(HeaderWords).to_column("".join(folded.split()))
    if column is None:
        return []
    is_own = (column.kind, column.role) == (rule.kind, rule.value)
    return [rule.id if is_own else f"a rule of kind {column.kind}"]


def _paragraphs(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    kind = rules.once(ParagraphJudge).kind_of(folded)
    return [rule.id if kind == rule.kind else f"a rule of kind {kind}"] if kind else []


def _shapes(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    """Kinds of paragraphs that are asked one by one, of the paragraph or of its end."""
    judge = rules.once(ParagraphJudge)
    asked = {
        "label-tail": judge.find_label,
        "run-in-title": judge.find_title,
        "run-in-foot": judge.find_foot,
        "run-in-head": judge.find_head,
        "counted": judge.find_counted,
    }
    first = rules["paragraphs"].find(rule.kind, folded)
    found = asked[rule.kind](whole(folded))
    return [first[0].id] if first is not None and found is not None else []


def _fragments(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    """A piece of a clause that names no unit, behind one that does."""
    said = rules.once(ClauseWords).without_other_fragments(f"{_UNIT},{folded}")
    return [rule.id] if not said.removeprefix(f"{_UNIT},").strip(";") else []


def _markers(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    marker = next(rules.once(MarkFinder).find(whole(folded)), None)
    if marker is None or marker.start:
        return []
    is_own = (marker.style.name, marker.weak) == (rule.value, rule.kind == "weak")
    return [rule.id if is_own else f"a rule with the value {marker.style.name}"]


def _labels(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    found = rules.once(LabelFinder).rule_of(folded)
    if found is not rule or rule.kind in {"label-due", "label-other"}:
        return [found.id] if found else []
    return [unit.rule for unit in rules.once(UnitFinder).find(whole(f"{folded}:{_UNIT}")).units]


def _verbs(rules: Rules, _rule: Rule, folded: str) -> Iterable[str]:
    return [verb.rule for verb in rules.once(VerbFinder).find(folded, 0, len(folded))]


def _statements(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    units = rules.once(UnitFinder).find(whole(folded))
    if rule.kind == "lead-rule":
        return [rule.id] if units.leads_first else []
    return [units.added.rule] if units.added else []


def _names(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    return [rule.id] if rules.once(NameFinder).is_unit(folded) else []


def _notes(rules: Rules, _rule: Rule, folded: str) -> Iterable[str]:
    return [unit.rule for unit in rules.once(UnitFinder).find(whole(folded)).units]


def _times(rules: Rules, _rule: Rule, folded: str) -> Iterable[str]:
    return [time.rule for time in rules.once(TimeFinder).find(whole(folded), YEARS)]


def _bare_times(rules: Rules, _rule: Rule, folded: str) -> Iterable[str]:
    return [time.rule for time in rules.once(TimeFinder).find(whole(folded), YEARS, is_column=True)]


def _references(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    return [rule.id] if rules.once(ReferenceFinder).find(whole(folded)) else []


def _fields(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    name = rules.once(FieldFinder).name_of(folded)
    return [] if name is None else [rule.id if name == rule.value else f"a rule with the value {name}"]


def _roles(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    """A word of a role in each of the forms that its kind promises."""
    role = "lead" if rule.value == "with" else rule.value
    finder = rules.once(UnitFinder)
    for form in _to_forms(rule, folded):
        said = next(iter(finder.find(whole(form)).units), None)
        if said is None or said.role != role or said.name.text != _UNIT:
            return [f"in {form!r} {f'the role {said.role}' if said else 'no role'}"]
    return [rule.id]


def _to_forms(rule: Rule, word: str) -> tuple[str, ...]:
    if rule.value == "with":
        return (f"{_UNIT}{word}市财政局",)
    return {
        "word": (f"{_UNIT}{word}", f"{word}:{_UNIT}", f"{word}单位:{_UNIT}", f"{_UNIT}({word})"),
        "verb": (f"{_UNIT}{word}", f"{word}单位:{_UNIT}", f"{_UNIT}({word})"),
        "act": (f"{_UNIT}{word}",),
        "noun": (f"{word}单位:{_UNIT}",),
    }[rule.kind]


def _unit_names(rules: Rules, rule: Rule, folded: str) -> Iterable[str]:
    """A form of a name, behind a level, against the usual form of the first word of the rule."""
    names = rules.once(UnitNames)
    form, usual = {
        "stem": (f"市{folded}局", f"市{rule.value or folded}局"),
        "ending": (f"市教育{folded}", f"市教育{rule.value}"),
        "body": (f"市{folded}", f"市{rule.value}"),
        "whole": (folded, rule.value),
    }[rule.kind]
    found = names.name_to_canonical(form, None)
    return [rule.id if found == usual else f"the form {found}"] if found else []


_HINTS = {("times", "point"): "hint", ("times", "phrase"): "hint"}
_SHAPES = frozenset(
    [
        "title",
        "subtitle",
        "run-in-title",
        "label-tail",
        "preamble",
        "run-in-foot",
        "run-in-head",
        "measure",
        "counted",
        "month",
    ]
)  # kinds of paragraphs that are asked by name
_CELLS = frozenset(["measured-in", "amount", "span", "mark", "no-mark", "as-above", "with-persons", "state", "code"])
_EVIDENCE = frozenset(["weak", "record", "work-table", "work", "done"])

_TRIALS: dict[tuple[str, str], Found] = {
    **{(s, k): _columns for s, k in KINDS if s == "columns" and k not in _CELLS | _EVIDENCE},
    **{(s, k): _paragraphs for s, k in KINDS if s == "paragraphs" and k not in _SHAPES},
    **{
        ("paragraphs", kind): _shapes
        for kind in ("label-tail", "run-in-title", "run-in-foot", "run-in-head", "counted")
    },
    **{("units", kind): _labels for kind in ("label", "label-bare", "label-due", "label-other")},
    **{("units", kind): _statements for kind in ("lead-rule", "added-rule")},
    **{("roles", kind): _roles for kind in ("word", "verb", "act", "noun")},
    **{("unit-names", kind): _unit_names for kind in ("stem", "ending", "body", "whole")},
    ("units", "status"): _fragments,
    ("times", "fragment"): _fragments,
    ("markers", "marker"): _markers,
    ("markers", "weak"): _markers,
    ("units", "verb"): _verbs,
    ("units", "name"): _names,
    ("units", "role-note"): _notes,
    ("times", "point"): _times,
    ("times", "bare"): _bare_times,
    ("times", "phrase"): _times,
    ("references", "title"): _references,
    ("references", "number"): _references,
    ("metadata", "field"): _fields,
}
