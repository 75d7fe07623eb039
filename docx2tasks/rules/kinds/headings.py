"""Kinds of rules in ``rules/headings.toml``: headings, and sentences that close or lead in."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import START, Kind

_kind = partial(Kind, "headings")

KINDS = (
    _kind("general", "a heading of principles and objectives: 总体要求"),
    _kind("general-run-in", "such a heading followed by its text", START),
    _kind("members", "an item that lists members, not tasks: 组长：", START),
    _kind("closing", "a sentence that closes a document: 特此通知。", START),
    _kind("to-all", "a paragraph after the last item that addresses everybody: 各地各部门要高度重视", START),
    _kind("deed", "a heading that is an action: 建设区域医疗中心", START),
    _kind("body", "a body's name as a heading: 市应急局"),
    _kind("for-all", "a sentence after the items that applies to all of them: 以上问题须…前整改完毕", START),
    _kind("lead-in", "a line that introduces a list but is not a heading: 重点做好以下工作："),
    _kind("total", "a total row: 合计"),
)
