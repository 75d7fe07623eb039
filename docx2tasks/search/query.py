"""A selection as an SQL condition on the tables of ``export.tables``.

It takes at least the tasks that the selection takes; those that it hands over are looked at again, so that every kind
of source gives one answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from docx2tasks.extract.unit_names import UnitNames
from docx2tasks.search.selection import ACTOR, Selection

MARK = "?"  # where a value belongs; PostgreSQL has another
_FROM = "FROM tasks t JOIN documents d ON d.id = t.document_id"
_SHOWN = "d.name, t.record_id, t.ends_on, t.path, t.text"
_ORDER = "ORDER BY t.ends_on IS NULL, t.ends_on, d.name, t.seq"


class Condition(NamedTuple):
    """Words of SQL over ``tasks t``, and the values of their marks."""

    words: str
    values: Sequence[str] = ()


def selection_to_condition(selection: Selection, names: UnitNames, mark: str = MARK) -> Condition:
    """The SQL condition of a selection: ``lower(t.text) LIKE ? …``; ``true`` if it is empty."""
    parts = [*_dates(selection), *_words(selection), *_kinds(selection), *_units(selection, names)]
    words = " AND ".join(part.words for part in parts) or "1 = 1"
    return Condition(words.replace(MARK, mark), [value for part in parts for value in part.values])


def selection_to_query(selection: Selection, names: UnitNames) -> str:
    """The whole query, with its values in it, to be typed into a database."""
    words, values = selection_to_condition(selection, names)
    pieces = words.split(MARK)
    literals = [f"'{value.replace(chr(39), chr(39) * 2)}'" for value in values]
    where = "".join(piece + literal for piece, literal in zip(pieces, [*literals, ""], strict=True))
    return f"SELECT {_SHOWN} {_FROM} WHERE {where} {_ORDER};"


def _dates(selection: Selection) -> Iterator[Condition]:
    asked = (("<=", selection.before), (">=", selection.after), ("<", selection.overdue_on))
    for operator, day in asked:
        if day:
            yield Condition(f"t.ends_on {operator} {MARK}", [day])


def _words(selection: Selection) -> Iterator[Condition]:
    for word in selection.words:
        like = _like(word.lower())
        columns = ("t.text", "t.path")
        words = " OR ".join(f"lower({column}) LIKE {MARK} ESCAPE '!'" for column in columns)
        yield Condition(f"({words})", [like] * len(columns))


def _kinds(selection: Selection) -> Iterator[Condition]:
    if selection.kinds:
        marks = ", ".join([MARK] * len(selection.kinds))
        yield Condition(f"t.kind IN ({marks})", [*selection.kinds])


def _units(selection: Selection, names: UnitNames) -> Iterator[Condition]:
    if not (selection.units or selection.roles):
        return
    roles = [role for role in selection.roles if role != ACTOR]
    asks_units, asks_actors = bool(roles) or not selection.roles, ACTOR in selection.roles or not selection.roles
    found: list[Condition] = []
    for unit in selection.units or (None,):
        found += [_exists("units", _unit_condition(unit, names), roles)] if asks_units else []
        found += [_exists("actors", _actor_condition(unit, names))] if asks_actors else []
    words = " OR ".join(one.words for one in found)
    yield Condition(f"({words})", [value for one in found for value in one.values])


def _unit_condition(unit: str | None, names: UnitNames) -> Condition | None:
    """By the usual form of the name; where that is not known, by all forms in which the name may be printed."""
    if unit is None:
        return None
    usual = names.name_to_usual(unit)
    if usual is None:
        words = " OR ".join(f"n.{column} LIKE {MARK} ESCAPE '!'" for column in ("name", "canonical"))
        return Condition(words, [_like(unit)] * 2)
    printed, values = _name_condition(usual, names)
    words = f"n.canonical LIKE {MARK} ESCAPE '!' OR n.canonical IS NULL AND ({printed})"
    return Condition(words, [f"%{_escape(usual)}", *values])


def _actor_condition(unit: str | None, names: UnitNames) -> Condition | None:
    """By all forms of the name: actors have no usual one."""
    if unit is None:
        return None
    usual = names.name_to_usual(unit)
    if usual is None:
        return Condition(f"n.name LIKE {MARK} ESCAPE '!'", [_like(unit)])
    return _name_condition(usual, names)


def _name_condition(usual: str, names: UnitNames) -> Condition:
    endings = [usual, *names.find_forms(usual)]
    words = " OR ".join([f"n.name LIKE {MARK} ESCAPE '!'"] * len(endings))
    return Condition(words, [f"%{_escape(ending)}" for ending in endings])


def _exists(table: str, name: Condition | None, roles: Sequence[str] = ()) -> Condition:
    where = ["n.task_id = t.id", *([f"({name.words})"] if name else ())]
    where += [f"n.role IN ({', '.join([MARK] * len(roles))})"] if roles else []
    values = [*(name.values if name else ()), *roles]
    return Condition(f"EXISTS (SELECT 1 FROM {table} n WHERE {' AND '.join(where)})", values)  # noqa: S608


def _like(word: str) -> str:
    return f"%{_escape(word)}%"


def _escape(word: str) -> str:
    """A word in which LIKE finds no sign of its own."""
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")
