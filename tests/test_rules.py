"""Rules: each keeps its own examples, takes time in proportion, and a broken file is named."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from docx2tasks import load_rules, parse
from docx2tasks.errors import ExitCode, RulesError
from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rule, RuleSet
from docx2tasks.rules.check import check_rules, example_faults
from docx2tasks.rules.load import pattern_faults
from docx2tasks.trials import run_trial

ALL = [pytest.param(rule, id=rule.id) for rule in load_rules()]
SHORT = tuple(int(16 * 1.2**step) for step in range(14))  # small steps: exponential time is seen before it hurts
SHORT_SECONDS = 0.1
DOUBLED = (2_000, 4_000, 8_000)
FLOOR = 0.02  # seconds below which a ratio says nothing
SLOW: dict[str, str] = {}  # rules that still break the rule, with why
LEAST = """
[[rule]]
id = "time.new"
kind = "point"
value = "event"
pattern = '(?P<m>1[0-2])月'
reason = "a month"
yes = ["12月"]
no = ["三月"]
"""


@pytest.mark.parametrize("rule", ALL)
def test_a_rule_keeps_its_examples(rule: Rule) -> None:
    """The program uses it on every yes, on no no, and the pattern has a sound shape."""
    assert rule.yes
    assert rule.no
    name = rule.file.removesuffix(".toml")
    assert not list(example_faults(load_rules(), name, rule, run_trial))
    assert not list(pattern_faults(rule, Path(rule.file)))


def test_ids_are_unique_and_say_where_they_stand() -> None:
    """No two rules of any file share an id."""
    ids = [rule.id for rule in load_rules()]
    assert len(ids) == len(set(ids))


# linear in the input -----------------------------------------------------------------------


def _seconds(rule: Rule, text: str) -> float:
    """Seconds of the processor that the rule takes on ``text``, applied the way it says."""
    began = time.process_time()
    if rule.match == "search":
        for _ in rule.regex.finditer(text):
            pass
    else:
        rule.find(text)
    return time.process_time() - began


def _strings(rule: Rule) -> list[str]:
    """Words that a pattern likes, to be repeated: its examples, their first halves, single signs."""
    words = [fold_width(word) for word in (*rule.yes, *rule.no)]
    heads = [word[: (len(word) + 1) // 2] for word in words]
    signs = sorted(set("".join(rule.yes)))[:6]
    return [word for word in dict.fromkeys([*words[:4], *heads[:4], *map(fold_width, signs), " ", "1", "1.", "、", "一", "部", "("]) if word]


def _faults_of_time(rule: Rule, unit: str) -> str | None:
    """What is wrong with the time a rule takes on ``unit`` repeated: first short texts, then doubled ones."""
    for size in SHORT:
        text = unit * (size // len(unit) + 1) + "！"
        if _seconds(rule, text) > SHORT_SECONDS < (spent := _seconds(rule, text)):  # not by chance
            return f"{unit!r} to {size} characters takes {spent:.2f} s"
    texts = [unit * (size // len(unit) + 1) + "！" for size in DOUBLED]
    if _seconds(rule, texts[-1]) < FLOOR:
        return None
    spent_on = [min(_seconds(rule, text) for _ in range(3)) for text in texts]
    ratios = [late / max(early, 1e-6) for early, late in pairwise(spent_on)]
    return f"{unit!r} takes {spent_on}" if spent_on[-1] >= FLOOR and min(ratios) >= 3 else None


@pytest.mark.parametrize("rule", ALL)
def test_a_pattern_takes_time_in_proportion(rule: Rule, request: pytest.FixtureRequest) -> None:
    """Doubling the input does not more than about double the time, for every repeated string."""
    if rule.id in SLOW:
        request.applymarker(pytest.mark.xfail(strict=True, reason=SLOW[rule.id]))
    assert next(filter(None, (_faults_of_time(rule, unit) for unit in _strings(rule))), None) is None


SLOW_PATTERNS = [
    pytest.param(r"(x+)+", "inside a repeat", id="nested"),
    pytest.param(r"甲(?:(?:[一-龥]{1,9}[、,]?)+)牵头", "inside a repeat", id="nested, one bounded"),
    pytest.param(r"甲(?:a|a)+b", "inside a repeat", id="choice in a repeat"),
    pytest.param(r"甲(x{1,9}){1,9}", "inside a repeat", id="bounded both"),
    pytest.param(r"甲((a|b)*)*", "inside a repeat", id="three deep"),
    pytest.param(r"^(.*?)[,](.*?)[,](.*?)(?:完成|落实)$", "square", id="three of anything"),
    pytest.param(r"甲[^。]*乙.*丙", "square", id="two wide sets"),
    pytest.param(r"甲(?:乙.*|丙)[一-龥]+", "square", id="two wide sets on one way"),
    pytest.param(r"\s+$", "begins with", id="blanks at the end"),
    pytest.param(r"[一-龥]+局", "begins with", id="a search that begins wide"),
]
LINEAR_PATTERNS = [r"甲.*", r"甲(?:乙.*|丙[^,]*)", r"(?:[^、]{1,20}、){1,9}甲", r"^.*甲", r"[ ]*甲[ ]*乙", r"甲(?:\d[年月])+", r"甲(?>x+)+乙", r"(?<!甲)乙\d{1,20}"]


@pytest.mark.parametrize(("pattern", "words"), SLOW_PATTERNS)
def test_a_slow_pattern_of_others_is_refused(pattern: str, words: str, tmp_path: Path) -> None:
    """On loading as in the check, by its shape; file, line and rule are named."""
    path = _file(tmp_path, LEAST.replace("(?P<m>1[0-2])月", pattern))
    with pytest.raises(RulesError) as caught:
        load_rules(tmp_path)
    assert caught.value.code == "rules-slow"
    assert caught.value.message.startswith(f"{path}:2: time.new: ")
    assert words in caught.value.message
    assert [fault for fault in check_rules(tmp_path, run_trial) if words in fault]


@pytest.mark.parametrize("pattern", LINEAR_PATTERNS)
def test_a_linear_pattern_is_loaded(pattern: str, tmp_path: Path) -> None:
    """What is bounded, possessive or parted by other signs passes."""
    _file(tmp_path, LEAST.replace("(?P<m>1[0-2])月", pattern))
    assert load_rules(tmp_path)["times"].rules[0].source == pattern


def test_a_pattern_that_is_none_is_refused(tmp_path: Path) -> None:
    """Not a bug when it is first met, but a refusal on loading."""
    path = _file(tmp_path, LEAST.replace("1[0-2])", "1[0-2]"))
    with pytest.raises(RulesError, match="compile") as caught:
        load_rules(tmp_path)
    assert (caught.value.code, str(path) in caught.value.message) == ("rules-pattern", True)


# broken files ------------------------------------------------------------------------------


def _file(folder: Path, text: str, name: str = "times.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        pytest.param(lambda s: s.replace("[[rule]]", "[[rule"), "rules-syntax", ["line 2"], id="不是TOML"),
        pytest.param(lambda s: s.replace('id = "time.new"\n', ""), "rules-shape", [":2:", "needs an id"], id="没有编号"),
        pytest.param(lambda s: s.replace('kind = "point"\n', ""), "rules-shape", [":2:", "time.new", "needs a kind"], id="没有种类"),
        pytest.param(lambda s: s.replace('reason = "a month"\n', ""), "rules-shape", [":2:", "time.new", "needs a reason"], id="没有理由"),
        pytest.param(lambda s: s + 'words = ["12月"]\n', "rules-shape", [":2:", "time.new", "either a pattern or words"], id="模式与词并存"),
        pytest.param(lambda s: s.replace("pattern = '(?P<m>1[0-2])月'\n", ""), "rules-shape", [":2:", "time.new", "either a pattern or words"], id="没有模式"),
        pytest.param(lambda s: s + 'colour = "red"\n', "rules-shape", [":2:", "time.new", "colour"], id="不认识的键"),
        pytest.param(lambda s: s + 'match = "middle"\n', "rules-shape", [":2:", "time.new", "match is one of"], id="不认识的匹配"),
        pytest.param(lambda s: s.replace('yes = ["12月"]\n', ""), "rules-shape", [":2:", "time.new", "examples"], id="没有正例"),
        pytest.param(lambda s: s.replace('no = ["三月"]\n', "no = []\n"), "rules-shape", [":2:", "time.new", "examples"], id="没有反例"),
        pytest.param(lambda s: s + s, "rules-id", [":11:", "time.new", "used twice"], id="编号重复"),
        pytest.param(lambda s: s.replace("1[0-2]", "{no-such}"), "rules-part", [":2:", "time.new", "no-such"], id="没有这个部件"),
        pytest.param(lambda _: "rule = 3\n", "rules-shape", ["[[rule]]"], id="规则不是表"),
        pytest.param(lambda s: "[parts]\nx = 3\n" + s, "rules-shape", [":2:", "part x", "list of alternatives"], id="部件不是模式"),
        pytest.param(lambda s: s.replace("[[rule]]", "[[rules]]"), "rules-shape", [":1:", "unknown table 'rules'"], id="表名多一字"),
        pytest.param(lambda s: s.replace('["12月"]', '"12月"'), "rules-shape", [":2:", "time.new", "lists of texts"], id="例子不是一列"),
        pytest.param(lambda s: s + "off = 1\n", "rules-shape", [":2:", "time.new", "off is true or left out"], id="关闭写成数字"),
        pytest.param(lambda _: '[[rule]]\nid = "time.none"\noff = true\n', "rules-id", [":1:", "time.none", "off has no effect"], id="关闭没有的规则"),
    ],
)
def test_a_broken_file_is_named(change: Callable[[str], str], code: str, words: list[str], tmp_path: Path) -> None:
    """A broken rule file is refused with its code, its file, its line and its rule."""
    path = _file(tmp_path, change(LEAST))
    with pytest.raises(RulesError) as caught:
        load_rules(tmp_path)
    assert caught.value.code == code
    assert caught.value.exit_code == ExitCode.RULES
    assert str(path) in caught.value.message
    assert all(word in caught.value.message for word in words), caught.value.message


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[[rule]] # 注\n" + LEAST.strip().removeprefix("[[rule]]"), id="表头后有注释"),
        pytest.param('[parts]\nx = ["月", "月份"]\n' + LEAST.replace("月'", "{x}'"), id="部件是一列词"),
    ],
)
def test_an_odd_file_is_read(text: str, tmp_path: Path) -> None:
    """TOML that is merely unusual is read."""
    _file(tmp_path, text)
    assert load_rules(tmp_path)["times"].rules[0].id == "time.new"


def test_a_file_of_no_rule_set(tmp_path: Path) -> None:
    """A file whose name is no rule set is refused, and the names that are one are listed."""
    _file(tmp_path, LEAST, "dates.toml")
    with pytest.raises(RulesError, match=r"dates\.toml:1") as caught:
        load_rules(tmp_path)
    assert "times" in caught.value.hint


def test_no_folder(tmp_path: Path) -> None:
    """An overlay that does not exist is refused."""
    with pytest.raises(RulesError, match="not a file or folder"):
        load_rules(tmp_path / "none")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(lambda s: s, None, id="没有毛病"),
        pytest.param(lambda s: s.replace('yes = ["12月"]', 'yes = ["九月"]'), "must match but does not: '九月'", id="正例不合"),
        pytest.param(lambda s: s.replace('no = ["三月"]', 'no = ["11月"]'), "must not match but does: '11月'", id="反例相合"),
        pytest.param(lambda s: s.replace("1[0-2])", "1[0-2]"), "does not compile", id="模式不通"),
        pytest.param(lambda s: s.replace("1[0-2])", "(?:1+)+)"), "exponential", id="重复套重复"),
        pytest.param(lambda s: s.replace("(?P<m>1[0-2])月", "月*"), "matches nothing", id="模式为空"),
        pytest.param(lambda s: s.replace("kind", "kind "), None, id="键后空格"),
    ],
)
def test_checking_an_overlay(change: Callable[[str], str], words: str | None, tmp_path: Path) -> None:
    """Each fault of an overlay is a line with file, line, rule and what is wrong."""
    path = _file(tmp_path, change(LEAST))
    faults = check_rules(tmp_path, run_trial)
    if words is None:
        assert faults == []
    else:
        assert [fault for fault in faults if fault.startswith(f"{path}:2: time.new: ") and words in fault]


# overlays ----------------------------------------------------------------------------------


def _ids(rules: RuleSet) -> list[str]:
    return [rule.id for rule in rules.rules]


def test_a_new_rule_stands_in_front(tmp_path: Path) -> None:
    """A rule with a new id is added before the program's own; nothing else changes."""
    _file(tmp_path, LEAST)
    assert _ids(load_rules(tmp_path)["times"]) == ["time.new", *_ids(load_rules()["times"])]
    assert _ids(load_rules(tmp_path)["units"]) == _ids(load_rules()["units"])


