"""Measures and provisions by construction: each way of saying what is asked, or what is not, in many words."""

# ruff: noqa: E501  (a row of cases is one line, and Chinese counts double)

from __future__ import annotations

import random
from itertools import product

import pytest

from docx2tasks import parse

PLAN = "青川市渡口改造实施方案\n"
RULES = "青川市渡口管理办法\n"
NO_TITLE = ""
DOINGS = ["更新浮桥3座", "修订渡运班次表", "加固护岸400米", "公布渡口名录", "开展船员轮训", "清理废弃趸船"]
THINGS = ["渡船两艘", "船员名册", "浮桥图纸", "班次样表", "护岸照片", "趸船清单复印件"]
BODIES = ["渡口管理所", "镇人民政府", "市交通运输局", "船队公司"]


def kinds(text: str) -> list[str]:
    """The kinds of a document's leaves, in reading order."""
    document = parse(text.encode())
    both = sorted([*document.tasks, *document.provisions], key=lambda task: task.location.start)
    return [task.kind for task in both]


def listed(lines: list[str]) -> str:
    """Lines as a list with numbers in brackets."""
    return "".join(f"（{'一二三四五六'[place]}）{line}。\n" for place, line in enumerate(lines))


@pytest.mark.parametrize(
    "heading",
    [
        "通航原则",
        "补偿原则",
        "险情等级划分",
        "渡口分级标准",
        "考核指标",
        "指标体系",
        "改造的背景",
        "申报条件",
        "检查内容",
    ],
)
def test_headings_of_what_is_not_asked(heading: str) -> None:
    """Things below them are provisions, whatever the work is called; the tasks behind are measures."""
    chance = random.Random(heading)  # noqa: S311  cases, not keys
    things, doings = chance.sample(THINGS, 3), chance.sample(DOINGS, 2)
    text = f"{PLAN}一、{heading}\n{listed(things)}二、改造任务\n{listed(doings)}"
    assert kinds(text) == ["provision"] * 3 + ["measure"] * 2


@pytest.mark.parametrize(
    "heading", ["坚持公开原则", "完善考核指标体系", "推进渡口分级", "持续改善通航条件", "成员单位职责", "主要任务"]
)
def test_headings_that_say_what_to_do(heading: str) -> None:
    """The same words behind a verb are none of those headings."""
    chance = random.Random(heading)  # noqa: S311
    assert kinds(f"{PLAN}一、{heading}\n{listed(chance.sample(DOINGS, 3))}") == ["measure"] * 3


@pytest.mark.parametrize(
    ("verb", "place"),
    [
        *product(
            ["有", "出现", "存在", "属于"],
            ["的，由{body}采取约谈、通报等措施：", "之一的，{body}应当责令停航：", "的，不得申请渡运："],
        )
    ],
)
def test_cases_in_which_something_follows(verb: str, place: str) -> None:
    """What follows may be a duty, a measure or a ban: the items are cases."""
    chance = random.Random(verb + place)  # noqa: S311
    lead = f"船队公司{verb}下列情形{place.format(body=chance.choice(BODIES))}"
    cases = ["虚报班次", "超载两次以上", "擅自停航", "法律法规规定的其他情形"]
    chance.shuffle(cases)
    found = kinds(f"{RULES}第一条 {lead}\n{listed(cases)}第二条 船员应当持证上岗。\n")
    assert [kind for kind in found if kind == "provision"] == ["provision"] * 4
    assert found[-1] == "measure"


@pytest.mark.parametrize("word", ["主要", "必要", "重要", "首要", "供应", "相应", "响应", "适应", "效应", "必需"])
def test_no_modal_inside_a_word(word: str) -> None:
    """要, 应 and 需 bind nobody where they are part of a word."""
    text = f"{RULES}第一条 渡口{word}设施面向沿江村镇。\n第二条 各渡口管理机构{word}船只按现有数量计。\n第三条 船员应当持证上岗。\n"
    assert kinds(text) == ["provision", "provision", "measure"]


