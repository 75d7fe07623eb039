"""Reads a file of rules: strict TOML, parts expanded, errors with line numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from docx2tasks.errors import RulesError
from docx2tasks.rules.kinds import KINDS, SETS, WORDS
from docx2tasks.rules.match import NEVER
from docx2tasks.rules.parts import (
    NAME,
    PartError,
    alternatives_to_pattern,
    expand,
    find_uses,
    kinds_to_parts,
    resolve_parts,
    words_to_pattern,
)
from docx2tasks.rules.rule import Rule
from docx2tasks.rules.shape import is_id, is_texts, off_faults, table_faults

SHAPE_HINT = "docs/rules.md says what a rule may hold"
_HEADER = re.compile(r"[ \t]*\[\[[ \t]*rule[ \t]*\]\]")
_SYNTAX = "fix the TOML syntax; the file must be UTF-8"


@dataclass(frozen=True)
class RuleFile:
    """A file of rules as it was read: its rules, the ids it switches off, its parts, and its faults."""

    path: Path
    rules: tuple[Rule, ...]
    off: Mapping[str, int]  # ids and their lines
    parts: Mapping[str, str]
    faults: tuple[RulesError, ...]


def load_file(path: Path, inherited: Mapping[str, str] | None = None) -> RuleFile:
    """The rules of a file, with the errors in its tables; ``inherited`` are parts of other files.

    Raises :class:`RulesError` where the file is no TOML.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RulesError("rules-syntax", f"{path}:{_line_of(error, text)}: {error}", _SYNTAX) from error
    except (OSError, UnicodeDecodeError, RecursionError) as error:
        raise RulesError("rules-syntax", f"{path}: {error}", _SYNTAX) from error
    reader = _FileReader(path, text.split("\n"), inherited or {})
    reader.read(table)
    return RuleFile(path, tuple(reader.rules), reader.off, reader.parts, tuple(reader.faults))


