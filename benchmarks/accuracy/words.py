"""The words of the papers: fields of work that neither the rules nor the tests speak of.

``find_known`` says which of them the rules' examples or the tests hold all the same.
"""

# ruff: noqa: E501  (a row of words is one line, and Chinese counts double)

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TOWNS = ("澜沧湾市", "平芜县", "鹤鸣区", "东篱市", "苇塘县")
FIELDS = ("殡葬服务提升", "文书归档", "气象防灾", "地名普查", "无障碍改造", "粮仓修整", "科普阵地", "渔港升级")
CHAPTERS = ("夯实基层基础", "补齐服务短板", "推动数据贯通", "严守安全底线", "培育专业队伍", "完善运行机制")
SECTIONS = ("加快设施更新", "推进标准统一", "加强隐患排查", "提高应急能力", "扩大服务覆盖", "规范日常运行")
VERBS = ("完成", "推进", "开展", "组织", "加快", "启动")
WORK = (
    "骨灰堂加固",
    "馆藏卷宗扫描",
    "雷达站迁建",
    "路牌更换",
    "盲道贯通",
    "仓廒防潮",
    "流动科普车巡展",
    "避风锚地疏浚",
    "冰情观测点布设",
    "方言语料采集",
    "界桩复核",
    "烈士墓修葺",
)
TAILS = ("", "做到底数清、情况明。", "形成一户一档。", "逐项对账销号。", "做好与上级系统的衔接。")
BODIES = ("民政局", "档案馆", "气象局", "残联", "粮食和储备局", "科协", "海洋渔业局", "退役军人局", "交通运输局", "审计局")
ACTORS = ("各殡仪馆", "各乡镇人民政府", "各档案室", "各渔港经营单位", "市气象局")
DUTIES = (
    ("应当每日核对台账", (("每日", "P1D"),)),
    ("要在入口处张贴服务价目", ()),
    ("应当留存原始影像", ()),
    ("须配齐救生器材", ()),
)
GOALS = (
    ("合格率达到{}%以上", ">=", "%"),
    ("覆盖率不低于{}%", ">=", "%"),
    ("投诉率控制在{}%以内", "<=", "%"),
    ("新增床位不少于{}张", ">=", "张"),
)
FACTS = (
    "近年来，全市殡葬服务水平持续改善，群众满意度稳步提高。",
    "受连续降雨影响，部分仓廒出现返潮，巡查人员已及时处置。",
    "昨日，地名普查培训班在平芜宾馆举行，八十余名学员参加。",
    "馆藏卷宗扫描项目于去年通过验收，运行平稳。",
)
TERMS = (
    "本细则所称骨灰堂，是指集中安放骨灰的建筑。",
    "避风锚地是指供渔船躲避大风的水域。",
    "一档，即一户家庭的全部影像资料。",
)
PERSONS = ("陆知远", "沈牧", "贺兰青", "邵一鸣", "温如初", "骆平")


def find_known() -> Iterator[str]:
    """Words of work and headings that a rule's example or a test holds."""
    folders = ((ROOT / "rules", "*.toml"), (ROOT / "tests", "*"))
    files = [path for folder, names in folders for path in folder.rglob(names) if path.suffix in {".toml", ".py", ".txt"}]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    yield from (word for word in (*FIELDS, *CHAPTERS, *SECTIONS, *WORK) if word in text)
