"""Plans of our own in two versions, with the changes between them known: ``make_versions(seed)``."""

# ruff: noqa: E501  (Chinese counts double)

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

_NOUNS = (
    "候车亭", "健身步道", "农贸市场", "污水处理站", "社区食堂", "雨污管道", "养老驿站", "公共厕所", "口袋公园", "电动车充电桩",
    "老旧电梯", "学校食堂", "乡村卫生室", "图书分馆", "冷链仓库", "高标准农田", "水库大坝", "应急避难场所", "消防栓", "道路照明灯",
    "河道护岸", "托育机构", "零工市场", "政务大厅窗口", "垃圾分类房", "公交专用道", "停车泊位", "防护林带", "古树名木", "文物保护单位",
    "地质灾害点", "桥梁护栏", "燃气管网", "供热锅炉", "自来水厂", "雨水泵站", "农机合作社", "电商服务站", "非遗工坊", "青年驿站",
    "残疾人之家", "儿童活动中心", "法律援助站", "信访接待室", "气象观测站", "森林防火道", "渔业码头", "养殖尾水塘", "秸秆收储点", "工业园区",
)  # fmt: skip
_VERBS = ("新建", "改造", "修缮", "整治", "维护", "更新", "排查", "扩建")
_MANNERS = (
    "完善管护制度，落实专人负责", "健全资金保障和质量监管机制", "及时通报进展情况", "实现城区全覆盖", "优先安排困难乡镇",
    "引入第三方评估", "公开办事流程和收费标准", "建立台账并逐项销号", "加强日常巡查", "纳入年度考核范围", "鼓励社会力量参与",
    "统一标识和建设标准", "同步配套无障碍设施", "推广先进经验做法", "开展满意度调查",
)  # fmt: skip
_REWORDED = (
    "严格按图施工，杜绝转包", "由专家组提前论证", "对逾期未完成的予以约谈", "充分听取群众意见", "采用节能环保材料",
    "确保汛期安全度汛", "信息接入市级平台", "严控建设成本", "优先使用本地劳动力", "探索长效运营模式",
)  # fmt: skip
_BODIES = (
    "市教育局", "市财政局", "市水利局", "市住房城乡建设局", "市城管局", "市卫生健康委", "市农业农村局", "市市场监管局",
    "市生态环境局", "市司法局", "市民政局", "市交通运输局", "市文化旅游局", "市应急局", "市自然资源局",
)  # fmt: skip
_TITLES = (
    "改善居住条件", "提升公共服务", "推进城市更新", "保障能源供应", "扩大有效投资", "优化营商环境", "守护绿水青山", "促进乡村振兴",
)  # fmt: skip
_NEW_TITLES = ("夯实安全底板", "做强特色产业", "弘扬优秀文化", "稳定就业大局")
_PARTS = (
    "编制专项资金使用细则", "组织业务骨干集中培训", "发布建设运营成效白皮书", "签订目标管理责任书", "设立监督举报热线电话",
    "开展安全隐患大起底", "聘请社会监督员", "绘制分布电子地图",
)  # fmt: skip
_MONTHS = ("3月底前", "6月底前", "9月底前", "11月底前")

KINDS = ("added", "dropped", "text", "units", "roles", "times", "targets", "path", "order", "split", "joined", "headings")


@dataclass(frozen=True)
class PlannedTask:
    """A task: what it is known by, and its words and units."""

    noun: str
    verb: str
    manner: str
    count: int
    month: str
    lead: str
    support: str
    parts: tuple[str, ...] = ()

    def lines(self) -> list[str]:
        """The words, a line for each part; units behind each."""
        first = f"{self.month}{self.verb}{self.noun}{self.count}处，{self.manner}"
        return [f"{words}。（牵头单位：{self.lead}；配合单位：{self.support}）" for words in (first, *self.parts)]


@dataclass
class PlannedPaper:
    """Headings with their tasks."""

    sections: list[tuple[str, list[PlannedTask]]]
    title: str = "青川市2022年重点任务清单"

    def to_text(self, marks: str = "1.", width: int = 0) -> str:
        """The paper as text: labels of one kind, lines broken after ``width`` signs (0: not at all)."""
        lines = [self.title, ""]
        for number, (heading, tasks) in enumerate(self.sections):
            lines.append(f"{'一二三四五六七八九十'[number]}、{heading}")
            measures = [line for task in tasks for line in task.lines()]
            lines += [marks.replace("1", str(at)) + line for at, line in enumerate(measures, 1)]
        return "\n".join(_break(line, width) for line in lines) + "\n"


def _break(line: str, width: int) -> str:
    if not width:
        return line
    return "\n".join(line[at : at + width] for at in range(0, len(line), width)) or line


@dataclass
class KnownVersions:
    """Two versions, and how often each kind of change was made, by what the task is known by."""

    old: PlannedPaper
    new: PlannedPaper
    known: Counter[tuple[str, str]] = field(default_factory=Counter)


