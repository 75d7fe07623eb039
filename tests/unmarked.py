"""Lists without numbers drawn at random: with bullets or none, full stops or none, under headings, numbered or not.

``draw(7)`` gives the bytes of list 7, its format, its lines for whoever looks at a fault, and its measures.
"""

# ruff: noqa: E501  (a row of words is one line, and Chinese counts double)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from random import Random
from typing import NamedTuple

from build_docx import abstract, docx, lvl, num, p
from build_html import page
from build_pdf import sheets_to_pdf
from layout import A4, Sheet, Text, text_width, wrap


class Measure(NamedTuple):
    """What must come out of a line: the heading above it, its words, its units, and the unit it inherits."""

    heading: str
    text: str
    units: tuple[str, ...] = ()
    inherited: str = ""


class Drawn(NamedTuple):
    """A list: its bytes, its format, its lines, its title, its measures, and how many requests are behind them."""

    data: bytes
    format: str
    lines: tuple[str, ...]
    title: str
    measures: tuple[Measure, ...]
    requests: int


_TITLES = ("{}2025年老旧小区改造工作安排", "{}2025年灯光提升任务清单", "{}2025年校园安全工作要点", "{}防汛准备工作方案")
_PLACES = ("望山市", "柳溪县", "云台区")
_DOINGS = ("改造", "修缮", "整治", "更换", "新建", "清理", "完善", "开展", "组织")
_THINGS = ("排水管道", "候车亭12个", "楼道堆物", "路灯", "消防通道", "充电棚20个", "应急演练", "值班制度", "宣传栏")
_MORE = ("清运垃圾", "添置灭火器", "明确专人", "公示结果", "建立台账", "留存照片")
_UNITS = ("住建局", "应急局", "城管局", "教育局", "供销社", "图书馆", "总工会", "水务集团", "青少年宫")
_GROUPS = ("教育方面", "城市管理", "安全生产", "便民服务")
_SIGNS = ("- ", "● ", "•", "➢ ", "◆", "* ", "■ ", "□ ", "★", "· ", "— ")
_WIDTH = 400.0  # points of a line of a page
_PRINTED = ("●", "◆", "■")  # that the font of our pages knows, and a page's reader takes for marks
_CLOSINGS = (
    ("", 0),
    ("各单位要高度重视，认真抓好落实。", 0),
    ("特此通知。", 0),
    ("请各单位按照本方案认真组织实施，及时研究解决推进中的困难，确保各项工作按期完成。", 0),
    ("请各单位于11月20日前将总结报市应急局。", 1),
    ("请各单位抓好落实。", 0),
)


@dataclass
class _List:
    """A list while it is drawn."""

    random: Random
    lines: list[tuple[str, str]] = field(default_factory=list)  # what a line is, and its words
    measures: list[Measure] = field(default_factory=list)
    stops: float = 1.0  # how many lines end in a full stop
    clauses: float = 1.0  # how many name who is responsible
    place: str = "望山市"

    def chance(self, share: float) -> bool:
        """True as often as ``share`` says."""
        return self.random.random() < share

    def put(self, kind: str, words: str) -> None:
        """Add a line."""
        self.lines.append((kind, words))


def draw(seed: int) -> Drawn:
    """List ``seed``."""
    dice = Random(seed)  # noqa: S311  no secret
    paper = _List(dice, place=dice.choice(_PLACES))
    paper.stops = dice.choice((0.0, 0.5, 1.0))
    is_bulleted = paper.chance(0.6)
    paper.clauses = dice.choice((0.0, 0.5, 1.0)) if is_bulleted else dice.choice((0.6, 1.0))
    kind = dice.choice(("text", "docx", "html", "markdown", "pdf")) if is_bulleted else dice.choice(("text", "docx", "html"))
    title = dice.choice(_TITLES).format(paper.place)
    paper.put("title", title)
    if paper.chance(0.2):
        paper.put("line", "（2025年3月6日）")
    if paper.chance(0.3):
        paper.put("line", "各有关单位：")
    if paper.chance(0.3) or kind == "pdf":  # the running text shows a page where its margins are
        paper.put("line", "为进一步改善居住条件，方便群众出行，确保各项设施正常运行，经研究，现作如下安排。")
    _put_sections(paper, is_bulleted=is_bulleted)
    closing, requests = dice.choice(_CLOSINGS)
    if closing:
        paper.put("line", closing)
    if paper.chance(0.3):
        paper.put("line", f"{paper.place}应急局")
        paper.put("line", "2025年3月6日")
    signs = {"markdown": ("- ",), "pdf": _PRINTED}.get(kind, _SIGNS)
    sign = dice.choice(signs) if is_bulleted else ""
    kind = "docx" if kind == "pdf" and any(_is_full(words) for _, words in paper.lines) else kind
    data = _to_bytes(paper, kind, sign)
    shown = "text" if kind == "markdown" else kind
    return Drawn(data, shown, tuple(words for _, words in paper.lines), title, tuple(paper.measures), requests)


