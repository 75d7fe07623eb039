"""Actors: the bodies that a sentence makes act, against sentences read by hand and against made ones."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from docx2tasks import load_rules, parse
from docx2tasks.explain import task_to_lines
from docx2tasks.extract.actors import ActorFinder
from docx2tasks.model import Task
from docx2tasks.pipeline import parse_with_source
from docx2tasks.source import Passage

GOLD = Path(__file__).parent / "actors_gold.tsv"
FINDER = load_rules().once(ActorFinder)


def find(words: str, known: Sequence[str] = ()) -> list[str]:
    """The names of the actors of a sentence."""
    return [actor.name.text for actor in FINDER.find(Passage(words, ((0, len(words)),)), known)]


def read_gold(part: str) -> Iterator[tuple[str, list[str]]]:
    """Sentences read by hand, with their actors; ``held`` ones were set aside before there was a rule."""
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        which, words, names = line.split("\t")
        if which == part:
            yield words, [name for name in names.split("；") if name]


@pytest.mark.parametrize(("part", "least"), [("seen", 0.98), ("held", 0.95)])
def test_against_sentences_read_by_hand(part: str, least: float) -> None:
    """F1 over (sentence, name)."""
    hits = found = wanted = 0
    for words, names in read_gold(part):
        got = find(words)
        hits += len({*got} & {*names})
        found += len(got)
        wanted += len(names)
    assert wanted >= 50
    assert 2 * hits / (found + wanted) >= least


def test_each_once_in_order() -> None:
    """A body that acts again is listed where it first acts."""
    assert find("镇政府要建台账，市林业局要指导；镇政府应当每月上报。") == ["镇政府", "市林业局"]


# --- sentences by construction -----------------------------------------------------------------------


class Pattern(NamedTuple):
    """A sentence with a place for bodies; ``acts`` says that those there act."""

    words: str
    acts: bool


PLACES = ["青川市", "云山县", "本级", "各"]
OFFICES = ["财政局", "医疗保障局", "交通运输部门", "生态环境部门", "发展改革委", "大数据中心", "安委会办公室"]
CLASSES = [
    "各乡镇",
    "各区县",
    "各地",
    "有关单位",
    "各定点医疗机构",
    "各成员单位",
    "运营机构",
    "试点地区",
    "上级主管部门",
    "各街道办事处",
]
MODALS = ["要", "应当", "应", "必须", "须", "不得", "也要", "务必"]
BETWEEN = ["", "按照职责分工", "在5月底前", "结合实际", "会同市统计局", "每半年", "依法", "于12月1日前", "对照清单"]
DOINGS = ["公开办事指南", "核查低保台账", "擅自变更用途", "报送整改清单", "完成管网改造"]
ACTS = [
    Pattern("{bodies}{between}{modal}{doing}。", acts=True),
    Pattern("2025年底前，{bodies}{between}{modal}{doing}。", acts=True),
    Pattern("同时，{bodies}{modal}{doing}，做好记录。", acts=True),
    Pattern("逾期不改的，由{bodies}责令整改。", acts=True),
    Pattern("审核工作由{bodies}统一组织。", acts=True),
    Pattern("请{bodies}于6月10日前报送总结。", acts=True),
    Pattern("{bodies}，{modal}{doing}。", acts=True),
    Pattern("{bodies}负责统筹物资调度。", acts=True),
    Pattern("发现隐患的，{bodies}{modal}{doing}。", acts=True),
    Pattern("压实责任。{bodies}{modal}{doing}。", acts=True),
]
ACTS_NOT = [
    Pattern("督促{bodies}落实防火措施。", acts=False),
    Pattern("指导{bodies}开展自查。", acts=False),
    Pattern("鼓励{bodies}探索新办法。", acts=False),
    Pattern("方案报{bodies}批准后实施。", acts=False),
    Pattern("重大情况及时向{bodies}报告。", acts=False),
    Pattern("听取{bodies}意见，完善方案。", acts=False),
    Pattern("经{bodies}同意后印发。", acts=False),
    Pattern("{bodies}可以适当延长期限。", acts=False),
    Pattern("将结果抄送{bodies}。", acts=False),
    Pattern("开展排查，由{bodies}负责。", acts=False),
    Pattern("加强与{bodies}的沟通。", acts=False),
]


def make_bodies(chance: random.Random) -> list[str]:
    """One to three names of bodies."""
    names = [chance.choice(PLACES) + office for office in OFFICES] + CLASSES
    return chance.sample(names, chance.choice([1, 1, 1, 2, 3]))


def make_list(names: Sequence[str], chance: random.Random) -> str:
    """The names as a list."""
    return "、".join(names[:-1]) + (chance.choice(["、", "和", "及"]) if len(names) > 1 else "") + names[-1]


def make_sentences(seed: int) -> Iterator[tuple[str, list[str]]]:
    """Sentences of all patterns, with the actors that they were made with."""
    chance = random.Random(seed)  # noqa: S311  cases, not keys
    for pattern, modal in product([*ACTS, *ACTS_NOT], MODALS):
        names, between = make_bodies(chance), chance.choice(BETWEEN)
        words = pattern.words.format(
            bodies=make_list(names, chance), between=between, modal=modal, doing=chance.choice(DOINGS)
        )
        beside = ["市统计局"] if between in words and "会同" in between and "{between}" in pattern.words else []
        yield words, [*names, *beside] if pattern.acts else []


@pytest.mark.parametrize("seed", range(8))
def test_made_sentences(seed: int) -> None:
    """Modals, classes of bodies, what is between, places in the sentence and lists, in any combination."""
    wrong = [(words, names, got) for words, names in make_sentences(seed) if (got := find(words)) != names]
    assert wrong == []


# --- in documents ------------------------------------------------------------------------------------


def read(*lines: str) -> list[Task]:
    """The tasks of a plan with these lines."""
    return parse("\n".join(["青川市2024年工作方案", "一、重点任务", *lines]).encode()).tasks


def names_of(task: Task) -> list[str]:
    """The names of a task's actors."""
    return [actor.name for actor in task.actors]


