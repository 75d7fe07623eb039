"""Finds the actors of all tasks.

A name that the document uses for a body elsewhere (in a clause, a column, as its issuer) counts everywhere in it,
whatever it ends with.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.extract.actors import ActorFinder, ActorMention
from docx2tasks.extract.bodies import BodyJudge
from docx2tasks.extract.metadata import Facts
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.segment.drafts.draft import Draft

_SHORTEST, _LONGEST = 2, 20  # characters of a name that is looked for
_MOST = 200  # names of one document that are looked for


class TaskActors:
    """Finds the actors of drafts."""

    def __init__(self, drafts: Sequence[Draft], facts: Facts, rules: Rules) -> None:
        self._finder = rules.once(ActorFinder)
        names = dict.fromkeys(unit.name.text for draft in drafts for unit in draft.units)
        names |= dict.fromkeys((facts.issuer or "").split("、"))
        ends_like_body = rules.once(BodyJudge).ends_like_body
        folded = (fold_width(name) for name in names if _SHORTEST <= len(name) <= _LONGEST)
        self._known = tuple(name for name in folded if not ends_like_body(name))[:_MOST]

    def find(self, draft: Draft) -> list[ActorMention]:
        """The actors of a task, without its units."""
        found = self._finder.find(draft.text, self._known)
        units = {unit.name.text for unit in draft.units} if found else ()
        return [actor for actor in found if actor.name.text not in units]
