"""Rules that are wrong in one way, drawn at random: each is refused with file, line and id, or works."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from docx2tasks import load_rules, parse
from docx2tasks.errors import RulesError
from docx2tasks.rules.check import check_rules
from docx2tasks.rules.kinds import KINDS
from docx2tasks.trials import run_trial

RIGHT = Path(__file__).parent / "rules_right"
FILES = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in sorted(RIGHT.glob("*.toml"))}
ALL = [(name, rule) for name, table in FILES.items() for rule in table["rule"]]
TEXT = (
    "青川市2022年重点任务清单\n一、重点任务\n1.12月底前建成平台3个，其中合格率不低于95%。（市教育局牵头，市财政局配合）\n"
    "2.市卫健局应当每季开展检查。\n序号\t工作任务\t责任单位\n1\t建成中心\t市交通局\n"
)
DRAWS = 24

Raw = dict[str, object]
Way = Callable[[Raw, random.Random], Raw]


def _in_pattern(change: Callable[[str, random.Random], str]) -> Way:
    """A way to make a pattern wrong; words are made a pattern first."""

    def changed(raw: Raw, draw: random.Random) -> Raw:
        kept = {key: value for key, value in raw.items() if key != "words"}
        pattern = str(raw.get("pattern") or "|".join(map(str, raw.get("words", ()))))  # type: ignore[call-overload]
        return kept | {"pattern": change(pattern, draw)}

    return changed


def _without(text: str, draw: random.Random) -> str:
    at = draw.randrange(len(text))
    return text[:at] + text[at + 1 :]


def _one_of(*tails: str) -> Callable[[str, random.Random], str]:
    return lambda pattern, draw: pattern + draw.choice(tails)


WAYS: list[Way] = [
    lambda raw, draw: raw | {"kind": _without(str(raw["kind"]), draw)},
    lambda raw, draw: raw | {"kind": draw.choice([name for _, name in KINDS])},
    lambda raw, draw: raw | {"value": draw.choice(["boss", "", "02-30", "lead", "auto", "99Y", 3])},
    lambda raw, draw: raw | {draw.choice(list(raw)): draw.choice([3, True, [], ["a", 3], "", [""]])},
    lambda raw, draw: {key: value for key, value in raw.items() if key != draw.choice(list(raw))},
    lambda raw, draw: raw | {draw.choice(["hint", "match", "score", "off", "words"]): draw.choice(["x", "full", 1])},
    lambda raw, draw: raw | {"yes": [draw.choice(["甲乙丙", "。", "市教育局", "12月底前"])]},
    lambda raw, _: raw | {"no": raw["yes"]},
    _in_pattern(_without),
    _in_pattern(lambda text, _: re.sub(r"\?P<\w+>", "", text)),
    _in_pattern(lambda text, _: re.sub(r"\?P<\w+>", "?P<boss>", text, count=1)),
    _in_pattern(lambda text, _: f"(?:{text})?"),
    _in_pattern(lambda text, _: f"(?:{text}+)+"),
    _in_pattern(lambda text, draw: draw.choice([".*", "[一-龥]+", r"\s*", "(?i)", "(?!)"]) + text),
    _in_pattern(_one_of("|", "{none}", "{A}", r"\9", r"\1", "(?P=x)", "(?#(", "(?(1)a|b)", "（", "\\", "(?P<r0>x)")),
]


def _draw(seed: int) -> tuple[str, Raw]:
    draw = random.Random(seed)  # noqa: S311  a draw that can be repeated
    name, right = draw.choice(ALL)
    return name, draw.choice(WAYS)(dict(right), draw)


@pytest.mark.parametrize("seed", range(DRAWS))
def test_a_drawn_rule_is_refused_or_works(seed: int, tmp_path: Path) -> None:
    """Never a fault without its place, never a rule that the check passes and loading or reading does not."""
    name, raw = _draw(seed)
    path = tmp_path / f"{name}.toml"
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in raw.items()]
    path.write_text("\n[[rule]]\n" + "".join(lines), encoding="utf-8")
    faults = check_rules(path, run_trial)
    place = f"{path}:2: {raw['id']}: " if isinstance(raw.get("id"), str) and raw["id"] else f"{path}:2: "
    assert [fault for fault in faults if not fault.startswith(place)] == []
    refusal = _load(path)
    assert refusal is None or refusal in faults


def _load(path: Path) -> str | None:
    """Why a file is refused on loading; where it is not, a text is read with it."""
    try:
        rules = load_rules(path)
    except RulesError as error:
        return error.message
    assert parse(TEXT.encode(), rules=rules).tasks
    return None
