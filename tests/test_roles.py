"""Words of roles: each is stated once, and all its forms are read."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from docx2tasks import load_rules, parse
from docx2tasks.rules import Rules, rules_folder
from docx2tasks.rules.check import check_rules
from docx2tasks.trials import run_trial

WORD = '[[rule]]\nid = "our.word"\nkind = "word"\nvalue = "{}"\nwords = ["{}"]\nreason = "a word of one county"\nyes = ["{}"]\nno = ["无关"]\n'
HEAD = "青川市2022年工作方案\n一、重点任务\n1.推进园区建设，抓好服务。"
FORMS = [
    pytest.param(HEAD + "（市教育局{}）\n", [("市教育局", "own")], id="括号里"),
    pytest.param(HEAD + "（{}单位：市财政局）\n", [("市财政局", "own")], id="括号里的标签"),
    pytest.param(HEAD + "（{}领导：张三，{}单位：市水利局）\n", [("市水利局", "own")], id="领导在前"),
    pytest.param(HEAD + "由市民政局{}，市财政局配合。\n", [("市民政局", "own"), ("市财政局", "support")], id="由字句"),
    pytest.param(HEAD + "市教育局{}，市财政局配合。\n", [("市教育局", "own"), ("市财政局", "support")], id="末句"),
    pytest.param(HEAD + "市民政局{}。\n", [("市民政局", "own")], id="末句独说"),
    pytest.param(HEAD + "\n市水利局{}\n", [("市水利局", "own")], id="独占一行"),
    pytest.param(HEAD + "\n{}单位：市交通局\n", [("市交通局", "own")], id="标签独占一行"),
    pytest.param(HEAD + "\n{}单位：\n市交通局、市公安局\n", [("市交通局", "own"), ("市公安局", "own")], id="名单在下一行"),
    pytest.param(HEAD + "\n{}：市交通局\n", [("市交通局", "own")], id="光杆标签"),
    pytest.param(HEAD + "（市交通局（{}）、市公安局）\n", [("市交通局", "own"), ("市公安局", "responsible")], id="名后括号"),
    pytest.param("任务表\n\n| 序号 | 工作任务 | {}单位 |\n|---|---|---|\n| 1 | 推进园区建设 | 青川河流域 |\n", [("青川河流域", "own")], id="表格的栏"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
@pytest.mark.parametrize(("word", "role"), [pytest.param("包保", "responsible", id="包保"), pytest.param("挂帅", "lead", id="挂帅"), pytest.param("认领", "responsible", id="认领")])
def test_a_word_of_a_role_is_read_in_all_its_forms(text: str, expected: list[tuple[str, str]], word: str, role: str, tmp_path: Path) -> None:
    """One rule in one file, and nothing else."""
    (tmp_path / "roles.toml").write_text(WORD.format(role, word, word), encoding="utf-8")
    tasks = parse(text.replace("{}", word).encode(), rules=load_rules(tmp_path)).tasks
    assert [(unit.name, unit.role) for unit in tasks[0].units] == [(name, role if said == "own" else said) for name, said in expected]
    assert word not in tasks[0].text


OVERSEEN = [
    pytest.param("（市教育局{}）", id="括号里"),
    pytest.param("（{}：市教育局）", id="光杆标签"),
    pytest.param("（{}单位：市教育局）", id="标签"),
    pytest.param("\n{}单位：市教育局", id="标签独占一行"),
    pytest.param("（市教育局（{}））", id="名后括号"),
]


@pytest.mark.parametrize("form", OVERSEEN)
@pytest.mark.parametrize("word", ["督导", "挂联"])
def test_a_word_of_those_who_watch_is_read_in_its_forms(form: str, word: str, tmp_path: Path) -> None:
    """A word of the program and one of one's own are read alike."""
    (tmp_path / "roles.toml").write_text(WORD.format("oversee", word, word).replace("督导", "挂点"), encoding="utf-8")
    tasks = parse((HEAD + form.format(word) + "\n").encode(), rules=load_rules(tmp_path)).tasks
    assert [(unit.name, unit.role) for unit in tasks[0].units] == [("市教育局", "oversee")]
    assert word not in tasks[0].text


@pytest.mark.parametrize("role", ["lead", "support", "responsible", "oversee"])
def test_a_word_of_any_role_may_be_added(role: str, tmp_path: Path) -> None:
    """No role refuses a word of its own."""
    (tmp_path / "roles.toml").write_text(WORD.format(role, "挂联", "挂联"), encoding="utf-8")
    assert check_rules(tmp_path, run_trial) == []


def test_a_word_that_is_read_otherwise_is_refused(tmp_path: Path) -> None:
    """The fault names the form in which the word says no such role."""
    path = tmp_path / "roles.toml"
    path.write_text(WORD.format("lead", "市", "市"), encoding="utf-8")
    assert check_rules(tmp_path, run_trial) == [f"{path}:1: our.word: must match but does not: '市': in '市教育局市' the role lead comes first"]


def test_a_word_of_a_role_passes_the_check(tmp_path: Path) -> None:
    """The check reads the word in its forms."""
    (tmp_path / "roles.toml").write_text(WORD.format("responsible", "包保", "包保"), encoding="utf-8")
    assert check_rules(tmp_path, run_trial) == []


def test_a_role_that_is_switched_off_is_not_read(tmp_path: Path) -> None:
    """What is built from a word goes with it."""
    (tmp_path / "roles.toml").write_text('[[rule]]\nid = "role.lead"\noff = true\n', encoding="utf-8")
    text = (HEAD + "（市教育局牵头）\n").encode()
    assert [[unit.role for unit in parse(text, rules=rules).tasks[0].units] for rules in (load_rules(), load_rules(tmp_path))] == [["lead"], []]


MARK = '[[rule]]\nid = "our.square"\nkind = "marker"\nvalue = "num-square"\npattern = \'【[ ]?\\d{1,2}[ ]?】\'\nreason = "【1】 of one county"\nyes = ["【1】加强领导"]\nno = ["【附件】"]\n'


@pytest.mark.parametrize("between", [pytest.param("\n", id="各占一行"), pytest.param("", id="连在一段")])
def test_a_mark_is_one_rule(between: str, tmp_path: Path) -> None:
    """【1】 is a mark once its rule is there: what its pattern begins with is read off the pattern."""
    (tmp_path / "markers.toml").write_text(MARK, encoding="utf-8")
    assert check_rules(tmp_path, run_trial) == []
    text = "重点任务清单\n" + between.join(f"【{n}】推进第{word}件事。" for n, word in enumerate("甲乙丙", 1))
    assert [task.label for task in parse(text.encode(), rules=load_rules(tmp_path)).tasks] == ["【1】", "【2】", "【3】"]


@pytest.mark.parametrize("path", sorted(rules_folder().glob("*.toml")), ids=lambda path: path.stem)
def test_no_pattern_is_long(path: Path) -> None:
    """What is longer than 200 characters is built from named parts."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    sources = [*table.get("parts", {}).values(), *(rule.get("pattern", "") for rule in table["rule"])]
    pieces = [piece for source in sources for piece in (source if isinstance(source, list) else [source])]
    assert [piece for piece in pieces if len(piece) > 200] == []


def test_words_of_roles_are_stated_once(rules: Rules) -> None:
    """No word is in two rules of one role, but where it is a noun too."""
    said = [(rule.value, word) for rule in rules["roles"].rules if rule.kind != "noun" for word in rule.words]
    assert len(said) == len(set(said))