@pytest.mark.parametrize("seed", range(6))
def test_a_list_without_a_title(seed: int) -> None:
    """Nothing tells what the paper is: things are provisions, deeds and what somebody answers for are measures."""
    chance = random.Random(seed)  # noqa: S311
    things, doings, answered = (
        chance.sample(THINGS, 2),
        chance.sample(DOINGS, 2),
        f"{chance.choice(THINGS)}。（{chance.choice(BODIES[1:3])}负责）",
    )
    lines = [(thing, "provision") for thing in things] + [(doing, "measure") for doing in doings]
    lines.append((answered.rstrip("。"), "measure"))
    chance.shuffle(lines)
    text = "".join(f"{place}.{words}\n" for place, (words, _) in enumerate(lines, 1))
    assert kinds(text) == [kind for _, kind in lines]


@pytest.mark.parametrize("what", ["试点", "认定", "改造", "服务"])
@pytest.mark.parametrize(
    "says",
    ["范围 根据航道情况，确定甲村、乙村两处渡口。", "对象。沿江常住村民。", "范围包括渡口和引桥。", "期限为两年。"],
)
def test_whom_it_is_for_and_how_far_it_reaches(what: str, says: str) -> None:
    """A scope with its prose run on is a provision; widening it is a measure."""
    text = f"{PLAN}一、{what}{says}\n二、扩大{what}范围。推广到全部渡口。\n三、更新浮桥3座。\n"
    assert kinds(text) == ["provision", "measure", "measure"]


@pytest.mark.parametrize("name", ["编制目的", "编制依据", "编制目的及依据"])
def test_purposes_with_a_heading_run_on(name: str) -> None:
    """Why and by what an emergency plan was made, and who interprets it, ask nothing."""
    text = (
        "青川市渡口险情应急预案\n1 总则\n"
        f"1.1 {name} 为有效应对渡口险情，根据有关规定，制定本预案。\n1.2 {name} 健全渡口险情应对机制，保障安全。\n"
        "2 应急响应\n2.1 市交通运输局立即组织船只撤离。\n3 附则\n3.1 预案解释 本预案由市交通运输局负责解释。\n"
    )
    assert kinds(text) == ["provision", "provision", "measure", "provision"]


@pytest.mark.parametrize("unit", ["公里", "平方米", "座", "万元"])
def test_a_unit_of_measure_is_no_measure(unit: str) -> None:
    """A column of units beside names and quantities gives no tasks."""
    rows = f"序号\t项目名称\t单位\t数量\n1\t加固护岸\t{unit}\t40\n2\t更新浮桥\t{unit}\t3\n"
    document = parse(f"{PLAN}一、主要任务\n1.加固护岸。\n{rows}".encode())
    assert not [task.text for task in document.tasks if task.text == unit]


@pytest.mark.parametrize("repeated", ["预期成果：预期成果：完善图纸 检查要点：图纸", "（1）船员结构 （1）船员结构"])
def test_columns_that_ran_together(repeated: str) -> None:
    """Nobody can tell what lines of a table ask whose columns were printed over each other."""
    assert kinds(f"1.{repeated}\n2.{repeated}\n") == ["provision", "provision"]


def test_only_what_costs_points() -> None:
    """A line that only takes points off asks nothing; with the work before it does."""
    text = "渡口管理评分清单\n1.建立台账，缺一项扣2分。\n2.未建台账的扣1分。\n3.每出现一次超载扣3分。\n"
    assert kinds(text) == ["measure", "provision", "provision"]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("关于征求《渡口险情应急预案（征求意见稿）》修改意见的函", "notice"),
        ("青川市渡口管理办法（试行）（2024年修订）", "regulation"),
        ("完善渡运信息公开制度", None),
        ("渡口安全隐患整改通知单", "notice"),
    ],
)
def test_types_by_titles(title: str, kind: str | None) -> None:
    """A bracket inside a title is not its end, and a title that begins with a verb is no regulation."""
    assert parse(f"{title}\n一、更新浮桥3座。\n二、公布渡口名录。\n".encode()).document.type == kind


