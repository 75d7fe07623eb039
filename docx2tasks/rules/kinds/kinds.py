"""Kinds of rules in ``rules/kinds.toml``: tasks, provisions, requests and types of documents."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import FULL, SEARCH, START, Joined, Kind

_kind = partial(Kind, "kinds")

_PAPERS = frozenset(
    ["plan", "list", "notice", "minutes", "regulation", "guide", "standard", "contract", "report", "form"]
)
_GROUP = ("paper",)
_EACH = Joined.EACH
KINDS = (
    _kind("paper", "a title: …管理办法 (value: the type of the document)", SEARCH, _PAPERS, scored=True),
    _kind("sent-out", "a notice that only circulates a document: 关于印发…的通知", SEARCH, groups=_GROUP),
    _kind("paper-label", "labels typical of a type of document: 第一条", FULL, _PAPERS, scored=True),
    _kind("paper-words", "words typical of a type of document: 会议强调", SEARCH, _PAPERS, scored=True),
    _kind("above", "a heading above an item: 申报条件", FULL, scored=True),
    _kind("lead-in", "the sentence above a list: 提交下列材料：", SEARCH, scored=True),
    _kind("says", "the text of an item: 市城管局应当…", SEARCH, joined=_EACH, scored=True, gated=True),
    _kind("row", "an item in a table of tasks", SEARCH, scored=True),
    _kind("clause", "an item with a unit clause", SEARCH, scored=True),
    _kind("later", "a verb of doing in a later clause, where little is missing", SEARCH, scored=True),
    _kind("deed", "an item with an action verb at the start of a sentence", SEARCH, scored=True),
    _kind("article", "an article that obliges a body to act", SEARCH),
    _kind("request", "a request: 请…", SEARCH),
    _kind("request-what", "what makes a request specific: 6月10日前", SEARCH),
    _kind("request-more", "a sentence that belongs to the previous request: 联系人：", START),
    _kind("formula", "a formula that requests nothing: 请遵照执行", SEARCH),
    _kind("decided", "the start of a decision in minutes: 会议要求", SEARCH, groups=("from",)),
    _kind("told", "a statement in minutes: 会议指出", SEARCH),
    _kind("blank", "a blank to fill in: 数量（个）：", START),
)
