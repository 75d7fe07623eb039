"""Rules for what no rule reads, as TOML that ``rules check`` accepts.

A rule says what its words most often mean; what only people can tell is a comment, or a rule that is commented out.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from docx2tasks.rules.check import check_rules
from docx2tasks.trials import run_trial
from docx2tasks.tuning.unread import UnreadKind, UnreadWords


class _RuleForm(NamedTuple):
    """A rule for words of a kind: its set, kind, value, and what to decide; commented out where not ``is_sure``."""

    of: str
    kind: str
    value: str = ""
    decide: str = ""
    is_sure: bool = True


_FORMS: Mapping[UnreadKind, _RuleForm] = {
    UnreadKind.LABEL: _RuleForm("units", "label", "responsible", 'or value = "lead", "support", "oversee"'),
    UnreadKind.UNITS: _RuleForm("columns", "unit", "", 'or with value = "lead", "support", "responsible", "oversee"'),
    UnreadKind.DATES: _RuleForm("columns", "deadline", "", 'or kind = "period": the time in which the work is done'),
    UnreadKind.TABLE: _RuleForm("columns", "content", "", "only if it says what is to be done", is_sure=False),
    UnreadKind.TIME: _RuleForm("times", "no-deadline", "", 'or, if it is a day, kind = "day-word" and value = "06-30"'),
    UnreadKind.HEADING: _RuleForm("headings", "body", "", "only if it is the name of a body", is_sure=False),
}


def suggest_rules(unread: Iterable[UnreadWords]) -> dict[str, str]:
    """The text of a file for each set, by its name: ``units.toml``.

    A rule that ``rules check`` does not accept is commented out, with the reason.
    """
    by_set: dict[str, list[UnreadWords]] = {}
    for one in unread:
        by_set.setdefault(_FORMS[one.kind].of, []).append(one)
    return {f"{name}.toml": _to_file(name, listed) for name, listed in by_set.items()}


def _to_file(name: str, unread: Sequence[UnreadWords]) -> str:
    faults = _find_faults(name, [_to_rule(number, one) for number, one in enumerate(unread, 1)])
    return "".join(_to_lines(number, one, faults) for number, one in enumerate(unread, 1))


def _to_lines(number: int, one: UnreadWords, faults: Mapping[str, str]) -> str:
    form, fault = _FORMS[one.kind], faults.get(_to_id(number, one))
    head = [form.decide] if form.decide else []
    head += [f"not accepted: {fault}"] if fault else []
    comment = "# " if fault or not form.is_sure else ""
    rule = "".join(f"{comment}{line}\n" for line in _to_rule(number, one).splitlines())
    return "".join(f"# {line}\n" for line in head) + rule + "\n"


def _to_id(number: int, one: UnreadWords) -> str:
    return f"own.{_FORMS[one.kind].kind}-{number}"


def _to_rule(number: int, one: UnreadWords) -> str:
    """The rule, its near miss the words without their last character."""
    form = _FORMS[one.kind]
    often = f"met {one.count} times in {len(one.documents)} documents"
    values = {"id": _to_id(number, one), "kind": form.kind, "value": form.value, "words": [one.words], "match": "full"}
    values |= {"reason": f"{one.kind.value} that no rule reads: {often}", "yes": [one.words], "no": [one.words[:-1]]}
    lines = (f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value)
    return "[[rule]]\n" + "\n".join(lines) + "\n"


def _find_faults(name: str, rules: Sequence[str]) -> dict[str, str]:
    """What ``rules check`` says of each rule, by its id."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{name}.toml")
        path.write_text("\n".join(rules), encoding="utf-8")
        found = check_rules(path, run_trial)
    pairs = (fault.removeprefix(f"{path}:").split(": ", 2) for fault in found)
    return {pair[1]: pair[2] for pair in pairs if len(pair) == 3}


def files_to_text(files: Mapping[str, str]) -> Iterator[str]:
    """All files one after another, each under its name."""
    for name, text in files.items():
        yield f"# --- {name}\n{text}"
