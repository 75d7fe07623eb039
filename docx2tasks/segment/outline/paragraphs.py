"""What a paragraph without a number is, told by its words."""

from __future__ import annotations

from functools import lru_cache

from docx2tasks.numerals import fold_width
from docx2tasks.rules import Rules
from docx2tasks.segment.sentences import is_sentence_like

_SHAPES = frozenset(
    {"title", "subtitle", "run-in-title", "label-tail", "preamble", "run-in-foot", "run-in-head", "measure", "counted"}
)  # asked for by name only


def paragraph_to_kind(folded: str, rules: Rules) -> str | None:
    """The kind of a paragraph that is told apart by its words, None for running text.

    ``附件2`` is ``attachment-mark``, ``2022年4月19日`` is ``date``, ``主要措施：`` is ``label-line``.
    """
    if len(folded) > 300:
        return None
    return _kind_of(folded, rules)


@lru_cache(maxsize=4096)
def _kind_of(folded: str, rules: Rules) -> str | None:
    for rule in rules["paragraphs"].rules:
        if rule.kind not in _SHAPES and rule.find(folded):
            return rule.kind
    return None


def is_title_like(text: str, rules: Rules) -> bool:
    """Whether a line may be (part of) the title of a plan, a list or an attachment."""
    folded = fold_width(text).strip()
    return (
        rules["paragraphs"].find("title", folded) is not None
        or rules["paragraphs"].find("subtitle", folded) is not None
    )


def find_plan_title(text: str, rules: Rules) -> tuple[int, int] | None:
    """Where the title of another plan stands in run-together words, before its preamble.

    ``…满意度。某某行动工作方案为贯彻…，制定本方案。`` gives the place of ``某某行动工作方案``.
    """
    folded = fold_width(text)
    found = [m for rule in rules["paragraphs"].of("run-in-title") for m in rule.regex.finditer(folded)]
    return found[-1].span("title") if found else None


def find_run_in_label(text: str, rules: Rules) -> int | None:
    """Where a label line that has lost its own line begins: ``…提供支撑。具体措施：``."""
    for rule in rules["paragraphs"].of("label-tail"):
        found = rule.regex.search(fold_width(text[-20:]))
        if found:
            return max(0, len(text) - 20) + found.start()
    return None


def is_preamble_like(text: str, rules: Rules) -> bool:
    """Whether a paragraph leads in to a plan: ``为进一步深化…，特制定以下规定：``."""
    folded = fold_width(text)
    return any(rule.find(folded) for rule in rules["paragraphs"].of("preamble"))


def find_run_on(text: str, kind: str, rules: Rules) -> int | None:
    """Where words that have lost their own line begin at the end of ``text``.

    ``kind`` is ``run-in-foot`` (an office and a date) or ``run-in-head`` (``专栏9 …工程``).
    """
    tail = text[-120:]
    found = next((m for rule in rules["paragraphs"].of(kind) if (m := rule.regex.search(fold_width(tail)))), None)
    return len(text) - len(tail) + found.start(1) if found else None


def says_who_must(text: str, rules: Rules) -> bool:
    """Whether words say who must do something, or by when: ``各单位应当落实责任。``."""
    folded = fold_width(text)
    return is_sentence_like(text) and any(rule.find(folded) for rule in rules["paragraphs"].of("measure"))
