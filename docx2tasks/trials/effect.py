"""Whether a rule has any effect on the text that it matches.

Some kinds are only asked beside others: 前 makes a deadline of 6月30日, alone it is nothing.  Their examples are put
into the phrases below, and what the extractor finds in one of them has to change.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from docx2tasks.extract.actors import ActorFinder
from docx2tasks.extract.targets import TargetFinder
from docx2tasks.extract.times import TimeFinder, Years
from docx2tasks.rules import Rules, RuleSet
from docx2tasks.source import Passage

YEARS = Years(2020, date(2020, 1, 1))  # for examples without a year

# Chinese in this module: phrases that show the effect of a rule on a time, an amount or a body
_OF_TIMES = {
    "joint": ("4月{}", "4月{}底前", "4月{}6月"),
    "aside": ("6月30日{}", "6月30日{}前"),
    "next": ("4月22日至{}", "9月上旬、{}", "2022年10月至{}", "2022.3-{}", "2022.3.1-{}", "3月至{}"),
    "event": ("{}之日起30日内", "{}后5个工作日内"),
    "tail": ("每月{}", "每年{}", "每周{}", "每季度{}"),
    "once": ("每年{}",),
    "before": ("{}6月30日", "{}2022年6月", "{}2022年"),
    "behind": ("6月30日{}", "6月{}", "2022年6月{}"),
    "due-label": ("{}6月30日", "{}6.30"),
    "works": ("2021年{}", "完成2020年{}"),
    "planned": ("{}2022年建成", "{}2022年"),
    "done": ("{}2022年农村改厕工作",),
    "work": ("完成2022年{}",),
    "effect": ("自2022年3月{}",),
    "qualifier": ("2018年底{}", "2022年底{}"),
    "day-word": ("{}前",),
    "year-word": ("{}年6月底前",),
    "step-word": ("{}月10日前", "{}周五前", "{}季度末前"),
    "weekday-word": ("下周{}前",),
    "plan-word": ("“{}五”期间",),
    "unit-word": ("每{}检查", "自印发之日起30{}内", "{}有报告"),
    "edge-word": ("6月{}前", "今年{}前", "2022年{}", "{}", "年{}前"),
    "third-word": ("6月{}前",),
}
_OF_TARGETS = {
    "number": ("不低于{}家",),
    "share": ("{}以上", "达到{}"),
    "fraction": ("达到{}", "压减{}"),
    "whole": ("{}",),
    "many": ("不低于3{}", "达到3{}个"),
    "unit": ("不低于3{}",),
    "per": ("不低于3公斤{}",),
    "range": ("3{}个以上", "建成2{}个", "达到3{}"),
    "before": ("{}22家", "{}95%"),
    "behind": ("22家{}", "30%{}"),
    "rate": ("{}95%",),
    "change": ("{}3%", "{}30分钟", "{}3个"),
    "verb": ("{}22家", "{}3个中心", "{}3万亩", "{}3公里"),
    "object": ("{}12个县开展检查", "{}12户家庭开展检查"),
    "object-done": ("对12户{}",),
    "recurring": ("{}开展2次", "{}2次"),
    "no-before": ("{}30年以上", "{}30%", "{}30家以上"),
}
_OF_ACTORS = {
    "body": ("{}应当公示。",),
    "modal": ("市教育局{}。", "市教育局{}公示名单。"),
    "binds-later": ("市教育局{}。", "市教育局{}要公示。"),
    "between": ("市教育局{}制定规划。", "市教育局{}应当公示。"),
    "verb": ("市教育局{}。",),
    "by-verb": ("由市教育局{}。",),
    "by": ("{}制定规划。", "{}市教育局制定规划。", "要{}制定规划。"),
    "aside": ("{}市教育局制定规划。", "{}制定规划。", "{}应当公示。"),
    "other-verb": ("{}市教育局制定规划。", "{}制定规划。", "{}应当公示。"),
    "qualified": ("{}企业应当公示。",),
    "inside": ("{}公示。", "{}应当公示。", "有关人员{}企业应当公示。"),
}

Outcome = Callable[[Rules, str], object]


def whole(folded: str) -> Passage:
    """A text as a passage of its own."""
    return Passage(folded, ((0, len(folded)),))


def _times(rules: Rules, text: str) -> object:
    finder = rules.once(TimeFinder)
    return [finder.find(whole(text), YEARS, is_column=is_column) for is_column in (False, True)]


def _actors(rules: Rules, text: str) -> object:
    return rules.once(ActorFinder).find(whole(text))


def _targets(rules: Rules, text: str) -> object:
    return rules.once(TargetFinder).find(whole(text))


PHRASES: dict[tuple[str, str], tuple[Outcome, tuple[str, ...]]] = {
    **{("times", kind): (_times, phrases) for kind, phrases in _OF_TIMES.items()},
    **{("actors", kind): (_actors, phrases) for kind, phrases in _OF_ACTORS.items()},
    **{("targets", kind): (_targets, phrases) for kind, phrases in _OF_TARGETS.items()},
}
"""For kinds that are only asked beside others: the extractor, and phrases in which their words mean something."""


def has_effect(rules: Rules, name: str, kind: str, folded: str) -> bool:
    """Whether the extractor of a kind in :data:`PHRASES` finds something else without the rules that match."""
    outcome, phrases = PHRASES[name, kind]
    less = _without(rules, name, tuple(rule.id for rule in rules[name].of(kind) if rule.find(folded)))
    texts = (phrase.format(folded) for phrase in phrases)
    return any(outcome(rules, text) != outcome(less, text) for text in texts)


@lru_cache(maxsize=4)  # the examples of a rule come one after the other
def _without(rules: Rules, name: str, ids: tuple[str, ...]) -> Rules:
    """The rules without some of a set."""
    kept = tuple(rule for rule in rules[name].rules if rule.id not in ids)
    return Rules({**rules.sets, name: RuleSet(name, kept)})
