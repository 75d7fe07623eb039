"""Kinds of rules in ``rules/paragraphs.toml``: paragraphs that are not items."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import FULL, SEARCH, START, Kind

_kind = partial(Kind, "paragraphs")

_LINES = {
    "attachment-list": (START, "a list of attachments: 附件：1.…"),
    "attachment-mark": (FULL, "the first line of an attachment: 附件2"),
    "contents": (FULL, "the heading or an entry of a table of contents: 目录"),
    "signature": (FULL, "the date or office of a signature: 2022年4月19日"),
    "public-note": (FULL, "a note on publication: （此件公开发布）"),
    "copy-to": (START, "recipients of copies, and the printing note: 抄送："),
    "contact": (START, "contact details: 联系人："),
    "page": (FULL, "a page number: — 7 —"),
    "note": (START, "a note under a table or a list: 注："),
    "page-end": (FULL, "the footer of a web page: 相关链接"),
    "progress": (START, "progress so far: 整改进展：…"),
    "label-run-in": (START, "a label followed by its text: 整改措施：…"),
    "page-line": (START, "a line that the website added: 信息来源："),
    "salutation": (FULL, "the addressees of a notice: 各区人民政府："),
    "label-line": (FULL, "a label on a line of its own: 主要措施："),
    "members": (START, "members of a leading group: 组长："),
    "time-head": (FULL, "a time as a heading: 3月："),
}
_VARIED = {"copy-to", "page-line"}
KINDS = (
    *(_kind(n, words, match, varies=n in _VARIED, gated=n == "contents") for n, (match, words) in _LINES.items()),
    _kind("title", "a document title: …实施方案"),
    _kind("subtitle", "a bracketed subtitle: （试行）"),
    _kind("month", "a month below the signature: 2024年5月"),
    _kind("preamble", "the sentence that introduces a plan: 为…，制定本方案。", START),
    _kind("label-tail", "a label at the end of the item before it: …。具体措施：", SEARCH),
    _kind("run-in-title", "a title inside running text", SEARCH, groups=("title",)),
    _kind("run-in-foot", "an office and date after the last item", SEARCH, groups=("foot",)),
    _kind("run-in-head", "the heading of a box after an item", SEARCH, groups=("head",)),
    _kind("measure", "an obligation: 各单位应当…", SEARCH),
    _kind("counted", "一是…, 第一，…", START, groups=("number|ordinal",)),
)