def test_units_are_not_repeated() -> None:
    """A unit of the task's clause is no actor of it; others are."""
    first, second = read(
        "1.市教育局要建立台账，各学校应当每月报送。（市教育局负责）",
        "2.由市水利局牵头制定方案，各区县要在5月底前落实。",
    )
    assert names_of(first) == ["各学校"]
    assert "各区县" in names_of(second)


def test_names_that_the_document_knows() -> None:
    """A name in a clause counts everywhere, whatever it ends with."""
    tasks = read("1.改造电网。（责任单位：云山供电）", "2.云山供电要公开停电计划。")
    assert names_of(tasks[1]) == ["云山供电"]
    assert names_of(read("1.改造电网。（市能源局负责）", "2.云山供电要公开停电计划。")[1]) == []


def test_places_and_rules() -> None:
    """The span holds the name, and the rule is one that can be looked up."""
    text = "青川市2024年工作方案\n一、重点任务\n1.各养老机构应当公示价格。\n"
    (task,) = parse(text.encode()).tasks
    (actor,) = task.actors
    assert [text[low:high] for low, high in actor.span] == ["各养老机构"]
    assert actor.rule in {rule.id for rule in load_rules()}


def test_explained(tmp_path: Path) -> None:
    """``explain`` shows each actor with its source line and why it is one."""
    path = tmp_path / "方案.txt"
    path.write_text("青川市2024年工作方案\n一、重点任务\n1.各养老机构应当公示价格。\n", encoding="utf-8")
    reading = parse_with_source(path)
    lines = task_to_lines(reading, 1, reading.document.tasks[0], load_rules())
    at = next(place for place, line in enumerate(lines) if line.name == "actor")
    assert lines[at].words == "各养老机构"
    assert lines[at + 2].words == "1.>>各养老机构<<应当公示价格。"
    assert lines[at + 3].words.startswith("actor.modal")


WORKS = [
    "造林1万亩",
    "修渠5公里",
    "拆除棚舍3处",
    "清淤沟渠，疏通河口",
    "种植护岸林2000亩",
    "抽检样品20批次",
    "走访渔户300户",
    "换水表2000只",
]
BODIES = ["县林业局", "青川市渡口管理所", "镇人民政府", "县水利局、县渡口办"]


@pytest.mark.parametrize(("body", "work"), [*product(BODIES, WORKS)])
def test_a_body_before_work(body: str, work: str) -> None:
    """At the head of a clause, also behind a time; a second clause has its own body."""
    names = body.split("、")
    assert find(f"{body}{work}。") == names
    assert find(f"2025年底前{body}{work}，市财政局安排资金。") == [*names, "市财政局"]


