"""Kinds of rules in ``rules/columns.toml``: headings and cells of tables."""

from __future__ import annotations

from functools import partial

from docx2tasks.rules.kinds.kind import FULL, ROLE, SEARCH, START, Kind

_kind = partial(Kind, "columns")

_NAMES = {
    "number": "a column of numbers: 序号",
    "deadline": "a column of deadlines: 完成时限",
    "period": "a column of times: 时间安排",
    "remark": "a column of remarks, sources or fields to fill in: 备注",
    "person": "a column of persons (not units): 责任人",
    "score": "a column of scores or weights: 分值",
    "target": "a column of targets: 目标值",
    "criterion": "a column of assessment criteria: 考核要点",
    "category": "a column of task categories: 类别",
    "name": "a column of item names, described to their right: 项目名称",
    "detail": "a column of details: 主要措施",
    "content": "a column of tasks: 工作内容",
}
_UNITS = _kind("unit", "a column of units: 牵头单位", values=ROLE, optional=True)
_CELLS = {
    "measured-in": "a unit of measurement in a cell: 公里",
    "mark": "a cell that means yes: √",
    "no-mark": "a cell that means no: ×",
    "as-above": 'a cell that means "same as above": 同上',
    "amount": "a quantity in a cell: 30公里",
    "state": "a status in a cell: 已整改",
    "code": "a code or telephone number in a cell: QW-50",
}
_EVIDENCE = {
    "weak": (FULL, "a heading used for tasks, but also for logs and indicators: 检查内容"),
    "record": (SEARCH, "the title of a table that records facts: 值班表"),
    "work-table": (SEARCH, "the title of a table that may contain tasks: 任务清单"),
    "work": (START, "a cell that starts with an action verb: 修订管理办法"),
    "done": (SEARCH, "a cell about finished work or findings: 已完成招标"),
}
KINDS = (
    *(_kind(name, meaning) for name, meaning in _NAMES.items()),
    _UNITS,
    _kind("span", "a heading that is a time: 上半年", groups=("time",)),
    *(_kind(name, meaning) for name, meaning in _CELLS.items()),
    *(_kind(name, meaning, match) for name, (match, meaning) in _EVIDENCE.items()),
    _kind("with-persons", "a heading for units and persons: 责任单位及责任人", SEARCH),
)
