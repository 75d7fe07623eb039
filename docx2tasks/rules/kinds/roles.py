"""Kinds of rules in ``rules/roles.toml``: words of roles, of which all other sets are built."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import ROLE, Joined, Kind

_kind = partial(Kind, "roles")

_SAYS = {
    "word": "a word that means a role anywhere: 牵头",
    "verb": "the same, but not a label on its own: 参加",
    "act": "a common verb that means a role only after units: 落实",
    "noun": "a word that means a role only before 单位: 主管",
}
_VALUES = ROLE | {"with"}
KINDS = tuple(_kind(name, words, values=_VALUES, joined=Joined.PARTS, is_words=True) for name, words in _SAYS.items())
