"""Random texts of what plans are made of: ``python tests/grammar.py --count 20000 --seed 5``.

Labels, marks, brackets, units, dates, quantities, blank fields and lines of tables, put together without sense.
Text number N of a seed is always the same: ``grammar.make_text(seed, N)``.
"""

# ruff: noqa: E501  (a list of words is one line, and Chinese counts double)

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from docx2tasks import Refusal
from docx2tasks.pipeline import Reading, parse_with_source
from docx2tasks.rules import Rules, load_rules

SLOWEST = 5.0  # seconds of the processor for one of these texts, which take milliseconds

_MARKS = "一、|（一）|十、|1.|1．|（1）|①|⑳|第一条|第三章|1）|a.|1.1|1.2.3|一是|首先|壹、|●|—|99.|（十一）|2、|二、|3.|附件1|附件：|附表"
_UNITS = "市教育局|省发展改革委|各区县人民政府|各有关部门|市委办公室、市财政局|市住建局（市人防办）|县（市、区）|等部门|张三|XX单位|教科文卫体委"
_ROLES = "牵头|配合|负责|会同|按职责分工负责|牵头，|参与|指导|等配合|分别负责|由市教育局牵头|此项工作由"
_LABELS = "责任单位|牵头单位|配合单位|完成时限|完成时间|时间节点|责任人|分管领导|备注|工作目标|主要措施|联系人|组　长|成员|抄送|注"
_DATES = (
    "2022年12月底前|6月30日前|“十四五”期间|每季度|每月5日前|2022—2025年|2022年13月|2月30日|二〇二二年六月|第二季度末|为期3年|至2023年|3月：|"
    "2022.6|即日起|长期|年底前|9999年12月31日|次年1月|上半年|自发布之日起30日内|0000年0月0日|2021年至2019年"
)
_COUNTS = "不低于90%|≥3家|1/2|百分之五|3—5个|1,234万元|一百二十所|翻一番|0.0001‰|½|同比增长5%以上|9" + "9" * 40
_WORDS = "推进老旧小区改造|加强监管|建立台账|落实经费|开展检查|完善机制|《关于印发方案的通知》|〔2022〕15号|青政办发〔2022〕3号|以下简称“方案”|下同|列第一位的为牵头单位"
_ODD = "\u200b|\ufeff|\u202e|\ufffd|𠀀|\x0b|&nbsp;|<br>|│|┌─┐|├┼┤|+--+|---|......3|……5|— 1 —|目录|http://a.b/|13800000000|#REF!|同上|/|无|____"
_BRACKETS = "（{}）|({})|【{}】|〔{}〕|[{}]|《{}》|“{}”|（{}|{}）|（（{}）"
_STOPS = ("", "", "。", "，", "、", "；", "：", "！", "\n", "\n", "\n\n", " ", "　", "\t", "。\n", "；\n")

_BLANKS = re.compile(r"[\s\u00a0\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00]+")

Piece = Callable[[Random], str]


def _one_of(words: str) -> Piece:
    known = words.split("|")
    return lambda dice: dice.choice(known)


def _in_brackets(dice: Random) -> str:
    return dice.choice(_BRACKETS.split("|")).format(_row(dice, dice.choice((0, 1, 2, 4))))


def _field(dice: Random) -> str:
    """A label with something behind it, or with nothing: in a bracket, on a line, anywhere."""
    label = _one_of(_LABELS)(dice) + dice.choice("：：:")
    value = "" if dice.random() < 0.4 else _row(dice, dice.choice((1, 2)))
    return dice.choice(("{}", "（{}）", "\n{}\n", "【{}】", "{}；")).format(label + value)


