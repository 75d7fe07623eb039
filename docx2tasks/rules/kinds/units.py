"""Kinds of rules in ``rules/units.toml``: labels, verbs and names of units."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import ROLE, SEARCH, START, Joined, Kind

_kind = partial(Kind, "units")

_SIDES = Joined.SIDE_BY_SIDE
KINDS = (
    _kind("label", "a label of units: 牵头单位", values=ROLE, joined=_SIDES),
    _kind("label-bare", "a word that is a label before a colon: 牵头：", values=ROLE, joined=_SIDES),
    _kind("label-like", "any other label that looks like one of units: 挂帅单位", joined=_SIDES),
    _kind("label-due", "a label of a deadline: 完成时限", joined=_SIDES),
    _kind("label-other", "a label of another field of a clause: 责任人", joined=_SIDES),
    _kind("verb", "a verb after a list of units: 牵头", SEARCH, ROLE | {"with"}, joined=_SIDES),
    _kind("lead-rule", "a statement that the first unit of each list leads", SEARCH, joined=Joined.EACH),
    _kind("added-rule", "a unit that is added to all following tasks", SEARCH, groups=("unit",), joined=Joined.EACH),
    _kind("said-role", "a role at the end of a clause: 牵头", SEARCH, joined=_SIDES),
    _kind("led-by", "words before the names in such a clause: 由", START, joined=_SIDES),
    _kind("and-others", "words at the end of a list that are not names: 等部门", SEARCH, joined=_SIDES),
    _kind("class", "a class of units that counts as one name: 各区、县人民政府", SEARCH, joined=_SIDES),
    _kind("name", "the form of a unit's name: 市财政局"),
    _kind("ending", "the last word of a unit's name: …局", SEARCH),
    _kind("duties-of", "words in a heading about duties: …职责", SEARCH),
    _kind("status", "words about the pace of work: 长期坚持"),
    _kind("role-note", "a bracket after a name that gives its role: （牵头）", SEARCH),
    _kind("plain-verb", "a verb too common to be a role in running text: 落实"),
    _kind("beside-name", "words between the names of a list: 分别", SEARCH, joined=_SIDES),
    _kind("before-name", "words before the first name of a list: 由", START),
    _kind("after-name", "words after the last name of a list: 等", SEARCH),
    _kind("not-a-name", "words in a list that are not names: 下同"),
    _kind("name-tail", "the rest of a name broken over two lines: 局", START, joined=_SIDES),
    _kind("not-after-and", "words that follow 和 inside a name: 单位", START, joined=_SIDES),
    _kind("not-after-verb", "words that follow a verb inside a name: 单位", START, joined=_SIDES),
    _kind("office", "a word that names an office: 局", SEARCH, joined=_SIDES),
    _kind("short-office", "an office with a two-character name: 妇联"),
    _kind("glossed", "bodies that a bracket lists: 两个成员单位", SEARCH, joined=_SIDES),
    _kind("placed-name", "a name that starts with its place: 市青少年宫", joined=_SIDES),
    _kind("asks-all", "a request to everybody: 请各单位", START, joined=_SIDES),
    _kind("no-name-like", "words that never occur in a unit's name: 持续推进", SEARCH, joined=_SIDES),
    _kind("name-end", "words that end the first name of a list: 等", SEARCH, joined=_SIDES),
    _kind("heading", "a unit's name as a heading: 省公安厅"),
    _kind("no-name", "words in a unit cell that are not names: 无", SEARCH, joined=Joined.EACH, gated=True),
    _kind("person", "a person in a unit cell: 张三", SEARCH, joined=Joined.EACH),
    _kind("post-holder", "a post in a unit cell: 局长张三", SEARCH, joined=Joined.EACH, gated=True),
    _kind("contact", "a telephone number in a unit cell", SEARCH, joined=Joined.EACH, gated=True),
    _kind("cell-mark", "a mark before a name in a unit cell: ①", SEARCH, joined=_SIDES),
    _kind("cell-joint", "a separator between names in a unit cell: ·", SEARCH, joined=_SIDES),
    _kind("open-ending", "an ending that may occur inside a name: 科", SEARCH, joined=_SIDES),
    _kind("area-ending", "such an ending without an administrative level: 城乡", SEARCH, joined=_SIDES),
    _kind("level-word", "the level or place at the start of a name: 市", START, joined=_SIDES),
    _kind("short-name", "a complete name without a level: 妇联"),
)
