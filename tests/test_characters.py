"""Look-alike and unseen characters in every format: the records are those of the plain words."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from build_docx import docx, p
from build_html import page
from build_sheet import xlsx

from docx2tasks import parse, parse_with_source

TITLE = "云溪市2024年重点任务清单"
HEADING = "二、部门工作"
TASK = "1.6月底前，各部门、人民政府完成门户网站改版。（责任单位：市长热线办、市龙门区青年宫）"
ALIKE: dict[str, str] = {"月": "⽉", "门": "⻔", "民": "⺠", "户": "⼾", "长": "⻓", "龙": "⻰", "青": "⻘", "二": "⼆"}
UNSEEN = ["\u00ad", "\u200b", "\u200e", "\u202a", "\u2063", "\u3164", "\u180e", "\ufe0f", "\ufffc", "\ufeff"]


def _word(lines: list[str]) -> bytes:
    return docx(*(p(line) for line in lines))


def _page(lines: list[str]) -> bytes:
    return page("".join(f"<p>{line}</p>" for line in lines)).encode()


def _sheet(lines: list[str]) -> bytes:
    title, heading, task = lines
    return xlsx({"表": [[title], ["类别", "重点任务"], [heading, task]]})


def _text(lines: list[str]) -> bytes:
    return "\n".join(lines).encode()


WRITERS = [_word, _page, _sheet, _text]


def _records(data: bytes) -> list[tuple[str, list[str], list[str | None]]]:
    return [(t.text, [u.name for u in t.units], [str(time.end) for time in t.times]) for t in parse(data).tasks]


@pytest.mark.parametrize("write", WRITERS)
def test_look_alike_characters_are_read_as_what_they_stand_for(write: Callable[[list[str]], bytes]) -> None:
    """Radicals of both blocks, also where NFKC knows nothing of them; said once, as an info."""
    alike = ["".join(ALIKE.get(sign, sign) for sign in line) for line in (TITLE, HEADING, TASK)]
    assert _records(write(alike)) == _records(write([TITLE, HEADING, TASK])) != []
    (said,) = [one for one in parse(write(alike)).diagnostics if one.code == "characters-replaced"]
    assert said.level == "info"


@pytest.mark.parametrize("sign", UNSEEN, ids=[f"{ord(sign):04X}" for sign in UNSEEN])
@pytest.mark.parametrize("write", WRITERS)
def test_unseen_characters_are_no_part_of_words(write: Callable[[list[str]], bytes], sign: str) -> None:
    """Inside a date, a name and a sentence they are dropped; spans still point to the words."""
    words = TASK.replace("月底", f"月{sign}底").replace("市长", f"市{sign}长").replace("改版", f"改{sign}版")
    data = write([TITLE, HEADING, words])
    assert _records(data) == _records(write([TITLE, HEADING, TASK])) != []
    reading = parse_with_source(data)
    (unit, *_) = reading.document.tasks[0].units
    assert "".join(reading.source.text[start:end] for start, end in unit.span) == unit.name
