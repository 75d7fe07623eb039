"""Lists of a task as people rewrote them in cells: ``市财政局、市民政局``, ``6月底前``, ``2022-06-30``.

Each takes the old values, the cells and the columns that were edited; it gives the new values, or None and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from docx2tasks.office.merge.carry import text_to_day

Values = dict[str, Any]
Edited = tuple[list[Values] | None, str]
Edit = Callable[[Sequence[Values], Mapping[str, str], Collection[str]], Edited]

_ROLES = ("lead", "support", "responsible")
_NAMES = re.compile(r"[、，,；;\s]+")
_PARTS = re.compile(r"[；;\n]+")
_STEPS = re.compile(r"[›\n]+")


def edit_units(old: Sequence[Values], now: Mapping[str, str], edited: Collection[str]) -> Edited:
    """Units of the edited roles as the cells name them; the others, and those who oversee, as they were."""
    new: list[Values] = []
    names = {role: _split(_NAMES, now[role]) for role in _ROLES if role in edited}
    for unit in old:
        role, name = unit["role"], unit["name"]
        if role not in names or name in names[role]:
            new.append(unit)
    known = {(unit["role"], unit["name"]) for unit in new}
    added = [(role, name) for role in names for name in names[role] if (role, name) not in known]
    return [*new, *({"name": name, "role": role, "inherited": False} for role, name in added)], ""


def edit_path(old: Sequence[Values], now: Mapping[str, str], _: Collection[str]) -> Edited:
    """Headings by their words; one that was rewritten in its place keeps its mark."""
    titles, by_title = _split(_STEPS, now["path"]), {step["title"]: step for step in old}
    if len(titles) == len(old):
        return [
            by_title.get(title) or {**step, "title": title} for title, step in zip(titles, old, strict=True)
        ], ""
    return [by_title.get(title) or {"label": None, "number": None, "title": title} for title in titles], ""


def edit_times(old: Sequence[Values], now: Mapping[str, str], edited: Collection[str]) -> Edited:
    """Times by their words; a last day is that of the time that had the last day before."""
    new = [*old] if "times" not in edited else _reword(old, _split(_PARTS, now["times"]))
    if "ends_on" not in edited:
        return new, ""
    day = text_to_day(now["ends_on"])
    if day is None and now["ends_on"]:
        return None, "no date such as 2022-06-30"
    ends = [time["end"] or "" for time in new if time["kind"] != "mention"]
    if not ends:
        words = now["times"] or now["ends_on"]
        return [*new, *([_to_deadline(words, day)] if day else [])], ""
    at = next(i for i, time in enumerate(new) if time["kind"] != "mention" and (time["end"] or "") == max(ends))
    kind = "deadline" if day and new[at]["kind"] == "recurring" else new[at]["kind"]
    new[at] = {**new[at], "end": day, "kind": kind, "every": None if kind == "deadline" else new[at]["every"]}
    return new, ""


def _reword(old: Sequence[Values], texts: Sequence[str]) -> list[Values]:
    """Times that are still named stay; the only one that is not has the words of the only new one."""
    shown = {time["text"]: time for time in old if time["kind"] != "mention"}
    gone = [time for text, time in shown.items() if text not in texts]
    fresh = [text for text in texts if text not in shown]
    if len(gone) == len(fresh) == 1:
        shown[fresh[0]] = {**gone[0], "text": fresh[0]}
    mentions = [time for time in old if time["kind"] == "mention"]
    return [*(shown.get(text) or _to_deadline(text, None) for text in texts), *mentions]


def _to_deadline(text: str, day: str | None) -> Values:
    return {"text": text, "kind": "deadline", "start": None, "end": day, "every": None}


def edit_targets(old: Sequence[Values], now: Mapping[str, str], _: Collection[str]) -> Edited:
    """Targets can be taken out; the number and the sign of a new one are not in the cell."""
    by_text = {target["text"]: target for target in old}
    texts = _split(_PARTS, now["targets"])
    if any(text not in by_text for text in texts):
        return None, "a target needs a sign, a number and a unit: give it on a review page"
    return [by_text[text] for text in texts], ""


def _split(between: re.Pattern[str], text: str) -> list[str]:
    return [*dict.fromkeys(part.strip() for part in between.split(text) if part.strip())]
