"""What the program says of a task, reduced to what is compared with gold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from docx2tasks.export.columns import Values
from docx2tasks.score.gold import GoldTask, GoldTime, GoldUnit
from docx2tasks.score.words import is_collective, text_to_bare

PathKey = tuple[tuple[int | None, str], ...]
UnitKey = tuple[str, str]
TimeKey = tuple[str, str | None, str | None, str | None]
TargetKey = tuple[str, float, str]

MENTION = "mention"
_TITLE = 8  # characters of a heading that are compared


class SaidTime(NamedTuple):
    """A time that was read: its bare words, and what it means."""

    bare: str
    key: TimeKey


class SaidTask(NamedTuple):
    """A task that was read, without where it is and what found it."""

    text: str
    bare: str
    number: int | None
    path: PathKey
    kind: str | None
    units: Counter[UnitKey]
    actors: frozenset[str]
    times: tuple[SaidTime, ...]
    targets: Counter[TargetKey]
    id: str | None = None


def values_to_said(task: Values) -> SaidTask:
    """A task of ``parse`` or ``batch`` in plain types; mentions and collectives are left out."""
    return SaidTask(
        task["text"],
        text_to_bare(task["text"]),
        task.get("number"),
        path_to_key((step.get("number"), step.get("title")) for step in task.get("path") or ()),
        task.get("kind"),
        to_units((unit["name"], unit["role"]) for unit in task.get("units") or ()),
        frozenset(text_to_bare(actor["name"]) for actor in task.get("actors") or ()),
        (*map(_to_time, (one for one in task.get("times") or () if one["kind"] != MENTION)),),
        Counter((one["operator"], one["value"], text_to_bare(one["unit"])) for one in task.get("targets") or ()),
        task.get("id"),
    )


def _to_time(time: Values) -> SaidTime:
    key = time["kind"], time.get("start"), time.get("end"), time.get("every")
    return SaidTime(text_to_bare(time["text"]), key)


def path_to_key(steps: Iterable[tuple[int | None, str | None]]) -> PathKey:
    """Headings by number and the beginning of their words."""
    return tuple((number, text_to_bare(title)[:_TITLE]) for number, title in steps)


def to_units(units: Iterable[UnitKey]) -> Counter[UnitKey]:
    """Units by bare name and role, without collectives."""
    named = ((text_to_bare(name), role) for name, role in units)
    return Counter((name, role) for name, role in named if not is_collective(name))


def without_roles(units: Counter[UnitKey]) -> Counter[str]:
    """The names of units, each as often as it is a unit."""
    return Counter(name for name, _ in units.elements())


# --- gold ------------------------------------------------------------------------------------------------


def gold_to_units(units: Iterable[GoldUnit]) -> Counter[UnitKey]:
    """Units of gold."""
    return to_units((unit.name, unit.role) for unit in units)


def find_units(task: GoldTask, said: Counter[UnitKey]) -> Counter[UnitKey]:
    """The units of gold in the reading that the program chose, where gold allows several."""
    if any(gold_to_units(other) == said for other in task.units_alt):
        return said
    names = ((unit.name, unit.role, unit.role_alt or unit.role) for unit in task.units)
    return to_units((name, other if (text_to_bare(name), other) in said else role) for name, role, other in names)


def find_actors(task: GoldTask, said: frozenset[str]) -> tuple[Counter[str], Counter[str]]:
    """The actors that count: those said, without optional ones, and those of the reading of gold nearest to them."""
    readings = [{text_to_bare(one.name) for one in actors} for actors in (task.actors or (), *task.actors_alt)]
    wanted = max(readings, key=lambda names: (len(names & said), -len(names)))
    free = {text_to_bare(name) for name in task.actors_optional} - wanted
    return Counter(said - free), Counter(wanted)


def find_times(task: GoldTask, said: Iterable[SaidTime]) -> tuple[Counter[TimeKey], Counter[TimeKey]]:
    """The times that count: optional ones of gold take those said in the same words."""
    wanted = Counter(time_to_key(one) for one in task.times if not one.optional and one.kind != MENTION)
    free = [text_to_bare(one.text) for one in task.times if one.optional]
    kept: Counter[TimeKey] = Counter()
    for one in said:
        is_wanted = kept[one.key] < wanted[one.key]
        if is_wanted or not any(words in one.bare or one.bare in words for words in free):
            kept[one.key] += 1
    return kept, wanted


def time_to_key(time: GoldTime) -> TimeKey:
    """What a time of gold means."""
    return time.kind, time.start, time.end, time.every


def find_targets(task: GoldTask, said: Counter[TargetKey]) -> tuple[Counter[TargetKey], Counter[TargetKey]]:
    """The targets that count: those said, without optional ones, and those of gold."""
    wanted, free = Counter[TargetKey](), Counter[TargetKey]()
    for one in task.targets:
        counter = free if one.optional else wanted
        counter[one.operator, one.value, text_to_bare(one.unit)] += 1
    return said - (free - wanted), wanted
