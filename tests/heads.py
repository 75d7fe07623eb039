"""Papers with random heads and feet, and what their facts are: ``python tests/heads.py --count 3000 --seed 5``.

Red heads, numbers, titles over lines, dates, signers, seals, lists of attachments and fields of pages, in text,
Word and HTML.  The facts are known because the paper is built from them.  Paper number N of a seed is always the same.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from build_docx import docx, p
from build_html import page, table

from docx2tasks import parse
from docx2tasks.rules import Rules, load_rules

FORMATS = ("text", "docx", "html")
_PLACES = ("青川市", "云岭县", "中州区", "北江省", "石门镇")
_OFFICES = (
    *("教育局", "财政局", "人民政府", "人民政府办公室", "卫生健康委员会", "住房和城乡建设局", "应急管理局", "总工会"),
    *(
        "安全生产委员会办公室",
        "乡村振兴局",
        "水务局",
        "民政局",
        "供销合作社联合社",
        "图书馆",
        "第一人民医院",
        "城市建设投资集团有限公司",
    ),
    *("防汛抗旱指挥部", "推进政府职能转变领导小组", "邮政管理局", "第三中学", "气象台", "残疾人联合会"),
)
_TOPICS = (
    "校园安全",
    "老旧小区改造",
    "河湖治理",
    "营商环境优化",
    "养老服务提升",
    "数字化改革",
    "防汛抗旱",
    "城乡环卫一体化",
)
_PAPERS = (
    *("重点任务清单", "工作要点", "实施方案", "行动计划", "任务分工", "责任分解", "工作台账", "任务分解表", "工作方案"),
    *("重点项目安排", "专项整治行动方案", "工作意见", "实施方案（试行）", "管理办法"),
)
_ASKS = ("切实做好{}工作", "进一步加强{}", "开展{}专项行动", "印发{}工作方案", "推进{}有关事项", "印发《{}实施方案》")
_NUMBERS = "{}〔{}〕{}号|{}﹝{}﹞{}号|{}[{}]{}号|{}（{}）{}号|{}〔{}〕{} 号|{}【{}】{}号|{}［{}］{}号"
_SEALS = ("（盖章）", "（印章）", "[公章]", "（公章）")
_DAYS = (
    "{y}年{m}月{d}日",
    "{y}年{m:02}月{d:02}日",
    "{y}.{m}.{d}",
    "{y}-{m:02}-{d:02}",
    "{y} 年 {m} 月 {d} 日",
    "{han}",
    "{ring}",
)
_HAN = "〇一二三四五六七八九"
_MEASURES = (
    "新建站点12个。",
    "完善管理制度。",
    "开展拉网式排查。",
    "改造管网30公里。",
    "组织应急演练。",
    "更新设备45台。",
)
_CLAUSES = ("（责任单位：市财政局）", "（牵头单位：市教育局）", "")
_SITES = ("本站", "本网", "青川新闻网", "原创")
_SITE_LINES = ("首页 > 政务公开 > 政策文件", "字体：大 中 小", "浏览次数：125", "打印本页")
_LETTERS = ("现印发给你们，请认真组织实施。", "经研究同意，现将有关事项通知如下。", "请结合实际抓好落实。")
_END = (
    "（此件公开发布）",
    "校对：乙某",
    "— 2 —",
    "（公开方式：主动公开）",
    "联系人：甲某，联系电话：0000—1234567",
    "抄送：市委办公室，市人大常委会办公室。",
)


class Facts(NamedTuple):
    """What a paper says of itself, how many measures it has, and the year of its bare months."""

    title: str | None
    issuer: str | None
    doc_number: str | None
    issued_on: str | None
    published_on: str | None
    status: str | None
    tasks: int
    year: int | None


@dataclass
class Paper:
    """A paper while it is written: its lines with their looks, its fields, and its facts."""

    dice: Random
    lines: list[tuple[str, str]] = field(default_factory=list)
    fields: list[tuple[str, str]] = field(default_factory=list)
    facts: dict[str, str | None] = field(default_factory=dict)

    def chance(self, share: float) -> bool:
        """Whether something with this share happens."""
        return self.dice.random() < share

    def put(self, line: str, look: str = "") -> None:
        """Write a line."""
        self.lines.append((line, look))

    def one(self, row: Sequence[str]) -> str:
        """One of a row."""
        return self.dice.choice(row)


def make_paper(seed: int, number: int) -> tuple[str, bytes, Facts]:
    """The format, the bytes and the facts of the paper of this number."""
    paper = Paper(Random(f"{seed} {number}"))  # noqa: S311  no secret
    kind = paper.one(("notice", "notice", "plan", "plan", "sent"))
    place = paper.one(_PLACES)
    offices = paper.dice.sample(_OFFICES, paper.dice.choice((1, 1, 1, 2, 3, 4)))
    bodies = [place + office for office in offices]
    year = paper.dice.randint(2015, 2026)
    issued = date(year, paper.dice.randint(1, 12), paper.dice.randint(1, 28))
    title = _make_title(paper, kind, place, bodies)
    form = paper.one(FORMATS)
    looks = _Looks(kind, title, bodies, issued)
    _write_head(paper, looks)
    count = _write_body(paper, looks)
    shown = paper.facts.get("issued_on")
    if paper.fields and paper.chance(0.7):
        _write_fields(paper, looks)
        shown = paper.facts.get("issued_on")
    numbered = re.search(r"[〔\[【(（](20\d\d)[〕\]】)）]", paper.facts.get("doc_number") or "")
    bare = _year_of(title) or (int(shown[:4]) if shown else int(numbered[1]) if numbered else None)
    known = paper.facts.get("issuer") or (bodies[0] if title.startswith(bodies[0]) else paper.facts.get("red"))
    facts = Facts(
        title=title,
        issuer=known or paper.facts.get("publisher"),
        doc_number=paper.facts.get("doc_number"),
        issued_on=shown,
        published_on=paper.facts.get("published_on"),
        status=paper.facts.get("status"),
        tasks=count,
        year=bare,
    )
    return form, _to_bytes(paper, form), facts


class _Looks(NamedTuple):
    """What the parts of a paper are written from."""

    kind: str
    title: str
    bodies: list[str]
    issued: date


def _make_title(paper: Paper, kind: str, place: str, bodies: list[str]) -> str:
    """A title of a paper of this kind."""
    topic = paper.one(_TOPICS)
    year = paper.dice.randint(2015, 2026)
    if kind == "plan":
        head = bodies[0] if paper.chance(0.3) else place
        return paper.one((f"{head}{year}年{topic}{paper.one(_PAPERS)}", f"{place}{topic}{paper.one(_PAPERS)}"))
    return f"{bodies[0] if paper.chance(0.6) else ''}关于{paper.one(_ASKS).format(topic)}的通知"


def _year_of(title: str) -> int | None:
    found = next((title[at : at + 4] for at in range(len(title) - 4) if title[at : at + 4].isdigit()), None)
    return int(found) if found else None


def _split(paper: Paper, title: str) -> list[str]:
    """A title in one to three lines, never inside a year."""
    count = paper.dice.choice((1, 1, 1, 2, 2, 3))
    cuts = [at for at in range(4, len(title) - 3) if not (title[at - 1].isdigit() or title[at].isdigit())]
    chosen = sorted(paper.dice.sample(cuts, min(count - 1, len(cuts))))
    chosen = [at for number, at in enumerate(chosen) if not number or at - chosen[number - 1] > 3]
    return [title[low:high] for low, high in zip([0, *chosen], [*chosen, len(title)], strict=True)]


def _write_head(paper: Paper, looks: _Looks) -> None:
    """Fields, red head, number, title, and what is printed under it."""
    if paper.chance(0.35):
        paper.fields.append(("", ""))
    for line in _SITE_LINES:
        if paper.chance(0.05):
            paper.put(line)
    if paper.chance(0.1):
        paper.put(paper.one(("特急", "000012", "机密★1年")))
    red = paper.chance(0.4)
    if red:
        words = looks.bodies[0]
        shapes = [f"{words}文件", f"{words} 文件", " ".join(f"{words}文件")]
        shapes += [words] if not looks.title.startswith("关于") else []  # else it may be the title's first line
        paper.put(paper.one(shapes), "center")
        paper.facts["red"] = words
    under = paper.chance(0.2)
    if paper.chance(0.5):
        _put_number(paper, looks, under=under)
    look = paper.one(("", "center", "bold", "heading"))
    for line in _split(paper, looks.title):
        paper.put(line, look)
    _put_number_line(paper)
    if looks.kind == "plan" and paper.chance(0.5):
        _write_under_title(paper, looks)


def _put_number(paper: Paper, looks: _Looks, *, under: bool) -> None:
    words = paper.one(_NUMBERS.split("|"))
    printed = words.format(
        paper.one(("青政发", "云财办", "中应急函", "北教字")), looks.issued.year, paper.dice.randint(1, 120)
    )
    paper.facts["doc_number"] = printed.replace(" ", "")
    paper.facts["number line"] = printed
    if not under:
        _put_number_line(paper)


def _put_number_line(paper: Paper) -> None:
    printed = paper.facts.pop("number line", None)
    if printed:
        paper.put(printed, "center")


def _day(paper: Paper, day: date) -> str:
    words = paper.one(_DAYS)
    han = f"{''.join(_HAN[int(sign)] for sign in str(day.year))}年{_to_han(day.month)}月{_to_han(day.day)}日"
    return words.format(y=day.year, m=day.month, d=day.day, han=han, ring=han.replace("〇", "○"))


def _to_han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else _HAN[tens] + "十") + (_HAN[ones] if ones else "")


def _write_under_title(paper: Paper, looks: _Looks) -> None:
    """A date under the title, with or without who issued it."""
    if paper.chance(0.4):
        paper.put(looks.bodies[0], "center")
        paper.facts["issuer"] = looks.bodies[0]
    day = _day(paper, looks.issued)
    paper.put(paper.one((f"（{day}）", f"({day})", day)), "center")
    paper.facts["issued_on"] = looks.issued.isoformat()


def _write_body(paper: Paper, looks: _Looks) -> int:
    """The letter, the measures and the foot; gives the number of measures."""
    if looks.kind != "plan":
        paper.put(paper.one(("各有关单位：", "各区县人民政府，市直各部门：", "各科室、各直属单位：")))
        paper.put(paper.one(_LETTERS))
    attached = f"{looks.bodies[0][:3]}{paper.one(_TOPICS)}{paper.one(_PAPERS)}"
    if looks.kind == "sent":
        _send(paper, looks, attached)
    count = _put_measures(paper)
    if looks.kind == "notice" or (looks.kind == "plan" and "issued_on" not in paper.facts and paper.chance(0.6)):
        if paper.chance(0.3):
            _put_list(paper, attached)
        _sign(paper, looks)
    for line in _END:
        if paper.chance(0.15):
            paper.put(line)
    if paper.chance(0.2) and "issuer" in paper.facts and "issued_on" in paper.facts:
        _print_line(paper, looks)
    return count


def _send(paper: Paper, looks: _Looks, attached: str) -> None:
    """The list of attachments before or behind the signature, then the attachment with its title."""
    before = paper.chance(0.6)
    if before:
        _put_list(paper, attached)
    _sign(paper, looks)
    if not before:
        _put_list(paper, attached)
    if paper.chance(0.5):
        paper.put(paper.one(("附件1", "附件", "附件1：")))
    paper.put(attached, "center")
    if paper.chance(0.3):
        paper.put(f"（{_day(paper, looks.issued)}）", "center")


def _print_line(paper: Paper, looks: _Looks) -> None:
    """Who printed the paper and when, on one line or two."""
    printer, day = f"{looks.bodies[0]}办公室", f"{_day(paper, looks.issued)}印发"
    if paper.chance(0.5):
        paper.put(f"{printer}　　{day}")
    else:
        paper.put(printer)
        paper.put(day)


def _put_measures(paper: Paper) -> int:
    count = paper.dice.randint(2, 4)
    paper.put("一、主要任务")
    for number in range(1, count + 1):
        time = "12月底前，" if number == 1 else ""
        paper.put(f"{number}.{time}{paper.one(_MEASURES)}{paper.one(_CLAUSES)}")
    return count


def _put_list(paper: Paper, attached: str) -> None:
    """A list of attachments: alone on its line or not, numbered or not."""
    names = [
        attached,
        *paper.dice.sample(("统计表", "评分标准", "申报指南", "联系人名单", "技术导则"), paper.dice.choice((0, 1, 2))),
    ]
    head = paper.one(("附件：", "附 件：", "附件:"))
    numbered = len(names) > 1 and paper.chance(0.7)
    shown = (
        [f"{number}{paper.one(('.', '．', '、'))}{name}" for number, name in enumerate(names, 1)] if numbered else names
    )
    if paper.chance(0.5):
        paper.put(head + shown[0])
        shown = shown[1:]
    else:
        paper.put(head)
    for name in shown:
        paper.put(name)


def _sign(paper: Paper, looks: _Looks) -> None:
    """The signers, one or two a line, with or without a blank between them, and the date."""
    names = list(looks.bodies)
    paper.facts["issuer"] = "、".join(names)
    paper.facts["issued_on"] = looks.issued.isoformat()
    day = _day(paper, looks.issued)
    if len(names) == 1 and paper.chance(0.2):
        paper.put(f"{names[0]}{paper.one(('', '　　', ' ', '        '))}{day}")
        return
    step = paper.dice.choice((1, 1, 2))
    seal = paper.one(_SEALS) if paper.chance(0.2) else ""
    blank = paper.one(("", "　", "    "))
    for at in range(0, len(names), step):
        paper.put(blank.join(names[at : at + step]) + (seal if len(names) == 1 and paper.chance(0.5) else ""))
    if seal and paper.chance(0.5):
        paper.put(seal)
    paper.put(day)


def _write_fields(paper: Paper, looks: _Looks) -> None:
    """Fields of a page, which say what the paper says, and more."""
    published = date(looks.issued.year, 12, 30)
    fields = [("索引号", f"QC{paper.dice.randint(1, 99):03}/{published.year}-{paper.dice.randint(1, 999):05}")]
    if paper.chance(0.5):
        fields.append((paper.one(("标题", "名称", "文件名称")), looks.title))
    if paper.chance(0.5):
        issuer = paper.facts.get("issuer") or looks.bodies[0]
        fields.append((paper.one(("发文机关", "发文单位", "制发机关")), issuer))
        paper.facts["issuer"] = issuer
    if paper.chance(0.5) and "doc_number" in paper.facts:
        fields.append((paper.one(("发文字号", "文号")), paper.facts["doc_number"] or ""))
    if paper.chance(0.5):
        fields.append((paper.one(("成文日期", "发文日期")), looks.issued.isoformat()))
        paper.facts["issued_on"] = looks.issued.isoformat()
    fields.append((paper.one(("发布日期", "发布时间")), f"{published.isoformat()} 10:05"))
    paper.facts["published_on"] = published.isoformat()
    if paper.chance(0.5):
        fields.append((paper.one(("有效性", "状态", "时效性", "效力状态")), paper.one(("有效", "现行有效", "失效"))))
        paper.facts["status"] = fields[-1][1]
    if paper.chance(0.5):
        fields.append(("来源", paper.one(_SITES)))
    paper.fields[:] = fields


def _to_bytes(paper: Paper, form: str) -> bytes:
    fields = [pair for pair in paper.fields if pair[0]]
    style = paper.one(("line", "below", "row")) if fields else ""
    if form == "html":
        shown = table([(f"{name}：", value) for name, value in fields]) if style == "row" else ""
        lines = [] if style == "row" else list(_field_lines(fields, style))
        body = "".join(f"<p>{line}</p>" for line in lines)
        return page(shown + body + "".join(_to_html(*line) for line in paper.lines), title="").encode()
    lines = list(_field_lines(fields, style))
    if form == "docx":
        return docx(*(p(line) for line in lines), *(_to_word(*line) for line in paper.lines))
    return ("\n".join([*lines, *(line for line, _ in paper.lines)]) + "\n").encode()


def _field_lines(fields: Sequence[tuple[str, str]], style: str) -> Iterator[str]:
    for name, value in fields:
        if style == "below":
            yield f"{name}："
            yield value
        else:
            yield f"{name}：{value}"


def _to_html(line: str, look: str) -> str:
    if look == "heading":
        return f"<h1>{line}</h1>"
    return {"center": f'<p style="text-align:center">{line}</p>', "bold": f"<p><b>{line}</b></p>"}.get(
        look, f"<p>{line}</p>"
    )


def _to_word(line: str, look: str) -> str:
    return p(line, props={"center": '<w:jc w:val="center"/>'}.get(look, ""), style="1" if look == "heading" else "")


def read_facts(form: str, data: bytes, rules: Rules) -> Facts:
    """The facts that are read from a paper."""
    found = parse(data, source_format=form, rules=rules)
    ends = [time.end or time.start for task in found.tasks for time in task.times if time.text.startswith("12月底")]
    known = found.document
    return Facts(
        known.title, known.issuer, known.doc_number, known.issued_on, known.published_on, known.status,
        len(found.tasks), int(ends[0][:4]) if ends and ends[0] else None,
    )  # fmt: skip


def find_differences(seed: int, number: int, rules: Rules) -> Iterator[str]:
    """``title: wanted …, came …`` for each fact of a paper that is read wrong."""
    form, data, wanted = make_paper(seed, number)
    came = read_facts(form, data, rules)
    for name, right, found in zip(Facts._fields, wanted, came, strict=True):
        if right != found:
            yield f"{name}: wanted {right}, came {found}"


def main() -> None:
    """Read so many papers, and print what is wrong with them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    rules = load_rules()
    counts: Counter[str] = Counter()
    for number in range(given.count):
        for difference in find_differences(given.seed, number, rules):
            counts[difference.split(":")[0]] += 1
            print(number, make_paper(given.seed, number)[0], difference, flush=True)  # noqa: T201
    right = 1 - sum(counts.values()) / given.count / len(Facts._fields)
    print(f"{right:.4f} of the facts are right; wrong: {counts.most_common()}")  # noqa: T201


if __name__ == "__main__":
    main()