def _line_of(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line that a message of ``tomllib`` names, which has no number of its own before Python 3.14."""
    said = re.search(r"at line (\d+)", str(error))
    return int(said[1]) if said else text.count("\n") + 1


class _FileReader:
    """Reads the tables of one file, and notes what is wrong."""

    def __init__(self, path: Path, lines: list[str], inherited: Mapping[str, str]) -> None:
        self.path = path
        self.parts: Mapping[str, str] = inherited
        self.rules: list[Rule] = []
        self.off: dict[str, int] = {}
        self.faults: list[RulesError] = []
        self._lines = lines
        self._seen: set[str] = set()
        self._used: set[str] = set()

    def read(self, table: Mapping[str, object]) -> None:
        """Read the parts and the rules."""
        for name in sorted(table.keys() - {"parts", "rule"}):
            self._note(1, "", f"unknown table {name!r}; a file has [parts] and [[rule]] tables")
        parts, raws = table.get("parts", {}), table.get("rule", [])
        if not isinstance(parts, dict):
            self._note(1, "", "parts are one [parts] table")
        if not isinstance(raws, list):
            self._note(1, "", "rules are [[rule]] tables")
            return
        self.parts = {**kinds_to_parts(_find_words(raws, self.path.stem)), **self.parts}
        own = dict(self._read_parts(parts)) if isinstance(parts, dict) else {}
        for raw, line in zip(raws, self._lines_of(raws), strict=True):
            self._read_rule(raw, line)
        self._note_unused(own)

    def _lines_of(self, raws: list[object]) -> list[int]:
        """The lines of the headers of rules, or of their ids where they are written in another way."""
        headers = [number for number, line in enumerate(self._lines, 1) if _HEADER.match(line)]
        if len(headers) == len(raws):
            return headers
        ids = [raw.get("id") if isinstance(raw, dict) else None for raw in raws]
        return [self._line_with(f"[\"']{re.escape(key)}[\"']") if isinstance(key, str) else 1 for key in ids]

    def _line_with(self, pattern: str) -> int:
        return next((number for number, line in enumerate(self._lines, 1) if re.search(pattern, line)), 1)

    def _line_of_part(self, name: str) -> int:
        return self._line_with(rf"^\s*(?:parts\s*[.]\s*)?[\"']?{re.escape(name)}[\"']?\s*=")

    def _where(self, line: int, rule: str) -> str:
        return f"{self.path}:{line}: {rule}" if rule else f"{self.path}:{line}"

    def _note(self, line: int, rule: str, what: str) -> None:
        self.faults.append(RulesError("rules-shape", f"{self._where(line, rule)}: {what}", SHAPE_HINT))

    def _note_part(self, line: int, where: str, what: str) -> None:
        self.faults.append(RulesError("rules-part", f"{self._where(line, where)}: {what}", "define it under [parts]"))

    def _read_parts(self, raw: Mapping[str, object]) -> Iterator[tuple[str, str]]:
        """The names and patterns of parts, once all of them are put into each other."""
        own: dict[str, str] = {}
        for name, source in raw.items():
            line, where = self._line_of_part(name), f"part {name}"
            if not NAME.fullmatch(name):
                self._note(line, where, "the name of a part is a-z, 0-9 and -, as in {our-office}")
            elif is_texts([source] if isinstance(source, str) else source):
                own[name] = alternatives_to_pattern(source)
            else:
                self._note(line, where, "a part is a pattern, or a list of alternatives")
                own[name] = NEVER
        self.parts, faults = resolve_parts(own, self.parts)
        for name, what in faults.items():
            self._note_part(self._line_of_part(name), f"part {name}", what)
        yield from own.items()

    def _note_unused(self, own: Mapping[str, str]) -> None:
        """A part that no rule comes to use does nothing: its name may be misspelt."""
        reached: set[str] = set()
        new = self._used
        while new:
            reached |= new
            new = {used for name in new & own.keys() for used in find_uses(own[name])} - reached
        for name in own.keys() - reached:
            self._note(self._line_of_part(name), f"part {name}", "no rule uses the part")

    def _read_rule(self, raw: object, line: int) -> None:
        key = raw.get("id") if isinstance(raw, dict) else None
        if not isinstance(raw, dict) or not isinstance(key, str) or not is_id(key):
            self._note(line, "", f"a rule needs an id, without blanks{f', not {key!r}' if key else ''}")
            return
        if key in self._seen:
            what = f"{self._where(line, key)}: the id is used twice"
            self.faults.append(RulesError("rules-id", what, "give each rule an id of its own"))
        self._seen.add(key)
        is_off = raw.get("off") is True
        known = self.path.stem in SETS
        faults = list(off_faults(raw) if is_off else table_faults(raw, self.path.stem)) if known else []
        for what in faults:
            self._note(line, key, what)
        if is_off:
            self.off[key] = line
        elif not faults and known:
            self._add_rule(raw, line)

    def _add_rule(self, raw: Mapping[str, object], line: int) -> None:
        key, kind = str(raw["id"]), str(raw["kind"])
        words, yes, no = (_texts(raw.get(name)) for name in ("words", "yes", "no"))
        source = f"(?:{words_to_pattern(words)})" if words else self._expand(raw.get("pattern"), line, key)
        if source is None:
            return
        rule = Rule(
            id=key,
            kind=kind,
            source=source,
            value=str(raw.get("value", "")),
            match=str(raw.get("match", KINDS[self.path.stem, kind].match)),
            reason=str(raw["reason"]),
            yes=yes,
            no=no,
            file=self.path.name,
            line=line,
            words=words,
            gated=KINDS[self.path.stem, kind].gated,
            score=int(str(raw.get("score", 0))),
        )
        self.rules.append(rule)

    def _expand(self, pattern: object, line: int, key: str) -> str | None:
        source = alternatives_to_pattern(pattern)
        self._used |= find_uses(source)
        try:
            return expand(source, self.parts)
        except PartError as error:
            self._note_part(line, key, str(error))
            return None


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _find_words(raws: list[object], name: str) -> Iterator[tuple[str, str]]:
    """The words of a set's rules of which its patterns are made, with their kinds."""
    for raw in raws:
        if not isinstance(raw, dict):
            continue
        kind = raw.get("kind")
        if isinstance(kind, str) and (name, kind) in WORDS:
            yield from ((kind, word) for word in _texts(raw.get("words")))
