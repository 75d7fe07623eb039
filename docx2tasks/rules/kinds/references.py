"""Kinds of rules in ``rules/references.toml``: documents that are cited."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import SEARCH, START, Joined, Kind

_kind = partial(Kind, "references")

KINDS = (
    _kind("title", "a cited title: 《…》", SEARCH, joined=Joined.EACH, gated=True),
    _kind("number", "a cited number: 国办发〔2018〕63号", SEARCH, joined=Joined.EACH, gated=True),
    _kind("before-number", "words before a number that are not part of the agency: 按照", START),
)
