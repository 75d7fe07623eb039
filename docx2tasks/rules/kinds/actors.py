"""Kinds of rules in ``rules/actors.toml``: bodies that sentences make act."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import SEARCH, START, Joined, Kind

_kind = partial(Kind, "actors")

_SIDES = Joined.SIDE_BY_SIDE
KINDS = (
    _kind("body", "the last word of the name of a body that can act: 机构", SEARCH, joined=_SIDES),
    _kind("modal", "a modal that obliges the body before it: 应当", START),
    _kind("binds-later", "text between a body and a modal in the next clause: 是主体，要", START),
    _kind("between", "text between a body and its verb: 按照", START),
    _kind("case", "a case between a body and the modal: 变更班次的，需", START),
    _kind("verb", "a verb after a body at the start of a clause: 制定", START),
    _kind("may", "words that only permit: 可以", START, gated=True),
    _kind("by-verb", "a verb that counts only after 由: 管理", START),
    _kind("subordinate", "a clause of time or condition, whose subject does not act: 批准后，", START),
    _kind("by", "a word before a body that acts: 由", SEARCH),
    _kind("aside", "words before the body at the start of a clause: 同时", START),
    _kind("other-verb", "the start of a clause whose body is an object: 加强", START),
    _kind("causes", "a verb or preposition whose object does not act: 督促", START),
    _kind("takes", "a preposition whose object is the body behind a relative clause: 对", SEARCH),
    _kind("qualified", "words that restrict a class: 尚未通过验收的", START),
    _kind("inside", "a verb that a name cannot contain: 报", SEARCH),
    _kind("not-a-body", "a word that ends like a body but is not one: 小区"),
    _kind("bare-class", "a class without a qualifier: 企业"),
    _kind("needs-modal", "a name that acts only before a modal: 平台"),
    _kind("tail", "text between names and the words that make them act: 等部门", START, joined=_SIDES),
    _kind("unit", "words after 由X that make it a unit instead: 负责。", START),
)
