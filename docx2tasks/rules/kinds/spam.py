"""Kinds of rules in ``rules/spam.toml``: phrases injected into pages."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import SEARCH, Joined, Kind

_kind = partial(Kind, "spam")

KINDS = (_kind("phrase", "a phrase injected into a page", SEARCH, joined=Joined.EACH, gated=True),)
