"""The user's own list of units, ``单位.csv``: printed names and the bodies they mean."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from docx2tasks.errors import RulesError
from docx2tasks.rules.rule import Rule, Rules, RuleSet

NAME, CANONICAL = "name", "canonical"
_SET, _KIND = "unit-names", "whole"
_ENCODINGS = ("utf-8-sig", "gb18030")  # a spreadsheet of an office saves either
_MOST = 16_000_000  # bytes


def with_unit_file(rules: Rules, path: Path) -> Rules:
    """The rules, with the names of a CSV file before their own.

    The columns ``name`` (as printed) and ``canonical`` are read, others are left alone; a row without a canonical
    name says nothing.  Raises :class:`RulesError` naming file and line.
    """
    own = rules[_SET]
    named = tuple(_read_rules(path))
    return Rules({**rules.sets, _SET: RuleSet(own.name, (*named, *own.rules))})


def _read_rules(path: Path) -> Iterator[Rule]:
    rows = csv.DictReader(_read_text(path).splitlines(), restval="")
    if rows.fieldnames is None or not {NAME, CANONICAL} <= set(rows.fieldnames):
        hint = "docx2tasks units SOURCE -o 单位.csv writes such a file"
        raise RulesError("rules-shape", f"{path}:1: needs the columns {NAME} and {CANONICAL}", hint)
    for row in rows:
        name, canonical = row[NAME].strip().lstrip("'"), row[CANONICAL].strip().lstrip("'")
        if name and canonical:
            yield _to_rule(name, canonical, path, rows.line_num)


def _to_rule(name: str, canonical: str, path: Path, line: int) -> Rule:
    return Rule(
        id=f"unit-file.{line}",
        kind=_KIND,
        source=re.escape(name),
        value=canonical,
        match="full",
        reason="the user's own list of units",
        yes=(name,),
        no=(),
        file=str(path),
        line=line,
        words=(name,),
    )


def _read_text(path: Path) -> str:
    hint = "give a CSV file with the columns name and canonical"
    try:
        if path.stat().st_size > _MOST:
            raise RulesError("rules-shape", f"{path} is longer than {_MOST // 1_000_000} MB", hint)
        data = path.read_bytes()
    except OSError as error:
        raise RulesError("rules-missing", f"{path} cannot be read: {error.strerror}", hint) from error
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RulesError("rules-shape", f"{path} is neither UTF-8 nor GB 18030", hint)
