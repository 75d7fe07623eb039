"""What fails unexpectedly in one place of a document costs that place its value, and is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from build_docx import docx, p, tbl, tr
from cases import show_time, show_units

from docx2tasks import Document, Refusal, parse
from docx2tasks.faults import attempt, collect_faults
from docx2tasks.limits import DEFAULT
from docx2tasks.pipeline import bytes_to_reading
from docx2tasks.rules import Rule, Rules, RuleSet

PLAN = """某市2022年重点任务清单

一、重点任务
1.6月底前完成改造，覆盖率不低于90%。（责任单位：市教育局）
2.每季度开展检查。（牵头单位：市财政局）
"""
TABLE = tbl(
    tr("序号", "工作任务", "责任单位", "完成时限"),
    tr("1", "完成改造，覆盖率不低于90%。", "市教育局", "6月底前"),
    tr("2", "开展检查。", "市财政局牵头", "每季度"),
    columns=4,
)
ROWS = docx(TABLE)


def spoilt(rules: Rules, name: str, change: Callable[[Rule], Rule]) -> Rules:
    """The rules with those of one file changed; no folder of rules may hold such ones."""
    return Rules({**rules.sets, name: RuleSet(name, tuple(map(change, rules.sets[name].rules)))})


def faults(document: Document) -> list[str]:
    """The exceptions that the document tells of, with the place of each."""
    found = [d for d in document.diagnostics if d.code == "internal-error"]
    assert all(d.level == "error" and d.location for d in found)
    return [d.message for d in found]


@pytest.mark.parametrize("data", [pytest.param(PLAN.encode(), id="lines"), pytest.param(ROWS, id="rows of a table")])
@pytest.mark.parametrize(
    ("name", "rule", "value", "error"),
    [
        pytest.param("times", "time.month", "unheard-of", "KeyError", id="a time"),
        pytest.param("units", "unit.label-responsible", "chief", "ValidationError", id="a unit behind a label"),
        pytest.param("units", "unit.verb-lead", "chief", "ValidationError", id="a unit before a verb"),
        pytest.param("targets", "target.at-least", "about", "ValidationError", id="a target"),
    ],
)
def test_a_value_is_lost_alone(data: bytes, name: str, rule: str, value: str, error: str, rules: Rules) -> None:
    """Both measures are there; what differs is what the rule that fails gives."""
    whole = parse(data, rules=rules)
    broken = parse(data, rules=spoilt(rules, name, lambda one: replace(one, value=value) if one.id == rule else one))
    assert [task.text for task in broken.tasks] == [task.text for task in whole.tasks]
    for task, before in zip(broken.tasks, whole.tasks, strict=True):
        assert {*show_units(task)} <= {*show_units(before)}
        assert {*map(show_time, task.times)} <= {*map(show_time, before.times)}
        assert task.location == before.location
    assert broken == whole or all(error in fault for fault in faults(broken))


GROUPLESS = [
    pytest.param("units", "unit.added", id="clauses and titles"),
    pytest.param("paragraphs", "paragraph.run-in-foot", id="the foot"),
    pytest.param("metadata", "meta.number-run-in", id="the number"),
]


@pytest.mark.parametrize("data", [pytest.param(PLAN.encode(), id="lines"), pytest.param(ROWS, id="rows of a table")])
@pytest.mark.parametrize(("name", "rule"), GROUPLESS)
def test_a_measure_is_never_lost(data: bytes, name: str, rule: str, rules: Rules) -> None:
    """Where a whole step fails for a place, the measures are those of before."""

    def change(one: Rule) -> Rule:
        return replace(one, source="改造|检查|清单|[0-9]") if one.id == rule else one

    broken = parse(data, rules=spoilt(rules, name, change))
    assert len(broken.tasks) == 2
    assert all("IndexError" in d.message for d in broken.diagnostics if d.code == "internal-error")


@pytest.mark.parametrize("every", [5, pytest.param(1, marks=pytest.mark.long)])
def test_every_rule_that_fails_costs_a_value(rules: Rules, every: int) -> None:
    """Whatever a rule is made to say, the document is read."""
    data = docx("".join(map(p, PLAN.split("\n"))) + TABLE)
    for name, rule_set in rules.sets.items():
        for one in rule_set.rules[::every]:
            bad = replace(one, value="unheard-of", source="改造|检查|清单|责任|[0-9]")
            made = Rules({**rules.sets, name: RuleSet(name, tuple(bad if r is one else r for r in rule_set.rules))})
            assert parse(data, rules=made).source.bytes == len(data), one.id


def test_a_fault_is_told_with_its_place() -> None:
    """What works is untouched; what fails is an error at the place that was read."""
    assert attempt("a time", ((0, 1),), "kept", str.upper, "a") == "A"
    with collect_faults() as found:
        assert attempt("a time", ((2, 3),), "kept", int, "a") == "kept"
    assert [(d.code, d.level, d.spans) for d in found] == [("internal-error", "error", ((2, 3),))]


@pytest.mark.parametrize("error", [MemoryError, Refusal])
def test_what_concerns_the_document_goes_on(error: type[Exception]) -> None:
    """A refusal and a lack of memory are not the fault of one place; nor is anything outside a document."""

    def fail() -> None:
        raise error(*("too-slow", "it took long", "wait")[: 3 if error is Refusal else 0])

    with collect_faults() as found, pytest.raises(error):
        attempt("a time", (), None, fail)
    assert found == []
    with pytest.raises(ValueError, match="invalid literal"):
        attempt("a time", (), None, int, "a")


def test_what_a_reader_did_not_expect_is_a_refusal(rules: Rules) -> None:
    """Nothing that stands in a file ends the program as a fault of its own (exit code 70)."""
    with pytest.raises(Refusal) as raised:
        bytes_to_reading(PLAN, None, rules, DEFAULT)  # type: ignore[arg-type]  # text where bytes are expected
    assert (raised.value.code, raised.value.exit_code) == ("crashed", 3)
    assert isinstance(raised.value.__cause__, TypeError)