# --- requests ----------------------------------------------------------------------------------------

ADDRESSED = ["各乡镇人民政府", "各渡口管理单位", "市交通运输局", "司渡部", "有关企业", "各街道"]
ASKS = [
    "请{body}于6月10日前将渡口台账报市交通运输局。",
    "请{body}立即开展渡口自查。",
    "{body}要会同有关方面加强指导，重大情况及时向市政府报告。",
    "{body}要在5月底前填报登记表。",
    "{body}渡口名录、船员名单和排查情况，要及时报送市交通运输局。",
    "{body}修订后的渡运班次表，于每月5日前报送市交通运输局。",
    "望{body}于3月1日前报名。",
    "遇有大风，{body}应当立即通报相关乡镇。",
]
ASKS_NOT = [
    "请{body}认真贯彻执行。",
    "请{body}结合实际抓好落实。",
    "请{body}对照方案组织实施。",
    "{body}要高度重视渡口安全工作，切实加强组织领导。",
    "{body}要按照《督查检查考核办法》要求，完善渡口管理机制。",
    "{body}要结合实际制定实施方案和配套政策。",
    "执行中遇到问题，请径向市交通运输局反映。",
    "特此通知。",
]


@pytest.mark.parametrize("seed", range(10))
def test_requests_among_formulas(seed: int) -> None:
    """A closing of several sentences: one request a sentence that asks, none for the others."""
    chance = random.Random(seed)  # noqa: S311
    told = [(words, True) for words in chance.sample(ASKS, 3)] + [
        (words, False) for words in chance.sample(ASKS_NOT, 3)
    ]
    chance.shuffle(told)
    body = ADDRESSED if seed % 2 else ["各乡镇人民政府", "有关企业"]
    lines = []
    for words, asks in told:
        chosen = chance.choice(
            [one for one in body if one.startswith("各")] if words.startswith("{body}渡口") or "望" in words else body
        )
        lines.append((words.format(body=chosen), asks))
    text = f"{PLAN}一、主要任务\n{listed(DOINGS[:2])}请各有关单位遵照执行。\n" + "".join(
        f"{words}\n" for words, _ in lines
    )
    document = parse(text.encode())
    assert [task.text for task in document.tasks if task.kind == "request"] == [words for words, asks in lines if asks]


@pytest.mark.parametrize("thing", ["渡口及其引桥", "趸船及其设施", "航道及其周边环境"])
def test_things_with_what_belongs_to_them_are_no_unit(thing: str) -> None:
    """The last item of a list names what is forbidden, not who is."""
    text = f"{RULES}第一条 任何单位不得实施下列行为：\n（一）倾倒废物；\n（二）其他损害{thing}的行为。\n"
    assert [unit.name for task in parse(text.encode()).tasks for unit in task.units] == []


@pytest.mark.parametrize("to", ["船队公司", "捐建者", "获奖船员"])
@pytest.mark.parametrize(
    "words",
    [
        "对年度考核优秀的{to}给予5万元一次性奖励。",
        "按以下标准给予奖励支持：对{to}奖励3万元。",
        "对{to}每年给予2000元补贴。",
    ],
)
def test_what_is_given_to_those_who_earned_it(to: str, words: str) -> None:
    """In a regulation nobody is asked by it; in a plan beside verbs it is one of the measures."""
    said = words.format(to=to)
    text = f"{RULES}第一条 {said}\n第二条 船员应当持证上岗。\n"
    assert kinds(text)[-2:] == ["provision", "measure"]
    assert kinds(f"{PLAN}一、主要任务\n1.加大奖补力度。完善奖补办法，{said}\n2.更新浮桥3座。\n") == [
        "measure",
        "measure",
    ]