def _table(dice: Random) -> str:
    """Lines of a table parted by tabs, bars or drawn lines; some cells are blank, some rows short."""
    columns, sign = dice.randint(2, 6), dice.choice(("\t", "\t", "|", " | ", "│", "    "))
    head = ["序号", "工作任务", "责任单位", "完成时限", "备注", "措施"][:columns]
    rows = [
        [_row(dice, dice.choice((0, 1, 1, 2))).replace("\n", " ") for _ in range(columns)]
        for _ in range(dice.randint(1, 5))
    ]
    lines = [head] * (dice.random() < 0.7) + [row[: dice.choice((columns, columns, columns - 1))] for row in rows]
    return "\n" + "\n".join(sign.join(line) for line in lines) + "\n"


_PIECES: Sequence[Piece] = (
    *map(_one_of, (_MARKS, _MARKS, _UNITS, _UNITS, _ROLES, _DATES, _COUNTS, _WORDS, _WORDS, _ODD)),
    _field,
    _field,
    _in_brackets,
)


def _row(dice: Random, count: int) -> str:
    """So many pieces, each with a stop or nothing behind it."""
    plain = _PIECES[:-3]
    return "".join(dice.choice(plain)(dice) + dice.choice(_STOPS) for _ in range(count))


def make_text(seed: int, number: int) -> str:
    """The text of this number."""
    dice = Random(f"{seed} {number}")  # noqa: S311  no secret
    words = "".join(
        dice.choice(_PIECES)(dice) + dice.choice(_STOPS) for _ in range(dice.choice((2, 3, 5, 8, 15, 30, 60)))
    )
    if dice.random() < 0.3:
        words = _table(dice) + (words if dice.random() < 0.5 else "")
    if dice.random() < 0.1:
        words += dice.choice(("\n", "", "2022年3月1日\n")) + words
    return "1." + words if dice.random() < 0.3 else words


class Outcome(NamedTuple):
    """What became of a text: ``read``, the code of a refusal, or the harm it does, with the text."""

    what: str
    text: str


def read_text(text: str, rules: Rules) -> Outcome:
    """What a text comes to; anything but records that are true to it and refusals is harm (``!…``)."""
    begun = time.process_time()
    try:
        reading = parse_with_source(text.encode("utf-8"), rules=rules, source_format="text")
    except Refusal as refusal:
        return Outcome(refusal.code if refusal.code != "crashed" else f"!{refusal.__cause__!r}", text)
    except Exception as error:  # noqa: BLE001  whatever it is, it is told
        return Outcome(f"!{error!r}", text)
    slow = time.process_time() - begun > SLOWEST
    return Outcome("!slow" if slow else _to_harm(reading) or "read", text)


def _to_harm(reading: Reading) -> str:
    text, document = reading.source.text, reading.document
    faults = [d.message for d in document.diagnostics if d.code == "internal-error"]
    if faults:
        return f"!{faults[0]}"
    return next((f"!{task.text[:20]} is not at its place" for task in document.tasks if not _is_true(task, text)), "")


def _is_true(task: object, text: str) -> bool:
    place = task.location  # type: ignore[attr-defined]
    pieces = place.pieces or [(place.start, place.end)]
    words = "".join(text[low:high] for low, high in pieces)
    names = (u for u in task.units if not u.inherited)  # type: ignore[attr-defined]
    said = all(_squeeze("".join(text[a:b] for a, b in unit.span)) == _squeeze(unit.name) for unit in names)
    return 0 <= place.start < place.end <= len(text) and said and _squeeze(words) == _squeeze(task.text)  # type: ignore[attr-defined]


def _squeeze(words: str) -> str:
    return _BLANKS.sub("", words)


def main() -> None:
    """Read so many texts, and print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    rules = load_rules()
    counts: Counter[str] = Counter()
    for number in range(given.count):
        outcome = read_text(make_text(given.seed, number), rules)
        counts[outcome.what] += 1
        if outcome.what.startswith("!"):
            print(number, outcome.what, repr(outcome.text[:300]), flush=True)  # noqa: T201
    print(counts.most_common())  # noqa: T201


if __name__ == "__main__":
    main()
