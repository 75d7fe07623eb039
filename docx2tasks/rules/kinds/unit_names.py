"""Kinds of rules in ``rules/unit-names.toml``: the usual forms of names."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import SEARCH, Kind

_NAME = r"[^\W\da-zA-Z_]+"

_kind = partial(Kind, "unit-names")

_FORMS = {
    "stem": "the field of a department: 卫健 (value: its usual form)",
    "ending": "the kind of department: 委员会 (value: its usual form)",
    "body": "a name without its owner: 残疾人联合会 (value: its usual form)",
    "whole": "a name that is the same body everywhere: 税务总局 (value: its usual form)",
}
_KNOWN = (
    _kind(name, meaning, shape=_NAME, like="卫生健康", optional=name == "stem", is_words=True)
    for name, meaning in _FORMS.items()
)
_STATE = "a department named with 国家 in national documents: 发展改革委"
KINDS = (
    *_KNOWN,
    _kind("state", _STATE, is_words=True),
    _kind("of-state", "a national issuer: 国务院办公厅"),
    _kind("owner", "the owner of a body: 省, 江川市"),
    _kind("own", "a name that is unambiguous with a place: 房屋管理局"),
    _kind("class", "a class of bodies, or several of them: 有关部门", SEARCH),
)
