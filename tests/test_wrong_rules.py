"""Rules that are wrong are refused in words, rules that are right are used: one of every kind, and what has no effect."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docx2tasks import load_rules, parse
from docx2tasks.errors import ExitCode, RulesError
from docx2tasks.rules.check import check_rules
from docx2tasks.rules.file import load_file
from docx2tasks.rules.kinds import KINDS, kinds_to_markdown
from docx2tasks.rules.load import load_own
from docx2tasks.trials import run_trial

HERE = Path(__file__).parent
RIGHT = HERE / "rules_right"
WRONG = HERE / "rules_wrong"
DOCUMENT = (
    "青川市2022年工作方案\n一、重点任务\n1.建成平台。（市教育局挂帅，市财政局配合）\n2.开展检查，12月梢完成。（市卫健局负责）\n"
    "序号\t要办的事\t挂帅单位\n1\t建成中心\t市交通局\n"
)


def test_each_kind_has_a_right_and_a_wrong_rule() -> None:
    """A new kind needs one of each."""
    for folder in (RIGHT, WRONG):
        text = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.toml")}
        ids = {(name, key) for name, words in text.items() for key in re.findall(r'id = "\w+\.([\w-]+)"', words)}
        assert ids == KINDS.keys()


def test_right_rules_pass_and_are_used() -> None:
    """Every kind takes a rule with a group of its own, and a document is read with all of them."""
    assert check_rules(RIGHT, run_trial) == []
    tasks = parse(DOCUMENT.encode(), rules=load_rules(RIGHT)).tasks
    assert [(unit.name, unit.role) for unit in tasks[0].units] == [("市教育局", "lead"), ("市财政局", "support")]


def test_wrong_rules_are_named() -> None:
    """What ``rules check`` says of each, word for word."""
    expected = (WRONG / "errors.txt").read_text(encoding="utf-8").splitlines()
    assert [fault.removeprefix(f"{WRONG}/") for fault in check_rules(WRONG, run_trial)] == expected


@pytest.mark.parametrize("path", sorted(WRONG.glob("*.toml")), ids=lambda path: path.stem)
def test_wrong_rules_are_refused_on_loading(path: Path) -> None:
    """By the first of those words, and never as a bug of the program."""
    with pytest.raises(RulesError) as caught:
        load_rules(path)
    assert caught.value.exit_code == ExitCode.RULES
    assert caught.value.message.removeprefix(f"{WRONG}/") in (WRONG / "errors.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(RIGHT.glob("*.toml")), ids=lambda path: path.stem)
def test_examples_of_each_kind_are_tried(path: Path, tmp_path: Path) -> None:
    """A yes and a no that have changed places are two faults of every rule."""
    text = path.read_text(encoding="utf-8")
    (tmp_path / path.name).write_text(re.sub(r"yes = (.*)\nno = (.*)", r"yes = \2\nno = \1", text), encoding="utf-8")
    expected = [
        f"{tmp_path / path.name}:{rule.line}: {rule.id}: {what}"
        for rule in load_file(path, load_own()[path.stem].parts).rules
        for what in (
            *(f"must match but does not: {words!r}: the pattern does not match it" for words in rule.no),
            *(f"must not match but does: {words!r}" for words in rule.yes),
        )
    ]
    assert check_rules(tmp_path, run_trial) == expected


def _rule(kind: str, pattern: str, yes: str, key: str = "our.rule", value: str = "") -> str:
    said = f'value = "{value}"\n' if value else ""
    return f'[[rule]]\nid = "{key}"\nkind = "{kind}"\n{said}pattern = \'{pattern}\'\nreason = "x"\nyes = ["{yes}"]\nno = ["无关"]\n'


NO_EFFECT = [
    pytest.param("markers", _rule("marker", "【附件】", "【附件】一", value="square"), "the program does not find it there", id="标记里没有数"),
    pytest.param("columns", _rule("content", "责任单位", "责任单位", "column.content"), "a rule of kind unit comes first", id="别的栏目在前"),
    pytest.param("paragraphs", _rule("page", "附件2", "附件2", "paragraph.page"), "a rule of kind attachment-mark comes first", id="别的段落在前"),
    pytest.param("units", _rule("label-other", "牵头单位", "牵头单位"), "unit.label-lead comes first", id="别的标签在前"),
    pytest.param("units", _rule("verb", "包", "市教育局包养殖场", value="responsible"), "the program does not find it there", id="动词后面还有话"),
    pytest.param("times", _rule("point", "(?P<q>Ⅳ)末", "Ⅳ末", value="quarter"), "the program looks for it only where a rule of kind hint matches", id="时间里没有时间的字"),
    pytest.param("times", _rule("next", "(?P<e>上午)", "上午", value="next-third"), "the program reads the same without it", id="不是月份的一段"),
    pytest.param("actors", _rule("qualified", "凡系街面的", "凡系街面的"), "the program reads the same without it", id="在前面的词之后才问"),
    pytest.param("targets", _rule("share", "甲成", "甲成"), "the program reads the same without it", id="读不出数"),
    pytest.param("targets", _rule("unit", "家户?", "家", "target.unit-count", "count"), "target.unit-thing comes first", id="别的单位在前"),
]


@pytest.mark.parametrize(("name", "text", "why"), NO_EFFECT)
def test_a_rule_without_effect_is_named(name: str, text: str, why: str, tmp_path: Path) -> None:
    """A pattern that matches its example is not enough: the program has to use the rule."""
    path = tmp_path / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    faults = check_rules(tmp_path, run_trial)
    assert len(faults) == 1
    assert faults[0].startswith(f"{path}:1: ")
    assert faults[0].endswith(f": {why}")


WORDS = [
    pytest.param("渔火节前", "deadline", "2022-07-15", id="节日"),
    pytest.param("后年6月底前", "deadline", "2024-06-30", id="年"),
    pytest.param("“十七五”末", "deadline", "2040-12-31", id="规划"),
    pytest.param("每圩", "recurring", "P2W", id="周期"),
    pytest.param("6月头五前", "deadline", "2022-06-05", id="月份的一段"),
    pytest.param("2022年梢", "deadline", "2022-12-31", id="边界"),
    pytest.param("4月1日起到6月末", "period", "2022-06-30", id="原有的词"),
]


@pytest.mark.parametrize(("words", "kind", "meaning"), WORDS)
def test_words_of_others_work_in_the_program_s_patterns(words: str, kind: str, meaning: str) -> None:
    """A word of a day, a year or a unit is one rule: the patterns of the program are made of it too."""
    text = f"青川市2022年工作方案\n2022年3月1日\n一、重点任务\n1.{words}完成检查。\n2.建成平台。\n"
    times = parse(text.encode(), rules=load_rules(RIGHT / "times.toml")).tasks[0].times
    found = [(time.kind, time.every or time.end) for time in times if time.every or time.end]
    assert found == [(kind, meaning)]


GROUPS = [
    pytest.param("(包保|包联)", "市教育局包保", id="plain"),
    pytest.param(r"(包)(?:保|联)\1", "市教育局包保包", id="backreference"),
    pytest.param("(?P<boss>包)保(?P=boss)", "市教育局包保包", id="named backreference"),
    pytest.param("(包)?保(?(1)好|住)", "市教育局包保好", id="conditional"),
    pytest.param(r"[(]?包保\(?", "市教育局包保", id="brackets that are no groups"),
]


@pytest.mark.parametrize(("pattern", "yes"), GROUPS)
def test_groups_of_a_rule_are_its_own(pattern: str, yes: str, tmp_path: Path) -> None:
    """Two such rules stand side by side with all others, and the units before them have their role."""
    rules = _rule("verb", pattern, yes, "our.a", "oversee") + _rule("verb", pattern.replace("保", "办"), yes.replace("保", "办"), "our.b", "lead")
    (tmp_path / "units.toml").write_text(rules, encoding="utf-8")
    assert check_rules(tmp_path / "units.toml", run_trial) == []
    words = f"重点任务\n1.建成平台。（{yes}）\n2.开展检查。（{yes.replace('保', '办')}，市财政局配合）\n"
    tasks = parse(words.encode(), rules=load_rules(tmp_path)).tasks
    assert [[unit.role for unit in task.units] for task in tasks] == [["oversee"], ["lead", "support"]]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """A folder without rule files is a mistake, not a set of no rules."""
    for ask in (load_rules, lambda folder: check_rules(folder, run_trial)):
        with pytest.raises(RulesError) as caught:
            ask(tmp_path)
        assert (caught.value.code, caught.value.message) == ("rules-missing", f"{tmp_path} holds no .toml file")


def test_one_file_is_enough() -> None:
    """A file of rules is loaded and checked like a folder that holds it."""
    path = RIGHT / "units.toml"
    assert check_rules(path, run_trial) == []
    assert load_rules(path)["units"].rules[0].file == "units.toml"


def test_the_kinds_are_documented() -> None:
    """docs/rules.md prints the table of kinds."""
    assert kinds_to_markdown() in (HERE.parent / "docs" / "rules.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(RIGHT.glob("*.toml")), ids=lambda path: path.stem)
def test_groups_of_every_kind_are_its_own(path: Path, tmp_path: Path) -> None:
    """A rule of any kind may refer to a group by number, wherever the program puts its pattern together with others."""
    text = re.sub(r"pattern = '(.*)'\n", r"pattern = '()(?:\1)\\1'" + "\n", path.read_text(encoding="utf-8"))
    (tmp_path / path.name).write_text(text, encoding="utf-8")
    assert check_rules(tmp_path, run_trial) == []
    assert parse(DOCUMENT.encode(), rules=load_rules(tmp_path)).tasks
