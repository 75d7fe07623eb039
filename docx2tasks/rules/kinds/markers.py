"""Kinds of rules in ``rules/markers.toml``: numbering marks."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import START, STYLE, Joined, Kind

_kind = partial(Kind, "markers")

_SIDES = Joined.SIDE_BY_SIDE
KINDS = (
    _kind("marker", "a numbering mark: 一、 (value: its style)", START, STYLE, joined=_SIDES),
    _kind("weak", "a mark only if it continues the numbering: 3.5个 (value: its style)", START, STYLE, joined=_SIDES),
)
