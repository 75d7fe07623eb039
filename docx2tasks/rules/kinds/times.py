"""Kinds of rules in ``rules/times.toml``: points in time, their boundaries, and words of which they are built."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from docx2tasks.rules.kinds.kind import SEARCH, START, Joined, Kind

_POINTS: Mapping[str, tuple[str, ...]] = {
    "day": ("m", "d|n"),
    "month": ("m",),
    "this-month": ("rel|f",),
    "this-week": ("rel|n",),
    "this-quarter": ("rel",),
    "dotted": ("m",),
    "front": ("half|months|q",),
    "quarter": ("q|r|s",),
    "half": ("h|s",),
    "plan": ("p|r",),
    "named-day": ("name",),
    "year": ("y|yy|z",),
    "relative": ("rel|e|bare",),
    "event": (),
}  # the values of points, and the groups that each needs
_NEXT: Mapping[str, tuple[str, ...]] = {
    "next-day": ("d",),
    "next-end": ("w",),
    "next-month": ("m",),
    "next-dotted": ("m|n",),
    "next-third": ("e",),
}
_WHOLE: Mapping[str, tuple[str, ...]] = {"recurring": ("u|v|w",), "blank": (), "from-event": ("n", "u")}
_PARTS_OF_POINTS = frozenset({"y", "yy", "z", "rel", "m", "d", "n", "e", "f", "s", "q", "r", "h", "p"})
_PARTS_OF_POINTS |= {"months", "half", "bare", "name", "w"}
_COUNTED = frozenset({"n", "o", "u", "v", "w"})

_kind = partial(Kind, "times")

_SIDES = Joined.SIDE_BY_SIDE
_ASIDES = frozenset({"bracket", "clock"})
_EVENTS, _INSIDE = frozenset({"issue", "other"}), ("in",)
_point = partial(
    _kind, match=SEARCH, values=frozenset(_POINTS), of_value=_POINTS, may=_PARTS_OF_POINTS, joined=_SIDES
)
_POINT_KINDS = (
    _kind("hint", "characters of which every time contains one: 年, 节", SEARCH, joined=_SIDES),
    _point("point", "a way to write a point in time: 12月底"),
    _point("bare", "a point in time in a deadline column: 6.30"),
    _kind(
        "next",
        "a shortened point after a full one: 28日",
        START,
        frozenset(_NEXT),
        of_value=_NEXT,
        may=_PARTS_OF_POINTS,
    ),
    _kind("joint", "a connector between points: 至, 、", START, frozenset({"range", "list"}), joined=_SIDES),
    _kind("aside", "text allowed before a boundary: （星期四）", START, _ASIDES, joined=_SIDES),
    _kind(
        "phrase",
        "a complete time expression: 每季",
        SEARCH,
        frozenset(_WHOLE),
        of_value=_WHOLE,
        may=_COUNTED,
        joined=_SIDES,
    ),
    _kind("event", "the event that days are counted from: 自印发", SEARCH, _EVENTS, groups=_INSIDE, joined=_SIDES),
    _kind("tail", "the position in each year or month: 10日前 of 每月10日前", START, joined=_SIDES),
    _kind("once", "words that belong to a recurrence: 一次", START, joined=_SIDES),
)

_EDGES = frozenset({"end", "begin", "middle", "whole"})
_VALUES = {
    "day-word": (
        r"(?!02-3|(?:04|06|09|11)-31)(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])",
        "10-01",
        "a named day: 国庆 (value: month and day)",
    ),
    "year-word": (r"-?\d( named)?", "1", "number of years ahead: 明; named: from the last year mentioned: 次"),
    "step-word": (
        r"-?\d( named)?",
        "1",
        "number of months or weeks ahead: 下; named: from the last month mentioned: 次",
    ),
    "weekday-word": (r"[1-7]", "5", "a day of the week: 五"),
    "plan-word": (r"(19|20)\d\d", "2021", "a five-year plan: 十四 (value: its first year)"),
    "unit-word": (r"[1-9]\d?[YMWDB]", "3M", "a unit of time: 季 (value: as in ISO 8601; B is a working day)"),
    "third-word": (
        r"(?:[1-9]|[12]\d|3[01])-(?:[1-9]|[12]\d|3[01])",
        "1-10",
        "a part of a month: 上旬 (value: its first and last day)",
    ),
}
_NAMED = [_kind(name, words, shape=shape, like=like, is_words=True) for name, (shape, like, words) in _VALUES.items()]
_WORD_KINDS = (*_NAMED, _kind("edge-word", "a boundary of a period: 底", values=_EDGES, is_words=True))

_ENDS = frozenset({"before", "by", "start", "since", "period"})
_KINDS = frozenset({"deadline", "start"})
KINDS = (
    *_POINT_KINDS,
    _kind("before", "a boundary before a time: 到", SEARCH, _KINDS, groups=("in",), joined=_SIDES),
    _kind("behind", "a boundary after a time: 前", START, _ENDS, joined=_SIDES),
    _kind("due-label", "a deadline label in a sentence: 完成时限：", SEARCH, joined=_SIDES),
    _kind("no-deadline", "text in a deadline column that is not a date: 长期坚持"),
    _kind("object", "words after a year that make it part of a name: 工作方案", START),
    _kind("made", "a verb before a document named after a year: 制定", SEARCH),
    _kind("works", "words after a year in which work is done: 完成", START),
    _kind("planned", "words before a year in which work is done: 力争", SEARCH),
    _kind("done", "a verb before a year and its work: 完成", SEARCH),
    _kind("work", "words after such a year: …工作", START),
    _kind("effect", "what starts at a time after 自: 施行", START),
    _kind("qualifier", "words after a time that qualify things, not deadlines: 前投运的", START, gated=True),
    _kind("fragment", "a clause that only gives a time: 12月底前完成"),
    *_WORD_KINDS,
)