def _put_sections(paper: _List, *, is_bulleted: bool) -> None:
    """The lines, under headings where the list has bullets: without them a heading is a line like the others."""
    headed = is_bulleted and paper.chance(0.5)
    names = paper.random.random() < 0.5
    mark = paper.random.choice(("{han}、", "（{han}）", "{number}.")) if paper.chance(0.4) else ""
    count = paper.random.randint(2, 3) if headed else 1
    units, groups = paper.random.sample(_UNITS, count), paper.random.sample(_GROUPS, count)
    for place, (unit, group) in enumerate(zip(units, groups, strict=True)):
        heading = (f"{paper.place[-1]}{unit}" if names else group) if headed else ""
        if heading:
            label = mark.format(han="一二三"[place], number=place + 1)
            paper.put("heading", label + heading + ("：" if not mark and paper.chance(0.4) else ""))
        for number in range(paper.random.randint(2, 4)):
            _put_measure(paper, heading, heading if names else "", is_bulleted=is_bulleted, number=number)


def _put_measure(paper: _List, heading: str, inherited: str, *, is_bulleted: bool, number: int) -> None:
    dice = paper.random
    text = f"{dice.choice(_DOINGS)}{dice.choice(_THINGS)}"
    if paper.chance(0.3):
        text = f"{dice.randint(4, 11)}月底前，{text}"
    if paper.chance(0.5):
        text += f"，{dice.choice(_MORE)}"
    stop = "。" if paper.chance(paper.stops) else ""
    # without bullets two lines must show the list
    has_clause = paper.chance(paper.clauses) or (not is_bulleted and number < 2)
    units = tuple(f"{paper.place[-1]}{one}" for one in dice.sample(_UNITS, dice.randint(1, 2)))
    if not has_clause:
        paper.put("item", text + stop)
        paper.measures.append(Measure(heading, text + stop, (), inherited))
        return
    shape = dice.choice(("{0}{2}（责任单位：{1}）", "{0}（责任单位：{1}）{2}", "{0}，由{1}负责{2}", "{0}{2}（{1}负责）"))
    words = shape.format(text, "、".join(units), stop)
    paper.put("item", words)
    paper.measures.append(Measure(heading, words if "由" in words else text + stop, units))


def _to_bytes(paper: _List, kind: str, sign: str) -> bytes:
    """The list in a format; ``sign`` is what typed bullets are, empty for none."""
    if kind == "docx":
        numbering = abstract(0, lvl(0, "\u2022", "bullet")) + num(1, 0)
        auto = bool(sign) and paper.chance(0.5)
        return docx(*(_to_word(line, sign, auto=auto) for line in paper.lines), numbering=numbering)
    if kind == "html":
        return page("".join(_to_page(paper.lines, sign)), title="").encode()
    if kind == "pdf":
        return sheets_to_pdf([Sheet(*A4, [*_to_pdf_lines(paper.lines, sign)], [])])
    shape = {"title": "# {}", "heading": "## {}"} if kind == "markdown" else {}
    gap = "\n\n" if kind == "markdown" or paper.chance(0.2) else "\n"
    return gap.join(shape.get(what, sign * (what == "item") + "{}").format(words) for what, words in paper.lines).encode()


def _is_full(words: str) -> bool:
    """Whether a paragraph ends where its last line has no room for more: on a page it looks as if it went on."""
    lines = wrap(f"●{words}", _WIDTH, 12.0, 24.0)
    return text_width(lines[-1], 12.0) > _WIDTH - 120


def _to_word(line: tuple[str, str], sign: str, *, auto: bool) -> str:
    what, words = line
    if what == "item" and auto:
        return p(words, num=(1, 0))
    return p(sign + words if what == "item" else words)


def _to_page(lines: Sequence[tuple[str, str]], sign: str) -> Iterator[str]:
    """Runs of bulleted lines as lists, all others as paragraphs."""
    for what, run in groupby(lines, key=lambda line: line[0]):
        tag = "li" if what == "item" and sign else "p"
        inner = "".join(f"<{tag}>{escape(words)}</{tag}>" for _, words in run)
        yield f"<ul>{inner}</ul>" if tag == "li" else inner


def _to_pdf_lines(lines: Sequence[tuple[str, str]], sign: str) -> Iterator[Text]:
    """Lines with an indent of two signs, broken at the right margin; a title in the middle."""
    y = 90.0
    for what, words in lines:
        indent = 0.0 if what == "title" else 24.0
        for number, line in enumerate(wrap(sign * (what == "item") + words, _WIDTH, 12.0, indent)):
            yield Text(line, 150.0 if what == "title" else 90.0 + (0 if number else indent), y, 12.0)
            y += 22
