"""Every kind of rule, declared once: what a rule of it may say, and what the program does with it.

``docs/rules.md`` prints this table, loading and ``docx2tasks rules check`` refuse what it does not allow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Joined(StrEnum):
    """How several rules of one kind are asked."""

    FIRST = "the first that matches"
    SIDE_BY_SIDE = "as one pattern; at one place the first in order wins"
    EACH = "each in turn"


SEARCH, START, FULL = "search", "start", "full"
STYLE = frozenset({"*"})  # any name: marks of one style form one level
ROLE = frozenset({"lead", "support", "responsible", "oversee"})
_TIMES = frozenset({"y1", "y2", "m1", "m2", "d1", "d2", "e1", "e2", "t1", "t2", "q1", "q2", "h1", "p1", "p2", "rel"})
_TIMES |= {"bare", "n1", "n2", "next", "once", "tail", "u1", "u2", "u3", "w1"}
_READ_AS = frozenset(
    [
        "point",
        "range",
        "quarters",
        "quarter",
        "half",
        "plan",
        "year",
        "relative",
        "recurring",
        "recurring-adverb",
        "blank",
        "from-issue",
    ]
)


@dataclass(frozen=True)
class Kind:
    """A kind of rule.

    ``values`` are the values that a rule may have (none: it has no value); ``optional`` says that it may
    have none.  ``groups`` are named groups of which a pattern needs one, ``may`` others that are read.
    """

    set: str
    name: str
    meaning: str
    match: str = FULL
    values: frozenset[str] = field(default_factory=frozenset)
    optional: bool = False
    groups: frozenset[str] = field(default_factory=frozenset)
    may: frozenset[str] = field(default_factory=frozenset)
    joined: Joined = Joined.FIRST
    gated: bool = False  # long patterns that few texts can match: the gate is asked first
    varies: bool = False  # a rule may be matched in another way than the kind's usual one


def _columns() -> tuple[Kind, ...]:
    names = {
        "number": "a column of running numbers: 序号",
        "deadline": "a column that says by when: 完成时限",
        "period": "a column that says when: 时间安排",
        "remark": "a column of remarks, sources and what is filled in later: 备注",
        "person": "a column of persons, who are not units: 责任人",
        "score": "a column of points and weights: 分值",
        "target": "a column of quantities to be reached: 目标值",
        "criterion": "a column on how the work is judged: 考核要点",
        "category": "a column with the group a task is in: 类别",
        "name": "a column of names of items whose content is to its right: 项目名称",
        "detail": "a column of what is done in detail: 主要措施",
        "content": "a column of what is to be done: 工作内容",
    }
    units = Kind("columns", "unit", "a column of units: 牵头单位", values=ROLE, optional=True)
    cells = {
        "measured-in": "a cell that says what is counted in: 公里",
        "mark": "a cell that says yes: √",
        "no-mark": "a cell that says no: ×",
        "as-above": "a cell that repeats the one above: 同上",
        "amount": "a cell that is a quantity: 30公里",
    }
    return (
        *(Kind("columns", name, meaning) for name, meaning in names.items()),
        units,
        Kind("columns", "span", "a heading that says when: 上半年", groups=frozenset({"time"})),
        *(Kind("columns", name, meaning) for name, meaning in cells.items()),
        Kind("columns", "with-persons", "a heading of units that names persons too: 责任单位及责任人", SEARCH),
    )


def _paragraphs() -> tuple[Kind, ...]:
    lines = {
        "attachment-list": (START, "a list of attachments: 附件：1.…"),
        "attachment-mark": (FULL, "a line that begins an attachment: 附件2"),
        "contents": (FULL, "the heading or a line of a table of contents: 目录"),
        "signature": (FULL, "the date or office that signs: 2022年4月19日"),
        "public-note": (FULL, "a note on publication: （此件公开发布）"),
        "copy-to": (START, "who gets a copy, and the printer's line: 抄送："),
        "contact": (START, "who to call: 联系人："),
        "page": (FULL, "a page number: — 7 —"),
        "note": (START, "a note under a table or a list: 注："),
        "page-end": (FULL, "the foot of a web page: 相关链接"),
        "label-run-in": (START, "a label with its words on the same line: 整改措施：…"),
        "page-line": (START, "a web page's own line about the document: 信息来源："),
        "salutation": (FULL, "whom the notice is for: 各区人民政府："),
        "label-line": (FULL, "a label on a line of its own: 主要措施："),
        "members": (START, "who is on the leading group: 组长："),
        "time-head": (FULL, "a time that heads entries: 3月："),
    }
    varied = {"copy-to", "page-line"}
    return (
        *(
            Kind("paragraphs", n, words, match, varies=n in varied, gated=n == "contents")
            for n, (match, words) in lines.items()
        ),
        Kind("paragraphs", "title", "a line that names a plan, a list, a notice: …实施方案"),
        Kind("paragraphs", "subtitle", "a bracket under a title: （试行）"),
        Kind("paragraphs", "preamble", "the sentence that leads in to a plan: 为…，制定本方案。", START),
        Kind("paragraphs", "label-tail", "a label at the end of the item before it: …。具体措施：", SEARCH),
        Kind("paragraphs", "run-in-title", "a title inside running text", SEARCH, groups=frozenset({"title"})),
        Kind(
            "paragraphs", "run-in-foot", "an office and a date after the last item", SEARCH, groups=frozenset({"foot"})
        ),
        Kind("paragraphs", "run-in-head", "the heading of a box after an item", SEARCH, groups=frozenset({"head"})),
        Kind("paragraphs", "measure", "words that say who must do something: 各单位应当…", SEARCH),
        Kind("paragraphs", "counted", "一是…, 第一，…", START, groups=frozenset({"number", "ordinal"})),
    )


def _units() -> tuple[Kind, ...]:
    sides = Joined.SIDE_BY_SIDE
    return (
        Kind("units", "label", "a label of units: 牵头单位", values=ROLE, joined=sides),
        Kind("units", "label-bare", "a word that is a label before a colon: 牵头：", values=ROLE, joined=sides),
        Kind("units", "label-due", "a label of a deadline: 完成时限", joined=sides),
        Kind("units", "label-other", "a label of another field of a clause: 责任人", joined=sides),
        Kind("units", "verb", "a verb after a list of units: 牵头", SEARCH, ROLE | {"with"}, joined=sides),
        Kind("units", "lead-rule", "a statement that the first of each list leads", SEARCH, joined=Joined.EACH),
        Kind(
            "units",
            "added-rule",
            "a unit that is added to all tasks that follow",
            SEARCH,
            groups=frozenset({"unit"}),
            joined=Joined.EACH,
        ),
        Kind("units", "and-others", "words at the end of a list that name nobody: 等部门", SEARCH, joined=sides),
        Kind("units", "class", "a class of units that is one name: 各区、县人民政府", SEARCH, joined=sides),
        Kind("units", "name", "what a unit's name looks like: 市财政局"),
        Kind("units", "ending", "the last word of a unit's name: …局", SEARCH),
        Kind("units", "duties-of", "words that make a heading one of duties: …职责", SEARCH),
        Kind("units", "status", "words on the pace of the work: 长期坚持"),
        Kind("units", "role-note", "a bracket after a name that gives its role: （牵头）", SEARCH),
        Kind("units", "heading", "a heading that is a unit's name: 省公安厅"),
        Kind("units", "no-name", "what names nobody in a cell of units: 无", SEARCH, joined=Joined.EACH, gated=True),
        Kind("units", "person", "a person in a cell of units: 张三", SEARCH, joined=Joined.EACH),
    )


def _times() -> tuple[Kind, ...]:
    return (
        Kind(
            "times",
            "phrase",
            "one way to print a time: 12月底 (value: how it is read)",
            SEARCH,
            _READ_AS,
            may=_TIMES,
            joined=Joined.SIDE_BY_SIDE,
        ),
        Kind(
            "times",
            "before",
            "words before a time: 到 (value: its kind)",
            SEARCH,
            frozenset({"deadline", "start"}),
            groups=frozenset({"in"}),
        ),
        Kind(
            "times",
            "behind",
            "words after a time: 前 (value: its kind)",
            START,
            frozenset({"before", "start", "period"}),
        ),
        Kind("times", "object", "words after a year that make it the name of something: 工作方案", START),
        Kind("times", "works", "words after a year that say when the work runs: 完成", START),
        Kind(
            "times",
            "qualifier",
            "words after a time that say which things are meant: 前已完成转制的企业",
            START,
            gated=True,
        ),
        Kind("times", "fragment", "a piece of a clause that only says when: 12月底前完成"),
        Kind("times", "vague", "a length of time, which is not a time: 五年内", SEARCH, joined=Joined.EACH, gated=True),
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
        Kind("headings", "general-run-in", "such a heading with its prose run on", START),
        Kind("headings", "members", "an item that lists members, not tasks: 组长：", START),
        Kind("headings", "closing", "a sentence that closes a document: 特此通知。", START),
        Kind("headings", "total", "a row that adds up the others: 合计"),
        Kind("markers", "marker", "a numbering mark: 一、 (value: its style)", START, STYLE, joined=sides),
        Kind(
            "markers",
            "weak",
            "a mark only where the sequence asks for it: 3.5个 (value: its style)",
            START,
            STYLE,
            joined=sides,
        ),
        Kind(
            "metadata",
            "field",
            "a field that says what the document is (value: which)",
            values=fields,
            optional=True,
            joined=sides,
        ),
        Kind("metadata", "doc-number", "a document number on a line of its own: 绍政办发〔2021〕37号"),
        Kind("metadata", "run-in-number", "a number after the title", SEARCH, groups=frozenset({"number"})),
        Kind("metadata", "run-in-title", "a title before a number or a salutation", START, groups=frozenset({"title"})),
        Kind("metadata", "notice-title", "the title of a notice: …关于…的通知"),
        Kind("metadata", "letterhead", "the red head of a paper, its urgency and secrecy: 特急"),
        Kind("metadata", "site-name", "the name of a site after a title", SEARCH),
        Kind("references", "title", "a cited title: 《…》", SEARCH, joined=Joined.EACH, gated=True),
        Kind("references", "number", "a cited number: 国办发〔2018〕63号", SEARCH, joined=Joined.EACH, gated=True),
        Kind("spam", "phrase", "a phrase that others injected into a page", SEARCH, joined=Joined.EACH, gated=True),
        Kind(
            "targets",
            "quantity",
            "a quantity to be reached: 不低于22家 (value: operator)",
            SEARCH,
            frozenset({">=", "<=", ">", "<", "="}),
            groups=frozenset({"n", "n2"}),
            may=frozenset({"unit", "unit2"}),
            joined=sides,
        ),
    )


KINDS: dict[tuple[str, str], Kind] = {
    (kind.set, kind.name): kind for kind in (*_columns(), *_paragraphs(), *_units(), *_times(), *_others())
}
"""Every kind by its set and name."""

SETS = tuple(sorted({kind.set for kind in KINDS.values()}))


def kinds_of(name: str) -> tuple[str, ...]:
    """The names of the kinds of a set, in order."""
    return tuple(kind.name for kind in KINDS.values() if kind.set == name)


def kinds_to_markdown() -> str:
    """The table of kinds that docs/rules.md prints."""
    rows = ["| set | kind | value | groups | match | several are asked | means |", "|---|---|---|---|---|---|---|"]
    for kind in sorted(KINDS.values(), key=lambda one: one.set):
        values = "any name" if kind.values == STYLE else " ".join(f"`{value}`" for value in sorted(kind.values))
        values += " or none" if kind.optional else ""
        groups = " or ".join(f"`{group}`" for group in sorted(kind.groups))
        match = f"`{kind.match}`" + (" usually" if kind.varies else "")
        cells = (f"`{kind.set}`", f"`{kind.name}`", values or "–", groups or "–", match, kind.joined, kind.meaning)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows) + "\n"
