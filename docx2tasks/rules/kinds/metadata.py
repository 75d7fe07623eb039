"""Kinds of rules in ``rules/metadata.toml``: titles, issuers, numbers and dates of documents."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import SEARCH, START, Joined, Kind

_kind = partial(Kind, "metadata")

_SIDES = Joined.SIDE_BY_SIDE
_FIELDS = frozenset(
    ["title", "issuer", "publisher", "doc_number", "issued_on", "published_on", "opened_on", "index_number", "status"]
)
KINDS = (
    _kind("field", "a metadata field (value: which)", values=_FIELDS, optional=True, joined=_SIDES),
    _kind("doc-number", "a document number on a line of its own: 绍政办发〔2021〕37号", may=frozenset({"number"})),
    _kind("run-in-number", "a document number after the title", SEARCH, groups=("number",)),
    _kind("run-in-title", "a title before a number or a salutation", START, groups=("title",)),
    _kind("notice-title", "the title of a notice: …关于…的通知"),
    _kind("letterhead", "the letterhead, or the urgency: 特急", may=frozenset({"body"})),
    _kind("date-line", "a date line at the head: （2024年2月19日）"),
    _kind("file-name", "a file name: 通知.docx"),
    _kind("seal", "a note about a seal: （盖章）", SEARCH),
    _kind("issuing", "the form of an issuer's name: 市教育局"),
    _kind("no-issuer", "text in an issuer field that is not a body: 本站"),
    _kind("next-body", "the end of a body and the start of the next: …局 市…", SEARCH, groups=("before", "place")),
    _kind("title-start", "how a title of an unknown kind of paper starts: 青川市2025年…"),
    _kind("title-body", "the bodies before a title: 市教育局关于…", START, groups=("body",)),
    _kind("site-name", "the name of a site after a title", SEARCH),
)