def make_paper(draw: random.Random, headings: int = 5, tasks: int = 6) -> PlannedPaper:
    """A plan of some headings with some tasks each, no two with one noun."""
    nouns = iter(draw.sample(_NOUNS, headings * tasks))
    titles = draw.sample(_TITLES, headings)
    return PlannedPaper([(title, [_make_task(draw, next(nouns)) for _ in range(tasks)]) for title in titles])


def _make_task(draw: random.Random, noun: str) -> PlannedTask:
    lead, support = draw.sample(_BODIES, 2)
    manner = draw.choice(_MANNERS)
    return PlannedTask(noun, draw.choice(_VERBS), manner, draw.randint(3, 80), draw.choice(_MONTHS), lead, support)


def make_versions(seed: int, kinds: Sequence[str] = KINDS, times: int = 3) -> KnownVersions:
    """A plan, and the same after ``times`` changes of each kind, each to a task of its own."""
    draw = random.Random(seed)  # noqa: S311  no secret
    old = make_paper(draw, headings=6, tasks=8)
    made = KnownVersions(old, PlannedPaper([(title, [*tasks]) for title, tasks in old.sections]))
    free = [task.noun for _, tasks in old.sections for task in tasks]
    draw.shuffle(free)
    for kind in sorted(kinds, key=_ORDER.index):
        for _ in range(times):
            _MAKERS[kind](made, draw, free)
    return made


def _place_of(paper: PlannedPaper, noun: str) -> tuple[int, int]:
    return next((s, t) for s, (_, tasks) in enumerate(paper.sections) for t, one in enumerate(tasks) if one.noun == noun)


def _change(made: KnownVersions, noun: str, kind: str, change: Callable[[PlannedTask], PlannedTask]) -> None:
    section, at = _place_of(made.new, noun)
    tasks = made.new.sections[section][1]
    tasks[at] = change(tasks[at])
    made.known[kind, noun] += 1


def _add(made: KnownVersions, draw: random.Random, _free: list[str]) -> None:
    used = {task.noun for paper in (made.old, made.new) for _, tasks in paper.sections for task in tasks}
    noun = draw.choice([one for one in _MORE_NOUNS if one not in used])
    tasks = draw.choice(made.new.sections)[1]
    tasks.insert(draw.randint(0, len(tasks)), _make_task(draw, noun))
    made.known["added", noun] += 1


def _drop(made: KnownVersions, _draw: random.Random, free: list[str]) -> None:
    noun = free.pop()
    section, at = _place_of(made.new, noun)
    del made.new.sections[section][1][at]
    made.known["dropped", noun] += 1


def _reword(made: KnownVersions, draw: random.Random, free: list[str]) -> None:
    _change(made, free.pop(), "text", lambda task: replace(task, manner=draw.choice(_REWORDED)))


def _give(made: KnownVersions, draw: random.Random, free: list[str]) -> None:
    noun = free.pop()
    body = draw.choice(_BODIES)

    def give(task: PlannedTask) -> PlannedTask:
        other = next(one for one in (body, *_BODIES) if one not in (task.lead, task.support))
        return replace(task, lead=other)

    _change(made, noun, "units", give)


def _turn(made: KnownVersions, _draw: random.Random, free: list[str]) -> None:
    _change(made, free.pop(), "roles", lambda task: replace(task, lead=task.support, support=task.lead))


def _postpone(made: KnownVersions, draw: random.Random, free: list[str]) -> None:
    noun = free.pop()
    other = draw.randint(1, len(_MONTHS) - 1)
    _change(made, noun, "times", lambda task: replace(task, month=_MONTHS[_MONTHS.index(task.month) - other]))


def _raise(made: KnownVersions, draw: random.Random, free: list[str]) -> None:
    more = draw.randint(1, 20)
    _change(made, free.pop(), "targets", lambda task: replace(task, count=task.count + more))


def _move(made: KnownVersions, draw: random.Random, free: list[str]) -> None:
    noun = free.pop()
    section, at = _place_of(made.new, noun)
    task = made.new.sections[section][1].pop(at)
    other = made.new.sections[(section + draw.randint(1, len(made.new.sections) - 1)) % len(made.new.sections)][1]
    other.insert(draw.randint(0, len(other)), task)
    made.known["path", noun] += 1


def _reorder(made: KnownVersions, _draw: random.Random, free: list[str]) -> None:
    """One task to the other end of its heading, at most one below each: two could be told as others."""
    done = {_place_of(made.new, noun)[0] for kind, noun in made.known if kind == "order"}
    noun = next(one for one in reversed(free) if _place_of(made.new, one)[0] not in done)
    free.remove(noun)
    section, at = _place_of(made.new, noun)
    tasks = made.new.sections[section][1]
    task = tasks.pop(at)
    tasks.insert(0 if at >= len(tasks) / 2 else len(tasks), task)
    made.known["order", noun] += 1


