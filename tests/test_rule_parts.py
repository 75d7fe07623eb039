"""Parts of patterns: they work in any order, and one that cannot be put in, or that no rule uses, is refused."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from docx2tasks import load_rules, parse
from docx2tasks.errors import RulesError
from docx2tasks.rules import load, rules_folder
from docx2tasks.rules.check import check_rules
from docx2tasks.trials import run_trial

DOCUMENT = "工作方案\n1.建成平台。（挂帅单位：市教育局）\n2.开展检查。（责任单位：市财政局）\n"


def _rule(pattern: str, key: str = "our.label") -> str:
    return f'[[rule]]\nid = "{key}"\nkind = "label"\nvalue = "lead"\npattern = \'{pattern}\'\nreason = "x"\nyes = ["挂帅单位"]\nno = ["责任单位"]\n'


def _file(folder: Path, text: str) -> Path:
    path = folder / "units.toml"
    path.write_text(text, encoding="utf-8")
    return path


DOUBLING = "\n".join(f"a{n} = '{{a{n + 1}}}{{a{n + 1}}}'" for n in range(20))
CHAIN = "\n".join(f"a{n} = '{{a{n + 1}}}'" for n in range(60))

RIGHT = [
    pytest.param("word = '挂帅'", "{word}单位", id="在前"),
    pytest.param("all = '{word}(?:单位|部门)'\nword = '挂帅'", "{all}", id="用后面的部件"),
    pytest.param("a = '{b}'\nb = '{c}'\nc = ['挂帅', '总揽']", "{a}单位", id="层层往后"),
    pytest.param("word2 = '挂帅'", "{word2}单位", id="名字带数字"),
    pytest.param("area = '{area}|挂帅'", "{area}单位", id="在程序的部件上加"),
    pytest.param("seat = '挂帅'", "{seat}单位", id="与程序的部件同名"),
    pytest.param("word = '(挂)帅'", r"{word}(?:单位|\1)", id="部件里有组"),
]


@pytest.mark.parametrize(("parts", "pattern"), RIGHT)
def test_parts_stand_in_any_order(parts: str, pattern: str, tmp_path: Path) -> None:
    """The rule passes the check, and the unit behind its label leads."""
    _file(tmp_path, f"[parts]\n{parts}\n{_rule(pattern)}")
    assert check_rules(tmp_path, run_trial) == []
    first, second = parse(DOCUMENT.encode(), rules=load_rules(tmp_path)).tasks
    assert [(unit.name, unit.role) for unit in first.units] == [("市教育局", "lead")]
    assert [unit.role for unit in second.units] == ["responsible"]


WRONG = [
    pytest.param("a = '{b}'\nb = '{a}'", "{a}单位", ":3: part b: the part uses itself: a → b → a", id="循环"),
    pytest.param("a = '挂{a}'", "{a}单位", ":2: part a: the part uses itself: a → a", id="用自己"),
    pytest.param("a = '{none}'", "{a}单位", ":2: part a: no part is named 'none'", id="部件里没有的部件"),
    pytest.param("a = '挂帅'\nb = '包保'", "{a}单位", ":3: part b: no rule uses the part", id="没有规则用"),
    pytest.param(
        "a = '挂帅'\nb = '{c}'\nc = '包保'", "{a}单位", ":3: part b: no rule uses the part", id="只有没人用的部件用"
    ),
    pytest.param("a = '挂帅'", "{a}{A}单位", ":3: our.label: no part is named 'A'", id="大写"),
    pytest.param("a = '挂帅'", "{ a }{a}单位", ":3: our.label: no part is named ' a '", id="带空格"),
    pytest.param("a = '挂帅'", "{a}{单位}", ":3: our.label: no part is named '单位'", id="汉字"),
    pytest.param(
        "a_b = '挂帅'",
        "挂帅单位",
        ":2: part a_b: the name of a part is a-z, 0-9 and -, as in {our-office}",
        id="名字带下划线",
    ),
    pytest.param("a = []", "{a}挂帅单位", ":2: part a: a part is a pattern, or a list of alternatives", id="空的一列"),
    pytest.param(
        "a = ['挂帅', '']", "{a}单位", ":2: part a: a part is a pattern, or a list of alternatives", id="空的一项"
    ),
    pytest.param(
        "a = '('",
        "{a}挂帅单位",
        ":3: our.label: the pattern does not compile: missing ), unterminated subpattern at position 0",
        id="部件不通",
    ),
    pytest.param(
        f"{DOUBLING}\na20 = '挂'",
        "{a0}",
        ":10: part a8: with its parts the pattern has 36856 characters; 20000 are the most",
        id="越套越长",
    ),
    pytest.param(
        f"{CHAIN}\na60 = '挂帅'", "{a0}单位", ":52: part a50: parts of parts are more than 50 deep", id="套得太深"
    ),
]


@pytest.mark.parametrize(("parts", "pattern", "what"), WRONG)
def test_a_wrong_part_is_refused(parts: str, pattern: str, what: str, tmp_path: Path) -> None:
    """By the check and on loading, with file, line and part or rule."""
    path = _file(tmp_path, f"[parts]\n{parts}\n{_rule(pattern)}")
    assert f"{path}{what}" in check_rules(tmp_path, run_trial)
    with pytest.raises(RulesError) as caught:
        load_rules(tmp_path)
    assert caught.value.message in check_rules(tmp_path, run_trial)


TABLES = [
    pytest.param("parts = 3\n", ":1: parts are one [parts] table", id="不是表"),
    pytest.param("[[parts]]\na = '挂帅'\n", ":1: parts are one [parts] table", id="表的一列"),
    pytest.param("[parts]\na = '挂帅'\na = '包保'\n", ":3: Cannot overwrite a value (at line 3, column 9)", id="两次"),
]


@pytest.mark.parametrize(("text", "what"), TABLES)
def test_a_wrong_table_of_parts_is_refused(text: str, what: str, tmp_path: Path) -> None:
    """What is no table of parts is not passed over."""
    path = _file(tmp_path, text + _rule("挂帅单位"))
    assert check_rules(tmp_path, run_trial) == [f"{path}{what}"]


def test_lines_of_rules_written_inline(tmp_path: Path) -> None:
    """Rules without [[rule]] headers have the lines of their ids."""
    rule = "id = 'our.x', kind = 'label', value = 'lead', reason = 'x', yes = ['挂帅单位'], no = ['单位']"
    path = _file(tmp_path, f"rule = [\n  {{{rule}, pattern = '('}},\n]\n")
    assert check_rules(tmp_path, run_trial)[0].startswith(f"{path}:2: our.x: the pattern does not compile")


def test_the_program_s_own_parts_are_held_to_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that its own file lacks is a fault of the check and on loading, not a pattern that never matches."""
    shutil.copytree(rules_folder(), tmp_path / "rules")
    path = tmp_path / "rules" / "references.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("agency = ", "agent = "), encoding="utf-8")
    monkeypatch.setattr(load, "rules_folder", lambda: tmp_path / "rules")
    load.load_own.cache_clear()
    try:
        faults = [fault for fault in check_rules(tmp_path / "rules", run_trial) if "agency" in fault]
        with pytest.raises(RulesError, match="no part is named 'agency'"):
            load_rules.__wrapped__()
    finally:
        load.load_own.cache_clear()
    assert faults == [f"{path}:14: reference.number: no part is named 'agency'"]