@pytest.mark.parametrize(
    "words", ["加强县林业局建设。", "造林局面良好。", "养护单位名单。", "政府采购3家企业的服务。", "县林业局治理情况。"]
)
def test_no_body_before_work(words: str) -> None:
    """Objects, nouns and what only looks like a body."""
    assert find(words) == []


def test_a_list_of_things_is_no_body() -> None:
    """What the words of a list share is the last, and that names a body or none."""
    assert find("河道水质、农村集中供水水质稳定达标。") == []
    assert find("公安、交通等部门要加强巡查。") == ["公安、交通等部门"]


CASES = ["变更班次的，需", "扩建码头、加长引桥的，应当", "审核完成后应", "停航之前，必须", "转制为企业，要"]


@pytest.mark.parametrize(("body", "case"), [*product(BODIES, CASES)])
def test_a_case_between_a_body_and_its_modal(body: str, case: str) -> None:
    """Whatever the case is, with a pause or without one."""
    assert find(f"{body}{case}报市交通运输局备案。") == body.split("、")


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("各渡口、各船队扩建码头的，应当报备。", []),
        ("渡口职工在渡口管理所登记后应当领取证件。", []),
        ("市交通运输局工作人员离岗的，应当交接。", []),
        ("各乡镇、各街道在汛期到来之前应完成清淤。", ["各乡镇", "各街道"]),
    ],
)
def test_cases_of_others(words: str, names: list[str]) -> None:
    """Persons and things in the case are none, and a name is not cut where one of its words ends like a body."""
    assert find(words) == names


@pytest.mark.parametrize(
    "verb", ["进行编号管理", "列入年度预算", "终止渡运", "托底保障运行", "注销船籍", "提请市政府决定", "发放船票补贴"]
)
@pytest.mark.parametrize("body", ["渡口管理所", "镇人民政府", "发起渡运的船队公司"])
def test_who_does_it_behind_by(body: str, verb: str) -> None:
    """Verbs that begin nouns as often are verbs behind 由."""
    assert find(f"逾期未报的，由{body}{verb}。") == [body]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("定期对辖内的渡运单位、船队公司开展巡查。", []),
        ("对可能造成事故的相关渡运单位加强监管。", []),
        ("在有条件的乡镇和渡口管理所推行实名购票。", []),
        ("组织、协调和指导各乡镇开展演练。", []),
        ("监督和引导船队公司落实责任。", []),
        ("有条件的乡镇要建立档案。", ["有条件的乡镇"]),
        ("各有关委、办、局要细化方案。", ["各有关委、办、局"]),
        ("每个乡镇、行政村应当设置公告栏。", ["每个乡镇、行政村"]),
        ("市应急局商市气象局发布预警。", ["市应急局", "市气象局"]),
        ("出现险情时，商有关部门调度船只。", ["有关部门"]),
        ("救援组。负责落水人员搜救。", ["救援组"]),
        ("后勤保障组：主要负责油料供应。", ["后勤保障组"]),
        ("各机组要按时检修。", []),
    ],
)
def test_objects_classes_and_teams(words: str, names: list[str]) -> None:
    """What a preposition or several verbs take is none; classes are whole names; teams act under their heading."""
    assert find(words) == names


PLACES = ["各图书馆", "各阅览室", "各加油站", "各药店", "各农贸市场", "各印刷厂", "各码头", "各托育园", "各营业网点"]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("duty", ["应当每日核对台账", "要张贴价目", "须配齐救生器材", "不得擅自停业"])
def test_a_class_of_places(place: str, duty: str) -> None:
    """各 tells places that act from things; one place alone is a thing."""
    assert find(f"{place}{duty}。") == [place]


@pytest.mark.parametrize("words", ["各类场馆要达标。", "各项工程要完工。", "图书馆建设要加快。", "各环节要衔接。"])
def test_no_class_of_places(words: str) -> None:
    """Kinds, items and stages of things."""
    assert find(words) == []


@pytest.mark.parametrize("body", ["区委宣传部", "市委宣传部", "党委宣传部门"])
def test_a_verb_inside_a_name(body: str) -> None:
    """宣传 is part of what the body is called."""
    assert find(f"{body}要制定宣传方案。") == [body]