def _draw_part(made: KnownVersions, draw: random.Random) -> str:
    """A part that no task has yet: two of the same could be told as either."""
    words = made.old.to_text()
    return draw.choice([part for part in _PARTS if part not in words])


def _split(made: KnownVersions, draw: random.Random, free: list[str]) -> None:
    noun, part = free.pop(), _draw_part(made, draw)
    section, at = _place_of(made.old, noun)
    tasks = made.old.sections[section][1]
    tasks[at] = replace(tasks[at], manner=f"{tasks[at].manner}，{part}")
    _change(made, noun, "split", lambda task: replace(task, parts=(part,)))


def _join(made: KnownVersions, draw: random.Random, free: list[str]) -> None:
    noun, part = free.pop(), _draw_part(made, draw)
    section, at = _place_of(made.old, noun)
    tasks = made.old.sections[section][1]
    tasks[at] = replace(tasks[at], parts=(part,))
    _change(made, noun, "joined", lambda task: replace(task, manner=f"{task.manner}，{part}"))


def _rename(made: KnownVersions, draw: random.Random, _free: list[str]) -> None:
    titles = {title for title, _ in made.new.sections}
    at = next(at for at, (title, _) in enumerate(made.new.sections) if title not in _NEW_TITLES)
    title = draw.choice([one for one in _NEW_TITLES if one not in titles])
    made.known["headings", title] += 1
    made.new.sections[at] = (title, made.new.sections[at][1])


_MORE_NOUNS = ("共享单车停放点", "农家书屋", "社区矫正中心", "烈士纪念设施", "中药材种植基地", "通信基站", "公墓", "粮食储备库")
NOUNS = (*_NOUNS, *_MORE_NOUNS)
_MAKERS = {
    "added": _add, "dropped": _drop, "text": _reword, "units": _give, "roles": _turn, "times": _postpone, "targets": _raise,
    "path": _move, "order": _reorder, "split": _split, "joined": _join, "headings": _rename,
}  # fmt: skip
_ORDER = ("order", *(kind for kind in KINDS if kind != "order"))


# --- two levels --------------------------------------------------------------------------------------

_LOCAL_MANNERS = (
    "各县区分解到人", "压实属地责任", "对标先进县区查找短板", "每周调度一次进度", "由分管领导包抓", "列入市政府督查事项",
    "整合乡镇力量协同推进", "结合实际制定落实办法", "动员网格员参与", "发动媒体跟踪报道",
)  # fmt: skip
_LOCAL_VERBS = {"新建": "建成", "改造": "提升改造", "修缮": "维修", "整治": "集中整治", "维护": "养护", "更新": "更换", "排查": "全面排查", "扩建": "改扩建"}
_LOCAL_TITLES = ("抓好基础设施", "补齐民生短板", "打造宜居家园", "提高治理水平")


@dataclass
class KnownLevels:
    """An upper and a lower paper; ``gaps`` are what the lower one has nothing of."""

    upper: PlannedPaper
    lower: PlannedPaper
    gaps: set[str]


def make_levels(seed: int, covered: int = 20, gaps: int = 5, own: int = 8) -> KnownLevels:
    """A paper of a province, and what a city makes of most of its tasks, in its own words and order, with its own tasks."""
    draw = random.Random(seed)  # noqa: S311  no secret
    upper = make_paper(draw, headings=5, tasks=(covered + gaps) // 5)
    tasks = [task for _, many in upper.sections for task in many]
    missing = set(draw.sample([task.noun for task in tasks], gaps))
    lower = [_localize(draw, task) for task in tasks if task.noun not in missing]
    nouns = [noun for noun in NOUNS if noun not in {task.noun for task in tasks}]
    lower += [_make_task(draw, noun) for noun in draw.sample(nouns, own)]
    draw.shuffle(lower)
    size = -(-len(lower) // len(_LOCAL_TITLES))
    parts = [(title, lower[at * size : (at + 1) * size]) for at, title in enumerate(_LOCAL_TITLES)]
    for _, many in upper.sections:
        many[:] = [replace(task, lead=task.lead.replace("市", "省", 1), support=task.support.replace("市", "省", 1)) for task in many]
    return KnownLevels(replace(upper, title="云岭省2022年重点任务清单"), PlannedPaper(parts), missing)


def _localize(draw: random.Random, task: PlannedTask) -> PlannedTask:
    """The task as a city writes it: another verb, a smaller quantity, an earlier month, mostly its own manner."""
    manner = draw.choice((task.manner, *_LOCAL_MANNERS))
    month = _MONTHS[max(0, _MONTHS.index(task.month) - draw.randint(0, 1))]
    return replace(task, verb=_LOCAL_VERBS[task.verb], count=max(1, task.count // 5), manner=manner, month=month)