def test_a_known_rule_is_replaced_in_its_place(tmp_path: Path) -> None:
    """A rule with a known id takes the place of the program's own."""
    _file(tmp_path, LEAST.replace("time.new", "time.month"))
    overlaid = load_rules(tmp_path)["times"]
    assert _ids(overlaid) == _ids(load_rules()["times"])
    assert next(rule for rule in overlaid.rules if rule.id == "time.month").source == "(?P<m>1[0-2])月"


def test_a_rule_is_switched_off(tmp_path: Path) -> None:
    """``off`` takes a rule away."""
    _file(tmp_path, '[[rule]]\nid = "time.plan"\noff = true\n')
    assert set(_ids(load_rules()["times"])) - set(_ids(load_rules(tmp_path)["times"])) == {"time.plan"}


def test_an_overlay_uses_the_parts_below_it(tmp_path: Path) -> None:
    """A pattern of an overlay may name the program's parts."""
    _file(tmp_path, LEAST.replace("(?P<m>1[0-2])月", "{mon}份"))
    assert load_rules(tmp_path)["times"].rules[0].source.endswith(")份")


def test_an_overlay_changes_the_records(tmp_path: Path) -> None:
    """A word that is added to the rules makes a unit, and one that is switched off unmakes it."""
    text = "工作方案\n1.甲事。（操办单位：市教育局）\n2.乙事。（责任单位：市财政局）\n".encode()
    _file(
        tmp_path,
        '[[rule]]\nid = "unit.label-more"\nkind = "label"\nvalue = "lead"\nwords = ["操办单位"]\nmatch = "full"\n'
        'reason = "a local word"\nyes = ["操办单位"]\nno = ["责任单位"]\n',
        "units.toml",
    )
    own = [[unit.role for unit in task.units] for task in parse(text).tasks]
    more = [[unit.role for unit in task.units] for task in parse(text, rules=load_rules(tmp_path)).tasks]
    assert (own[1], more) == (["responsible"], [["lead"], ["responsible"]])


def test_words_are_literal_and_longest_first(tmp_path: Path) -> None:
    """Words are no patterns, and the longer of two wins."""
    _file(
        tmp_path,
        '[[rule]]\nid = "unit.w"\nkind = "label"\nvalue = "lead"\nwords = ["甲.", "甲.乙"]\nreason = "x"\nyes = ["甲.乙"]\nno = ["甲丙"]\n',
        "units.toml",
    )
    rule = load_rules(tmp_path)["units"].rules[0]
    found = rule.find("甲.乙")
    assert found is not None
    assert found.group() == "甲.乙"
    assert re.escape("甲.") in rule.source
