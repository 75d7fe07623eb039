"""Kinds of rules in ``rules/targets.toml``: numbers, units and what makes them targets."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import SEARCH, START, Joined, Kind

_OPERATORS = frozenset({">=", "<=", ">", "<", "="})

_kind = partial(Kind, "targets")

_SIDES = Joined.SIDE_BY_SIDE
_CLASSES = frozenset({"share", "thing", "time", "level", "score", "times", "size", "money", "count"})
_INSIDE, _WHOLE, _MAKE = ("in",), frozenset({"fold", "zero"}), frozenset({"make"})
_EACH, _TIME = Joined.EACH, frozenset({"time"})
KINDS = (
    _kind("number", "a number: 1,000", SEARCH, joined=_SIDES),
    _kind("share", "a percentage: 百分之九十五", SEARCH, joined=_SIDES),
    _kind("fraction", "a fraction: 三分之二", SEARCH, joined=_SIDES),
    _kind("whole", "a complete target: 翻一番", SEARCH, _WHOLE, may=frozenset({"n"})),
    _kind("many", "a multiplier before a unit: 万", SEARCH, joined=_SIDES),
    _kind("unit", "a unit: 家 (value: its class)", SEARCH, _CLASSES, joined=_SIDES),
    _kind("per", "a rate: /亩", SEARCH, joined=_SIDES),
    _kind("range", "a connector between two numbers: 2—3个", START, joined=_SIDES),
    _kind("before", "a comparator: 不低于 (value: operator)", SEARCH, _OPERATORS, groups=_INSIDE),
    _kind("behind", "a boundary: 以上 (value: operator)", START, _OPERATORS),
    _kind("rate", "what a percentage refers to: 合格率", SEARCH, groups=_INSIDE),
    _kind("change", "a change: 压减", SEARCH, _TIME, optional=True, groups=_INSIDE),
    _kind("verb", "a verb before a quantity: 新建", SEARCH, _MAKE, optional=True, joined=_EACH),
    _kind("object", "the objects of an action: 对12个县", SEARCH),
    _kind("object-done", "an action on such objects: 开展", START),
    _kind("recurring", "words that turn a count into a recurrence: 每年", SEARCH),
    _kind("no-before", "words before a quantity that is not a target: 树龄", SEARCH),
    _kind("no-behind", "words after a quantity that is not a target: 以下的罚款", START),
)
