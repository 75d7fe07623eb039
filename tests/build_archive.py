"""An archive of offices and years, made up: ``write_archive(folder, 20_000)`` takes a minute.

The same number, count and seed give the same bytes.  Words, sizes and layouts vary by number, so that no two files
are equal but the empty ones; one in twenty is nothing that is read, or holds others.
"""

from __future__ import annotations

import hashlib
import io
import random
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from build_docx import abstract, docx_parts, lvl, p, tbl, tc, tr
from build_html import government_page, page, paragraphs, table

_WHEN = (2022, 1, 1, 0, 0, 0)
_YEARS = range(2014, 2024)
_OFFICES = (
    "市教育局", "市民政局", "市财政局", "市住建局", "市水务局", "市文旅局", "市卫健委", "市交通局", "市商务局",
    "市生态环境局", "市应急局", "市大数据局", "市农业农村局", "市人力社保局",
)  # fmt: skip
_TOPICS = (
    "老旧小区改造", "河道治理", "智慧停车", "社区养老服务", "农村公路养护", "义务教育优质均衡", "政务服务提速",
    "大气污染防治", "公共文化服务", "食品安全监管", "防汛抗旱", "就业促进", "医疗服务提升", "营商环境优化",
)  # fmt: skip
_KINDS = ("重点任务清单", "工作方案", "实施方案", "任务分工表", "工作要点", "责任清单")
_HEADINGS = ("摸清底数", "完善设施", "提升服务", "强化监管", "健全机制", "加强保障", "推进实施", "优化布局")
_STARTS = ("建成", "新建", "改造", "整治", "完成", "培育", "新增", "评定")
_THINGS = (
    "服务站", "示范点", "标准化场所", "老旧管网", "便民设施", "重点项目", "监测点位", "示范街区", "培训班", "充电桩",
)  # fmt: skip
_DEEDS = (
    "健全部门协同机制，落实属地责任", "开展专项检查，对发现的问题限期整改", "修订应急预案并组织演练",
    "印发工作要点，建立通报制度", "推进信息系统互联互通，实行清单管理", "公开办事指南，压缩审批时限",
    "完善抽查清单，健全执法检查人员名录库", "组织第三方评估，公布评估结果",
)  # fmt: skip
_EVERY = ("每季度", "每年", "每月", "每半年")
_COUNTED = "〇一二三四五六七八九"
_OUTLINE = abstract(0, lvl(0, "%1、", "chineseCountingThousand", suff="nothing"), lvl(1, "%2.", suff="nothing"))
_CENTER = '<w:jc w:val="center"/>'


class Plan(NamedTuple):
    """What a document says: its title, and its measures with those in charge, under headings."""

    title: str
    number: str
    date: str
    parts: list[tuple[str, list[tuple[str, str]]]]

    @property
    def lines(self) -> list[str]:
        """The document as plain lines."""
        lines = [self.title, self.number, "根据年度工作安排，结合实际，制定如下任务。"]
        for place, (heading, measures) in enumerate(self.parts, 1):
            lines.append(f"{to_chinese(place)}、{heading}")
            lines += [f"{number}.{words}（{units}）" for number, (words, units) in enumerate(measures, 1)]
        return [*lines, "青川市人民政府办公室", self.date]


def to_chinese(number: int) -> str:
    """A number below 20 as lists count: 一, 十, 十二."""
    return ("十" if number >= 10 else "") + (_COUNTED[number % 10] if number % 10 else "")


def make_plan(dice: random.Random, number: int, year: int, office: str) -> Plan:
    """A plan with 3 to 60 measures; most have about 12."""
    count = min(60, max(3, round(dice.lognormvariate(2.5, 0.6))))
    title = f"青川市{year}年{dice.choice(_TOPICS)}{dice.choice(_KINDS)}（第{number + 1}号）"
    parts: list[tuple[str, list[tuple[str, str]]]] = []
    for place in range(count):
        if place % 7 == 0:
            parts.append((dice.choice(_HEADINGS), []))
        parts[-1][1].append((_make_measure(dice, year), _make_units(dice, office)))
    date = f"{year}年{dice.randint(1, 6)}月{dice.randint(1, 28)}日"
    return Plan(title, f"青政办发〔{year}〕{dice.randint(1, 99)}号", date, parts)


def _make_measure(dice: random.Random, year: int) -> str:
    kind = dice.randrange(4)
    if kind == 0:
        return f"{dice.choice(_EVERY)}{dice.choice(('开展', '组织'))}一次督查，{dice.choice(_DEEDS)}。"
    if kind == 1:
        return f"{dice.choice(_DEEDS)}，覆盖率达到{dice.randint(60, 100)}%。"
    month = dice.randint(3, 12)
    when = dice.choice((f"{year}年{month}月底前，", f"{month}月底前，", "年内，", "三季度，"))
    return f"{when}{dice.choice(_STARTS)}{dice.choice(_THINGS)}{dice.randint(2, 900)}个以上，{dice.choice(_DEEDS)}。"


