"""Every kind of rule, declared once: its meaning, and the values, groups and match it allows.

The table in docs/rules.md is generated from this; loading and ``docx2tasks rules check`` refuse anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Joined(StrEnum):
    """How several rules of one kind are combined."""

    FIRST = "the first match"
    SIDE_BY_SIDE = "as one pattern; the first in order wins at each position"
    EACH = "each in turn"
    PARTS = "as parts of other rules"


SEARCH, START, FULL = "search", "start", "full"
STYLE = frozenset({"*"})  # any name: marks of one style form one level
ROLE = frozenset({"lead", "support", "responsible", "oversee"})
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
_NAME = r"[^\W\da-zA-Z_]+"
_OPERATORS = frozenset({">=", "<=", ">", "<", "="})


@dataclass(frozen=True)
class Kind:
    """A kind of rule.

    ``values`` are the values that a rule may have (none: it has no value, or one of a ``shape``); ``optional`` says
    that it may have none.  ``groups`` are the named groups that every match needs, ``"d|n"`` any of two; ``of_value``
    are those of a rule with a value.  ``may`` are others that are read.
    """

    set: str
    name: str
    meaning: str
    match: str = FULL
    values: frozenset[str] = field(default_factory=frozenset)
    shape: str = ""  # a pattern that all values follow, where they are not a few
    like: str = ""  # and one of them
    optional: bool = False
    groups: tuple[str, ...] = ()
    of_value: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    may: frozenset[str] = field(default_factory=frozenset)
    joined: Joined = Joined.FIRST
    gated: bool = False  # long patterns that few texts can match: the gate is asked first
    scored: bool = False  # its rules have scores, which add up
    is_words: bool = False  # its rules have words, other patterns are built from them
    varies: bool = False  # a rule may be matched in another way than the kind's usual one

    def needed(self, value: str) -> tuple[str, ...]:
        """The named groups that every match of a rule with this value needs: ``("m", "d|n")``."""
        return (*self.groups, *self.of_value.get(value, ()))

    def known(self) -> frozenset[str]:
        """The named groups that are read."""
        named = (*self.groups, *(group for groups in self.of_value.values() for group in groups))
        return self.may.union(name for group in named for name in group.split("|"))


def _columns() -> tuple[Kind, ...]:
    names = {
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
    units = Kind("columns", "unit", "a column of units: 牵头单位", values=ROLE, optional=True)
    cells = {
        "measured-in": "a unit of measurement in a cell: 公里",
        "mark": "a cell that means yes: √",
        "no-mark": "a cell that means no: ×",
        "as-above": 'a cell that means "same as above": 同上',
        "amount": "a quantity in a cell: 30公里",
        "state": "a status in a cell: 已整改",
        "code": "a code or telephone number in a cell: QW-50",
    }
    evidence = {
        "weak": (FULL, "a heading used for tasks, but also for logs and indicators: 检查内容"),
        "record": (SEARCH, "the title of a table that records facts: 值班表"),
        "work-table": (SEARCH, "the title of a table that may contain tasks: 任务清单"),
        "work": (START, "a cell that starts with an action verb: 修订管理办法"),
        "done": (SEARCH, "a cell about finished work or findings: 已完成招标"),
    }
    return (
        *(Kind("columns", name, meaning) for name, meaning in names.items()),
        units,
        Kind("columns", "span", "a heading that is a time: 上半年", groups=("time",)),
        *(Kind("columns", name, meaning) for name, meaning in cells.items()),
        *(Kind("columns", name, meaning, match) for name, (match, meaning) in evidence.items()),
        Kind("columns", "with-persons", "a heading for units and persons: 责任单位及责任人", SEARCH),
    )


def _paragraphs() -> tuple[Kind, ...]:
    lines = {
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
    varied = {"copy-to", "page-line"}
    return (
        *(
            Kind("paragraphs", n, words, match, varies=n in varied, gated=n == "contents")
            for n, (match, words) in lines.items()
        ),
        Kind("paragraphs", "title", "a document title: …实施方案"),
        Kind("paragraphs", "subtitle", "a bracketed subtitle: （试行）"),
        Kind("paragraphs", "month", "a month below the signature: 2024年5月"),
        Kind("paragraphs", "preamble", "the sentence that introduces a plan: 为…，制定本方案。", START),
        Kind("paragraphs", "label-tail", "a label at the end of the item before it: …。具体措施：", SEARCH),
        Kind("paragraphs", "run-in-title", "a title inside running text", SEARCH, groups=("title",)),
        Kind("paragraphs", "run-in-foot", "an office and date after the last item", SEARCH, groups=("foot",)),
        Kind("paragraphs", "run-in-head", "the heading of a box after an item", SEARCH, groups=("head",)),
        Kind("paragraphs", "measure", "an obligation: 各单位应当…", SEARCH),
        Kind("paragraphs", "counted", "一是…, 第一，…", START, groups=("number|ordinal",)),
    )


def _units() -> tuple[Kind, ...]:
    sides = Joined.SIDE_BY_SIDE
    return (
        Kind("units", "label", "a label of units: 牵头单位", values=ROLE, joined=sides),
        Kind("units", "label-bare", "a word that is a label before a colon: 牵头：", values=ROLE, joined=sides),
        Kind("units", "label-like", "any other label that looks like one of units: 挂帅单位", joined=sides),
        Kind("units", "label-due", "a label of a deadline: 完成时限", joined=sides),
        Kind("units", "label-other", "a label of another field of a clause: 责任人", joined=sides),
        Kind("units", "verb", "a verb after a list of units: 牵头", SEARCH, ROLE | {"with"}, joined=sides),
        Kind("units", "lead-rule", "a statement that the first unit of each list leads", SEARCH, joined=Joined.EACH),
        Kind(
            "units",
            "added-rule",
            "a unit that is added to all following tasks",
            SEARCH,
            groups=("unit",),
            joined=Joined.EACH,
        ),
        Kind("units", "said-role", "a role at the end of a clause: 牵头", SEARCH, joined=sides),
        Kind("units", "led-by", "words before the names in such a clause: 由", START, joined=sides),
        Kind("units", "and-others", "words at the end of a list that are not names: 等部门", SEARCH, joined=sides),
        Kind("units", "class", "a class of units that counts as one name: 各区、县人民政府", SEARCH, joined=sides),
        Kind("units", "name", "the form of a unit's name: 市财政局"),
        Kind("units", "ending", "the last word of a unit's name: …局", SEARCH),
        Kind("units", "duties-of", "words in a heading about duties: …职责", SEARCH),
        Kind("units", "status", "words about the pace of work: 长期坚持"),
        Kind("units", "role-note", "a bracket after a name that gives its role: （牵头）", SEARCH),
        Kind(
            "units",
            "plain-verb",
            "a verb too common to be a role in running text: 落实",
        ),
        Kind("units", "beside-name", "words between the names of a list: 分别", SEARCH, joined=sides),
        Kind("units", "before-name", "words before the first name of a list: 由", START),
        Kind("units", "after-name", "words after the last name of a list: 等", SEARCH),
        Kind("units", "not-a-name", "words in a list that are not names: 下同"),
        Kind("units", "name-tail", "the rest of a name broken over two lines: 局", START, joined=sides),
        Kind("units", "not-after-and", "words that follow 和 inside a name: 单位", START, joined=sides),
        Kind("units", "not-after-verb", "words that follow a verb inside a name: 单位", START, joined=sides),
        Kind("units", "office", "a word that names an office: 局", SEARCH, joined=sides),
        Kind("units", "short-office", "an office with a two-character name: 妇联"),
        Kind("units", "glossed", "bodies that a bracket lists: 两个成员单位", SEARCH, joined=sides),
        Kind("units", "placed-name", "a name that starts with its place: 市青少年宫", joined=sides),
        Kind("units", "asks-all", "a request to everybody: 请各单位", START, joined=sides),
        Kind("units", "no-name-like", "words that never occur in a unit's name: 持续推进", SEARCH, joined=sides),
        Kind("units", "name-end", "words that end the first name of a list: 等", SEARCH, joined=sides),
        Kind("units", "heading", "a unit's name as a heading: 省公安厅"),
        Kind("units", "no-name", "words in a unit cell that are not names: 无", SEARCH, joined=Joined.EACH, gated=True),
        Kind("units", "person", "a person in a unit cell: 张三", SEARCH, joined=Joined.EACH),
        Kind("units", "post-holder", "a post in a unit cell: 局长张三", SEARCH, joined=Joined.EACH, gated=True),
        Kind("units", "contact", "a telephone number in a unit cell", SEARCH, joined=Joined.EACH, gated=True),
        Kind("units", "cell-mark", "a mark before a name in a unit cell: ①", SEARCH, joined=sides),
        Kind("units", "cell-joint", "a separator between names in a unit cell: ·", SEARCH, joined=sides),
        Kind("units", "open-ending", "an ending that may occur inside a name: 科", SEARCH, joined=sides),
        Kind("units", "area-ending", "such an ending without an administrative level: 城乡", SEARCH, joined=sides),
        Kind("units", "level-word", "the level or place at the start of a name: 市", START, joined=sides),
        Kind("units", "short-name", "a complete name without a level: 妇联"),
    )


def _roles() -> tuple[Kind, ...]:
    says = {
        "word": "a word that means a role anywhere: 牵头",
        "verb": "the same, but not a label on its own: 参加",
        "act": "a common verb that means a role only after units: 落实",
        "noun": "a word that means a role only before 单位: 主管",
    }
    values = ROLE | {"with"}
    return tuple(
        Kind("roles", name, words, values=values, joined=Joined.PARTS, is_words=True) for name, words in says.items()
    )


def _points() -> tuple[Kind, ...]:
    sides, parts = Joined.SIDE_BY_SIDE, _PARTS_OF_POINTS
    asides = frozenset({"bracket", "clock"})
    events, inside = frozenset({"issue", "other"}), ("in",)
    return (
        Kind("times", "hint", "characters of which every time contains one: 年, 节", SEARCH, joined=sides),
        Kind(
            "times",
            "point",
            "a way to write a point in time: 12月底",
            SEARCH,
            frozenset(_POINTS),
            of_value=_POINTS,
            may=parts,
            joined=sides,
        ),
        Kind(
            "times",
            "bare",
            "a point in time in a deadline column: 6.30",
            SEARCH,
            frozenset(_POINTS),
            of_value=_POINTS,
            may=parts,
            joined=sides,
        ),
        Kind(
            "times",
            "next",
            "a shortened point after a full one: 28日",
            START,
            frozenset(_NEXT),
            of_value=_NEXT,
            may=parts,
        ),
        Kind("times", "joint", "a connector between points: 至, 、", START, frozenset({"range", "list"}), joined=sides),
        Kind("times", "aside", "text allowed before a boundary: （星期四）", START, asides, joined=sides),
        Kind(
            "times",
            "phrase",
            "a complete time expression: 每季",
            SEARCH,
            frozenset(_WHOLE),
            of_value=_WHOLE,
            may=_COUNTED,
            joined=sides,
        ),
        Kind(
            "times",
            "event",
            "the event that days are counted from: 自印发",
            SEARCH,
            events,
            groups=inside,
            joined=sides,
        ),
        Kind("times", "tail", "the position in each year or month: 10日前 of 每月10日前", START, joined=sides),
        Kind("times", "once", "words that belong to a recurrence: 一次", START, joined=sides),
    )


def _times() -> tuple[Kind, ...]:
    sides = Joined.SIDE_BY_SIDE
    ends = frozenset({"before", "by", "start", "since", "period"})
    kinds = frozenset({"deadline", "start"})
    return (
        *_points(),
        Kind("times", "before", "a boundary before a time: 到", SEARCH, kinds, groups=("in",), joined=sides),
        Kind("times", "behind", "a boundary after a time: 前", START, ends, joined=sides),
        Kind("times", "due-label", "a deadline label in a sentence: 完成时限：", SEARCH, joined=sides),
        Kind("times", "no-deadline", "text in a deadline column that is not a date: 长期坚持"),
        Kind("times", "object", "words after a year that make it part of a name: 工作方案", START),
        Kind("times", "made", "a verb before a document named after a year: 制定", SEARCH),
        Kind("times", "works", "words after a year in which work is done: 完成", START),
        Kind("times", "planned", "words before a year in which work is done: 力争", SEARCH),
        Kind("times", "done", "a verb before a year and its work: 完成", SEARCH),
        Kind("times", "work", "words after such a year: …工作", START),
        Kind("times", "effect", "what starts at a time after 自: 施行", START),
        Kind(
            "times", "qualifier", "words after a time that qualify things, not deadlines: 前投运的", START, gated=True
        ),
        Kind("times", "fragment", "a clause that only gives a time: 12月底前完成"),
        *_words_of_points(),
    )


def _words_of_points() -> tuple[Kind, ...]:
    edges = frozenset({"end", "begin", "middle", "whole"})
    values = {
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
    named = [
        Kind("times", name, words, shape=shape, like=like, is_words=True)
        for name, (shape, like, words) in values.items()
    ]
    return (*named, Kind("times", "edge-word", "a boundary of a period: 底", values=edges, is_words=True))


def _targets() -> tuple[Kind, ...]:
    sides = Joined.SIDE_BY_SIDE
    classes = frozenset({"share", "thing", "time", "level", "score", "times", "size", "money", "count"})
    inside, whole, make = ("in",), frozenset({"fold", "zero"}), frozenset({"make"})
    each, time = Joined.EACH, frozenset({"time"})
    return (
        Kind("targets", "number", "a number: 1,000", SEARCH, joined=sides),
        Kind("targets", "share", "a percentage: 百分之九十五", SEARCH, joined=sides),
        Kind("targets", "fraction", "a fraction: 三分之二", SEARCH, joined=sides),
        Kind("targets", "whole", "a complete target: 翻一番", SEARCH, whole, may=frozenset({"n"})),
        Kind("targets", "many", "a multiplier before a unit: 万", SEARCH, joined=sides),
        Kind("targets", "unit", "a unit: 家 (value: its class)", SEARCH, classes, joined=sides),
        Kind("targets", "per", "a rate: /亩", SEARCH, joined=sides),
        Kind("targets", "range", "a connector between two numbers: 2—3个", START, joined=sides),
        Kind("targets", "before", "a comparator: 不低于 (value: operator)", SEARCH, _OPERATORS, groups=inside),
        Kind("targets", "behind", "a boundary: 以上 (value: operator)", START, _OPERATORS),
        Kind("targets", "rate", "what a percentage refers to: 合格率", SEARCH, groups=inside),
        Kind("targets", "change", "a change: 压减", SEARCH, time, optional=True, groups=inside),
        Kind("targets", "verb", "a verb before a quantity: 新建", SEARCH, make, optional=True, joined=each),
        Kind("targets", "object", "the objects of an action: 对12个县", SEARCH),
        Kind("targets", "object-done", "an action on such objects: 开展", START),
        Kind("targets", "recurring", "words that turn a count into a recurrence: 每年", SEARCH),
        Kind("targets", "no-before", "words before a quantity that is not a target: 树龄", SEARCH),
        Kind("targets", "no-behind", "words after a quantity that is not a target: 以下的罚款", START),
    )


def _actors() -> tuple[Kind, ...]:
    sides = Joined.SIDE_BY_SIDE
    return (
        Kind("actors", "body", "the last word of the name of a body that can act: 机构", SEARCH, joined=sides),
        Kind("actors", "modal", "a modal that obliges the body before it: 应当", START),
        Kind("actors", "binds-later", "text between a body and a modal in the next clause: 是主体，要", START),
        Kind("actors", "between", "text between a body and its verb: 按照", START),
        Kind("actors", "case", "a case between a body and the modal: 变更班次的，需", START),
        Kind("actors", "verb", "a verb after a body at the start of a clause: 制定", START),
        Kind("actors", "may", "words that only permit: 可以", START, gated=True),
        Kind("actors", "by-verb", "a verb that counts only after 由: 管理", START),
        Kind("actors", "subordinate", "a clause of time or condition, whose subject does not act: 批准后，", START),
        Kind("actors", "by", "a word before a body that acts: 由", SEARCH),
        Kind("actors", "aside", "words before the body at the start of a clause: 同时", START),
        Kind("actors", "other-verb", "the start of a clause whose body is an object: 加强", START),
        Kind("actors", "causes", "a verb or preposition whose object does not act: 督促", START),
        Kind("actors", "takes", "a preposition whose object is the body behind a relative clause: 对", SEARCH),
        Kind("actors", "qualified", "words that restrict a class: 尚未通过验收的", START),
        Kind("actors", "inside", "a verb that a name cannot contain: 报", SEARCH),
        Kind("actors", "not-a-body", "a word that ends like a body but is not one: 小区"),
        Kind("actors", "bare-class", "a class without a qualifier: 企业"),
        Kind("actors", "needs-modal", "a name that acts only before a modal: 平台"),
        Kind("actors", "tail", "text between names and the words that make them act: 等部门", START, joined=sides),
        Kind("actors", "unit", "words after 由X that make it a unit instead: 负责。", START),
    )


def _others() -> tuple[Kind, ...]:
    sides = Joined.SIDE_BY_SIDE
    fields = frozenset(
        [
            "title",
            "issuer",
            "publisher",
            "doc_number",
            "issued_on",
            "published_on",
            "opened_on",
            "index_number",
            "status",
        ]
    )
    return (
        Kind("headings", "general", "a heading of principles and objectives: 总体要求"),
        Kind("headings", "general-run-in", "such a heading followed by its text", START),
        Kind("headings", "members", "an item that lists members, not tasks: 组长：", START),
        Kind("headings", "closing", "a sentence that closes a document: 特此通知。", START),
        Kind(
            "headings",
            "to-all",
            "a paragraph after the last item that addresses everybody: 各地各部门要高度重视",
            START,
        ),
        Kind("headings", "deed", "a heading that is an action: 建设区域医疗中心", START),
        Kind("headings", "body", "a body's name as a heading: 市应急局"),
        Kind(
            "headings",
            "for-all",
            "a sentence after the items that applies to all of them: 以上问题须…前整改完毕",
            START,
        ),
        Kind("headings", "lead-in", "a line that introduces a list but is not a heading: 重点做好以下工作："),
        Kind("headings", "total", "a total row: 合计"),
        Kind("markers", "marker", "a numbering mark: 一、 (value: its style)", START, STYLE, joined=sides),
        Kind(
            "markers",
            "weak",
            "a mark only if it continues the numbering: 3.5个 (value: its style)",
            START,
            STYLE,
            joined=sides,
        ),
        Kind(
            "metadata",
            "field",
            "a metadata field (value: which)",
            values=fields,
            optional=True,
            joined=sides,
        ),
        Kind(
            "metadata",
            "doc-number",
            "a document number on a line of its own: 绍政办发〔2021〕37号",
            may=frozenset({"number"}),
        ),
        Kind("metadata", "run-in-number", "a document number after the title", SEARCH, groups=("number",)),
        Kind("metadata", "run-in-title", "a title before a number or a salutation", START, groups=("title",)),
        Kind("metadata", "notice-title", "the title of a notice: …关于…的通知"),
        Kind("metadata", "letterhead", "the letterhead, or the urgency: 特急", may=frozenset({"body"})),
        Kind("metadata", "date-line", "a date line at the head: （2024年2月19日）"),
        Kind("metadata", "file-name", "a file name: 通知.docx"),
        Kind("metadata", "seal", "a note about a seal: （盖章）", SEARCH),
        Kind("metadata", "issuing", "the form of an issuer's name: 市教育局"),
        Kind("metadata", "no-issuer", "text in an issuer field that is not a body: 本站"),
        Kind(
            "metadata",
            "next-body",
            "the end of a body and the start of the next: …局 市…",
            SEARCH,
            groups=("before", "place"),
        ),
        Kind("metadata", "title-start", "how a title of an unknown kind of paper starts: 青川市2025年…"),
        Kind("metadata", "title-body", "the bodies before a title: 市教育局关于…", START, groups=("body",)),
        Kind("metadata", "site-name", "the name of a site after a title", SEARCH),
        Kind("references", "title", "a cited title: 《…》", SEARCH, joined=Joined.EACH, gated=True),
        Kind("references", "number", "a cited number: 国办发〔2018〕63号", SEARCH, joined=Joined.EACH, gated=True),
        Kind("references", "before-number", "words before a number that are not part of the agency: 按照", START),
        Kind("spam", "phrase", "a phrase injected into a page", SEARCH, joined=Joined.EACH, gated=True),
    )


def _unit_names() -> tuple[Kind, ...]:
    forms = {
        "stem": "the field of a department: 卫健 (value: its usual form)",
        "ending": "the kind of department: 委员会 (value: its usual form)",
        "body": "a name without its owner: 残疾人联合会 (value: its usual form)",
        "whole": "a name that is the same body everywhere: 税务总局 (value: its usual form)",
    }
    known = (
        Kind("unit-names", name, meaning, shape=_NAME, like="卫生健康", optional=name == "stem", is_words=True)
        for name, meaning in forms.items()
    )
    state = "a department named with 国家 in national documents: 发展改革委"
    return (
        *known,
        Kind("unit-names", "state", state, is_words=True),
        Kind("unit-names", "of-state", "a national issuer: 国务院办公厅"),
        Kind("unit-names", "owner", "the owner of a body: 省, 江川市"),
        Kind("unit-names", "own", "a name that is unambiguous with a place: 房屋管理局"),
        Kind("unit-names", "class", "a class of bodies, or several of them: 有关部门", SEARCH),
    )


def _kinds() -> tuple[Kind, ...]:
    papers = frozenset(
        ["plan", "list", "notice", "minutes", "regulation", "guide", "standard", "contract", "report", "form"]
    )
    group = ("paper",)
    each = Joined.EACH
    return (
        Kind("kinds", "paper", "a title: …管理办法 (value: the type of the document)", SEARCH, papers, scored=True),
        Kind("kinds", "sent-out", "a notice that only circulates a document: 关于印发…的通知", SEARCH, groups=group),
        Kind("kinds", "paper-label", "labels typical of a type of document: 第一条", FULL, papers, scored=True),
        Kind("kinds", "paper-words", "words typical of a type of document: 会议强调", SEARCH, papers, scored=True),
        Kind("kinds", "above", "a heading above an item: 申报条件", FULL, scored=True),
        Kind("kinds", "lead-in", "the sentence above a list: 提交下列材料：", SEARCH, scored=True),
        Kind("kinds", "says", "the text of an item: 市城管局应当…", SEARCH, joined=each, scored=True, gated=True),
        Kind("kinds", "row", "an item in a table of tasks", SEARCH, scored=True),
        Kind("kinds", "clause", "an item with a unit clause", SEARCH, scored=True),
        Kind("kinds", "later", "a verb of doing in a later clause, where little is missing", SEARCH, scored=True),
        Kind("kinds", "deed", "an item with an action verb at the start of a sentence", SEARCH, scored=True),
        Kind("kinds", "article", "an article that obliges a body to act", SEARCH),
        Kind("kinds", "request", "a request: 请…", SEARCH),
        Kind("kinds", "request-what", "what makes a request specific: 6月10日前", SEARCH),
        Kind("kinds", "request-more", "a sentence that belongs to the previous request: 联系人：", START),
        Kind("kinds", "formula", "a formula that requests nothing: 请遵照执行", SEARCH),
        Kind("kinds", "decided", "the start of a decision in minutes: 会议要求", SEARCH, groups=("from",)),
        Kind("kinds", "told", "a statement in minutes: 会议指出", SEARCH),
        Kind("kinds", "blank", "a blank to fill in: 数量（个）：", START),
    )


KINDS: dict[tuple[str, str], Kind] = {
    (kind.set, kind.name): kind
    for kind in (
        *_columns(),
        *_paragraphs(),
        *_units(),
        *_roles(),
        *_times(),
        *_targets(),
        *_actors(),
        *_kinds(),
        *_unit_names(),
        *_others(),
    )
}
"""Every kind by its set and name."""

SETS = tuple(sorted({kind.set for kind in KINDS.values()}))


def kinds_of(name: str) -> tuple[str, ...]:
    """The names of the kinds of a set, in order."""
    return tuple(kind.name for kind in KINDS.values() if kind.set == name)


ROLES = "roles"
"""The set whose words all other sets may use."""

WORDS = frozenset((kind.set, kind.name) for kind in KINDS.values() if kind.is_words and kind.set != ROLES)
"""The kinds whose words make parts of their own set: ``{day-word}``."""


def kinds_to_markdown() -> str:
    """The table of kinds that docs/rules.md prints."""
    rows = ["| set | kind | value | groups | match | combined | meaning |", "|---|---|---|---|---|---|---|"]
    for kind in sorted(KINDS.values(), key=lambda one: one.set):
        values = "any name" if kind.values == STYLE else " ".join(f"`{value}`" for value in sorted(kind.values))
        values = f"like `{kind.like}`" if kind.shape else values
        values += " or none" if kind.optional else ""
        groups = "; ".join(_groups_to_words(kind))
        match = f"`{kind.match}`" + (" usually" if kind.varies else "")
        cells = (f"`{kind.set}`", f"`{kind.name}`", values or "–", groups or "–", match, kind.joined, kind.meaning)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"


def _groups_to_words(kind: Kind) -> Iterator[str]:
    if kind.groups:
        yield _and_or(kind.groups)
    yield from (f"{value}: {_and_or(groups)}" for value, groups in kind.of_value.items() if groups)


def _and_or(groups: Iterable[str]) -> str:
    return " and ".join(" or ".join(f"`{name}`" for name in group.split("|")) for group in groups)
