"""Boundaries that give a time its kind: 自 before it, 前 after it."""

from __future__ import annotations

from docx2tasks.extract.times.grammar import JoinedRules
from docx2tasks.rules import RuleSet

_BEFORE = 9  # characters in front of a point in which its edge is looked for
_EVENT = 44  # characters that name an event
_BEHIND = 12  # and behind it, also where a stretch ends before
_ASIDES = 3  # brackets and times of day behind one point


class EdgeReader:
    """Reads the edges of a time with one set of rules."""

    def __init__(self, rules: RuleSet) -> None:
        self._before, self._behind = JoinedRules(rules.of("before")), JoinedRules(rules.of("behind"))
        self._aside, self._event = JoinedRules(rules.of("aside")), JoinedRules(rules.of("event"))

    def read_before(self, text: str, start: int) -> tuple[int, str | None]:
        """Where a time begins with the edge in front of ``start``, and what that says: 自 ``start``."""
        low = max(0, start - _BEFORE)
        found = self._before.search(text, low, start)
        if found is None:
            return start, None
        inner = found.groups.get("in") or ""
        return low + text[low:start].rindex(inner), found.rule.value

    def read_event(self, text: str, start: int) -> tuple[int, str | None]:
        """Where the event starts from which days are counted, and which it is: 自印发 is ``issue``."""
        found = self._event.search(text, max(0, start - _EVENT), start)
        return (start - len(found.groups["in"] or ""), found.rule.value) if found else (start, None)

    def read_behind(self, text: str, end: int, stop: int) -> tuple[int, str | None]:
        """Where a time ends including the boundary after ``end``, and its value: （星期四）前 is ``before``."""
        stop = min(len(text), max(stop, end + _BEHIND))
        for at in (end, self.pass_asides(text, end, stop)):
            found = self._behind.match(text, at, stop)
            if found is not None:
                return found.end, found.rule.value
        clock = self._aside.match(text, end, stop)
        return (clock.end if clock and clock.rule.value == "clock" else end), None

    def read_right_behind(self, text: str, end: int, stop: int) -> tuple[int, str | None]:
        """The same, with nothing in between."""
        found = self._behind.match(text, end, stop)
        return (found.end, found.rule.value) if found else (end, None)

    def pass_asides(self, text: str, at: int, stop: int) -> int:
        """The end of brackets and times of day after a point."""
        for _ in range(_ASIDES):
            aside = self._aside.match(text, at, stop)
            if aside is None or aside.end == at:
                return at
            at = aside.end
        return at