def _make_units(dice: random.Random, office: str) -> str:
    others = dice.sample([name for name in _OFFICES if name != office], 3)
    return dice.choice((
        f"{office}牵头，{others[0]}、{others[1]}配合",
        f"责任单位：{office}、{others[0]}",
        f"{office}负责",
        f"牵头单位：{office}；配合单位：{'、'.join(others)}",
        f"{office}、各县（市、区）人民政府按职责分工负责",
    ))  # fmt: skip


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """A zip whose bytes depend on ``parts`` alone."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _WHEN), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


# --- documents ---------------------------------------------------------------------------------------


def to_docx(plan: Plan) -> bytes:
    """Word, with the numbers typed."""
    first, *rest = plan.lines
    return pack(docx_parts(p(first, props=_CENTER), *(p(line) for line in rest)))


def to_listed_docx(plan: Plan) -> bytes:
    """Word, with automatic numbers."""
    body = [p(plan.title, props=_CENTER), p(plan.number, props=_CENTER)]
    for heading, measures in plan.parts:
        body += [p(heading, num=(1, 0)), *(p(f"{words}（{units}）", num=(1, 1)) for words, units in measures)]
    return pack(docx_parts(*body, p(plan.date), numbering=_OUTLINE))


def to_table_docx(plan: Plan) -> bytes:
    """Word, a table whose headings are merged downwards."""
    rows = [tr("重点任务", "具体措施", "责任单位", props="<w:tblHeader/>")]
    for heading, measures in plan.parts:
        for place, (words, units) in enumerate(measures):
            rows.append(tr(tc(heading, merge="" if place else "restart"), words, units))
    return pack(docx_parts(p(plan.title, props=_CENTER), tbl(*rows, columns=3)))


def to_page(plan: Plan) -> bytes:
    """A page as a town hall serves it."""
    return government_page(*plan.lines, spam_every=9).encode()


def to_table_page(plan: Plan) -> bytes:
    """A page with a table."""
    rows = [(heading, *measure) for heading, measures in plan.parts for measure in measures]
    words = table([("重点任务", "具体措施", "责任单位"), *rows], head=1)
    return page(f"<h1>{plan.title}</h1>{paragraphs(plan.number)}{words}", title=plan.title).encode()


def to_text(plan: Plan) -> bytes:
    """Lines."""
    return "\n".join(plan.lines).encode()


def to_old_text(plan: Plan) -> bytes:
    """Lines as Windows wrote them."""
    return "\r\n".join(plan.lines).encode("gb18030")


# --- what is none, or holds others -------------------------------------------------------------------


def to_cut_docx(plan: Plan) -> bytes:
    """Word, half of it."""
    whole = to_docx(plan)
    return whole[: len(whole) // 2]


def to_locked_zip(plan: Plan) -> bytes:
    """An archive that says it wants a password."""
    data = bytearray(pack({"清单.docx": to_docx(plan)}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def to_picture(plan: Plan) -> bytes:
    """A picture of a few grey dots, others in each plan; no word is in it."""
    dots = hashlib.sha512(plan.title.encode()).digest()
    rows = zlib.compress(b"".join(b"\0" + dots[place : place + 8] for place in range(0, 64, 8)))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_to_chunk(*chunk) for chunk in chunks)


def _to_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def to_nothing(_: Plan) -> bytes:
    """A file that was never written."""
    return b""


def to_zip(plan: Plan) -> bytes:
    """An archive of one plan in three formats."""
    return pack({"附件/清单.docx": to_table_docx(plan), "附件/说明.txt": to_text(plan), "网页.html": to_page(plan)})


def to_mail(plan: Plan) -> bytes:
    """A mail with a plan attached."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", plan.title
    message.set_content(f"现将{plan.title}发给你们，请于每月5日前报送进展。\n")
    message.add_attachment(to_docx(plan), maintype="application", subtype="octet-stream", filename="清单.docx")
    message.set_boundary("=====")
    return message.as_bytes()


class Sort(NamedTuple):
    """A sort of file: its suffix, how it is made, how many of 1,000 are of it, its documents that can be read."""

    suffix: str
    build: Callable[[Plan], bytes]
    share: int
    readable: int = 1


SORTS = {
    "docx": Sort("docx", to_docx, 250),
    "listed": Sort("docx", to_listed_docx, 180),
    "table": Sort("docx", to_table_docx, 180),
    "page": Sort("html", to_page, 120),
    "table-page": Sort("html", to_table_page, 80),
    "text": Sort("txt", to_text, 100),
    "old-text": Sort("txt", to_old_text, 40),
    "zip": Sort("zip", to_zip, 15, 3),
    "mail": Sort("eml", to_mail, 15, 2),
    "empty": Sort("docx", to_nothing, 5, 0),
    "cut": Sort("docx", to_cut_docx, 5, 0),
    "locked": Sort("zip", to_locked_zip, 5, 0),
    "picture": Sort("png", to_picture, 5, 0),
}


class Made(NamedTuple):
    """One file of the archive."""

    name: str
    sort: str
    data: bytes


def make_files(count: int, seed: int = 1) -> Iterator[Made]:
    """So many files, by folders of years and offices in them; the first ones are one of each sort."""
    sorts, shares = [*SORTS], [sort.share for sort in SORTS.values()]
    for number in range(count):
        dice = random.Random(f"{seed}:{number}")  # noqa: S311  no secret
        year, office = dice.choice(_YEARS), dice.choice(_OFFICES)
        sort = sorts[number] if number < len(sorts) else dice.choices(sorts, shares)[0]
        plan = make_plan(dice, number, year, office)
        name = f"{year}/{office}/{number + 1:06}{plan.title.partition('（')[0]}.{SORTS[sort].suffix}"
        yield Made(name, sort, SORTS[sort].build(plan))


def write_archive(folder: Path, count: int, seed: int = 1) -> Counter[str]:
    """Write them below ``folder``; how many there are of each sort."""
    written: Counter[str] = Counter()
    for made in make_files(count, seed):
        path = folder / made.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made.data)
        written[made.sort] += 1
    return written
