"""What an office gets of the records is read back as it was meant: by icalendar, python-docx, LibreOffice, csv."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from program import call

from docx2tasks import Document, parse
from docx2tasks.export.csv_text import cell_to_text
from docx2tasks.model import Time
from docx2tasks.office.breakdown import document_to_breakdown
from docx2tasks.office.calendar import CalendarEvent, events_to_ics, fold
from docx2tasks.office.chunks import document_to_chunks
from docx2tasks.office.csv_table import ENCODINGS, rows_to_csv, rows_to_jsonl
from docx2tasks.office.events import documents_to_calendar, split_by_unit
from docx2tasks.office.flat import FLAT_COLUMNS, document_to_flat
from docx2tasks.office.kinds import KINDS, OfficeKind, OfficeOptions
from docx2tasks.office.markdown import table_to_markdown, text_to_markdown
from docx2tasks.office.occasions import times_to_occasions
from docx2tasks.office.outputs import write_output
from docx2tasks.office.word_table import tables_to_docx

PAPER = """某县2023年民生实事任务清单

一、改善出行
（一）修缮道路
(1)6月底前修缮|城东|道路5条。（牵头单位：县交通运输局；配合单位：县财政局、县住房城乡建设局）
(2)6月底前、12月底前各检查一次路面。（牵头单位：县交通运输局）
（二）便民停车
(1)建成停车场3处，形成管理办法。（责任单位：县住房城乡建设局）
二、保障供水
(1)自2023年3月起，每季一次检测水质。（责任单位：县卫生健康局）
(2)每月公开水质结果。（责任单位：县卫生健康局）
"""


@pytest.fixture(scope="module")
def paper() -> Document:
    """A list of five tasks."""
    document = parse(PAPER.encode())
    assert len(document.tasks) == 5
    return document


# --- calendar ----------------------------------------------------------------------------------------


def read_calendar(events: list[CalendarEvent], alarm: int | None = 7) -> list[Any]:
    """The events of a calendar as icalendar reads them; no line is too long."""
    text = "".join(events_to_ics(events, name="民生实事", alarm=alarm))
    assert all(len(line) <= 75 for line in text.encode().split(b"\r\n"))
    return icalendar.Calendar.from_ical(text).walk("VEVENT")


def test_days_of_a_calendar(paper: Document) -> None:
    """An event for each day that the paper gives, a whole day each; what has no day is listed, not invented."""
    found = documents_to_calendar([("清单.txt", paper)])
    read = read_calendar(found.events)
    assert [one.decoded("DTSTART") for one in read] == [
        date(2023, 3, 1), date(2023, 6, 30), date(2023, 6, 30), date(2023, 12, 31),
    ]  # fmt: skip
    assert all(one.decoded("DTEND") - one.decoded("DTSTART") == timedelta(1) for one in read)
    assert [dict(one["RRULE"]) for one in read if "RRULE" in one] == [{"FREQ": ["MONTHLY"], "INTERVAL": [3]}]
    assert [(name, task.text) for name, task in found.undated] == [
        ("清单.txt", "建成停车场3处，形成管理办法。"),
        ("清单.txt", "每月公开水质结果。"),
    ]


def test_values_of_an_event(paper: Document) -> None:
    """Units, words and the alarm come back as they are; without an alarm there is none."""
    (event,) = (one for one in documents_to_calendar([("清单.txt", paper)]).events if "城东" in one.description)
    (read,) = read_calendar([event])
    assert read["CATEGORIES"].cats == ["县交通运输局", "县财政局", "县住房城乡建设局"]
    assert str(read["DESCRIPTION"]) == event.description
    assert str(read["SUMMARY"]).startswith("【县交通运输局】6月底前修缮|城东|道路")
    assert [one.decoded("TRIGGER") for one in read.walk("VALARM")] == [timedelta(-7)]
    assert not read_calendar([event], alarm=None)[0].walk("VALARM")


def test_ids_of_events(paper: Document) -> None:
    """A copy adds nothing; the events of the same paper read again have the same ids, whatever else is in it."""
    events = documents_to_calendar([("清单.txt", paper)]).events
    longer = parse(PAPER.replace("二、", "(2)7月底前划定车位。\n二、").encode())
    assert documents_to_calendar([("清单.txt", paper), ("副本.txt", paper)]).events == events
    assert {one.uid for one in events} < {one.uid for one in documents_to_calendar([("清单.txt", longer)]).events}


def test_calendars_by_unit(paper: Document) -> None:
    """Each event stands with each of its units."""
    found = split_by_unit(documents_to_calendar([("清单.txt", paper)]).events)
    assert {unit: len(events) for unit, events in found.items()} == {
        "县卫生健康局": 1, "县交通运输局": 3, "县财政局": 1, "县住房城乡建设局": 1,
    }  # fmt: skip


@given(st.text(max_size=200), st.integers(0, 80))
def test_any_words_in_a_calendar(words: str, before: int) -> None:
    """They come back but for signs that a calendar cannot hold, and a fold takes no character apart."""
    words = "甲" * before + words.encode("utf-8", "ignore").decode()
    kept = "".join(sign for sign in words if sign >= " " and not "\x7f" <= sign <= "\x9f")
    (read,) = read_calendar([CalendarEvent("1@x", date(2023, 1, 1), kept, "甲")])
    assert str(read["SUMMARY"]) == kept
    assert fold(kept).replace("\r\n ", "") == kept


def make_time(text: str, kind: Any, start: str | None = None, end: str | None = None, every: str | None = None) -> Time:
    """A time without a place."""
    return Time(text=text, kind=kind, start=start, end=end, every=every, span=[], rule="")


START = make_time("自2022年3月起", "start", "2022-03-01")
RECURRENCES = [
    ("每季一次", "P3M", date(2022, 3, 1), "FREQ=MONTHLY;INTERVAL=3"),
    ("每周", "P1W", date(2022, 3, 1), "FREQ=WEEKLY"),
    ("每两年", "P2Y", date(2022, 3, 1), "FREQ=YEARLY;INTERVAL=2"),
    ("每月10日前", "P1M", date(2022, 3, 10), "FREQ=MONTHLY"),
    ("每月底前", "P1M", date(2022, 3, 31), "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("每季度末", "P3M", date(2022, 3, 31), "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1"),
    ("每年2月底前", "P1Y", date(2023, 2, 28), "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1"),
]


@pytest.mark.parametrize(("words", "every", "day", "rule"), RECURRENCES)
def test_recurrences(words: str, every: str, day: date, rule: str) -> None:
    """They begin where the paper says so, on the day that their own words name; alone they have no day."""
    time = make_time(words, "recurring", every=every)
    (found,) = times_to_occasions([START, time])
    assert (found.day, found.rule) == (day, rule)
    assert times_to_occasions([time]) == []


def test_periods_of_recurrences() -> None:
    """A period is a beginning where the recurrence comes twice in it, and then its end."""
    monthly = make_time("每月", "recurring", every="P1M")
    year = make_time("2025年", "period", "2025-01-01", "2025-12-31")
    assert [one.rule for one in times_to_occasions([year, monthly])] == ["FREQ=MONTHLY;UNTIL=20251231", ""]
    yearly = make_time("每年", "recurring", every="P1Y")
    assert [one.rule for one in times_to_occasions([year, yearly])] == [""]


def test_long_measures_in_a_calendar(paper: Document) -> None:
    """What an event says is bounded, however long the measure."""
    long = paper.tasks[0].model_copy(update={"text": "修缮道路" * 9_000})
    (event,) = documents_to_calendar([("清单.txt", paper.model_copy(update={"tasks": [long]}))]).events
    assert len(event.summary) < 100
    assert 2_000 < len(event.description) < 2_100


# --- tables ------------------------------------------------------------------------------------------


def test_word_table(paper: Document) -> None:
    """python-docx reads the cells, with the merged ones as one; the page lies on its side, the header is repeated."""
    data = tables_to_docx([document_to_breakdown(paper), document_to_breakdown(paper)])
    read = docx.Document(io.BytesIO(data))
    first, second = read.tables
    assert [cell.text for cell in first.rows[0].cells] == [
        "序号", "类别", "重点任务", "工作任务", "牵头单位", "配合单位", "责任单位", "完成时限",
    ]  # fmt: skip
    assert [[cell.text for cell in row.cells][:3] for row in first.rows[1:4]] == [
        ["1", "一、改善出行", "（一）修缮道路"],
        ["2", "一、改善出行", "（一）修缮道路"],
        ["3", "一、改善出行", "（二）便民停车"],
    ]  # fmt: skip
    assert first.cell(1, 1)._tc is first.cell(3, 1)._tc is not first.cell(4, 1)._tc
    assert first.cell(1, 2)._tc is not first.cell(3, 2)._tc
    assert first.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert (read.sections[0].page_width or 0) > (read.sections[0].page_height or 0)
    assert {"仿宋", "黑体"} == {*read.element.xpath("//w:rFonts/@w:eastAsia")}
    assert "PAGE" in read.sections[0].footer._element.xml
    assert len(second.rows) == 6


def test_word_table_is_the_same_each_time(paper: Document) -> None:
    """The same bytes, and no member of the zip tells when it was made."""
    one, other = (tables_to_docx([document_to_breakdown(paper)]) for _ in range(2))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as members:
        assert {member.date_time for member in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_roles_that_no_task_names_have_no_column() -> None:
    """Nor have headings where there are none."""
    table = document_to_breakdown(parse("2023年任务清单\n1.建成停车场。（责任单位：县交通运输局）\n".encode()))
    assert [column.heading for column in table.columns] == ["序号", "工作任务", "责任单位", "完成时限"]


def test_markdown(paper: Document) -> None:
    """A row a task with as many cells as the head has; what Markdown would make something of is escaped."""
    lines = "".join(table_to_markdown(document_to_breakdown(paper))).splitlines()
    rows = [line for line in lines if line.startswith("|")]
    assert len(rows) == 7
    assert {row.replace("\\|", "").count("|") for row in rows} == {9}
    assert "修缮\\|城东\\|道路" in rows[2]
    assert text_to_markdown("甲\r\n<b>*乙*") == "甲<br>&lt;b&gt;\\*乙\\*"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_csv(paper: Document, encoding: str) -> None:
    """The csv module reads the values that flat JSON Lines hold."""
    rows = [*document_to_flat(paper, "甲/清单.txt")]
    data = b"".join(rows_to_csv(rows, encoding))
    assert data.startswith(b"\xef\xbb\xbf") == (encoding == "utf-8")
    read = [*csv.DictReader(io.StringIO(data.decode(encoding.replace("utf-8", "utf-8-sig")), newline=""))]
    lines = [json.loads(line) for line in b"".join(rows_to_jsonl(rows)).splitlines()]
    assert [[*line] for line in lines] == [[column.name for column in FLAT_COLUMNS]] * 5
    assert [{key: cell_to_text(cell) for key, cell in row.items()} for row in read] == [
        {key: "" if value is None else str(value) for key, value in line.items()} for line in lines
    ]
    assert read[0]["label"] == "'(1)"
    assert (lines[0]["lead"], lines[0]["support"]) == ("县交通运输局", "县财政局、县住房城乡建设局")
    assert (lines[1]["ends_on"], lines[3]["starts_on"]) == ("2023-12-31", "2023-03-01")


def test_chunks(paper: Document) -> None:
    """Each text says all by itself; ids differ between papers that hold the same task."""
    chunks = [*document_to_chunks(paper, "清单.txt")]
    assert chunks[0]["text"] == (
        "《某县2023年民生实事任务清单》\n改善出行 › 修缮道路\n6月底前修缮|城东|道路5条。\n"
        "牵头单位：县交通运输局；配合单位：县财政局、县住房城乡建设局\n完成时限：6月底前（2023-06-30）"
    )
    other = [*document_to_chunks(parse(PAPER.replace("某县", "某市").encode()), "清单.txt")]
    assert {one["id"] for one in chunks}.isdisjoint(one["id"] for one in other)


# --- files -------------------------------------------------------------------------------------------


# what needs more than records: the text of the documents, or a workbook
MORE = frozenset({"corrections", "label-studio", "doccano", "doccano-relations"})
OF_RECORDS = [kind for kind in KINDS if kind.name not in MORE]
SAME = [kind for kind in OF_RECORDS if kind.name != "duckdb"]  # which writes other bytes each time


@pytest.mark.parametrize("kind", SAME, ids=[kind.name for kind in SAME])
def test_files(tmp_path: Path, paper: Document, kind: OfficeKind) -> None:
    """The same bytes each time; where reading breaks off the old file stays, and nothing beside it."""
    path = tmp_path / "出"
    write_output(kind.name, [("清单.txt", paper)], path)
    written = path.read_bytes()
    if kind.is_filled:
        path.unlink()
    write_output(kind.name, iter([("清单.txt", paper)]), path)
    assert path.read_bytes() == written

    def breaks_off() -> Iterator[tuple[str, Document]]:
        yield "清单.txt", paper
        raise KeyboardInterrupt

    other = tmp_path / "别" if kind.is_filled else path
    with pytest.raises(KeyboardInterrupt):
        write_output(kind.name, breaks_off(), other)
    assert [*tmp_path.iterdir()] == [path]
    assert path.read_bytes() == written


def test_options_of_files(tmp_path: Path, paper: Document) -> None:
    """CSV in the encoding asked for, a calendar without alarms."""
    write_output("csv", [("清单.txt", paper)], tmp_path / "a", OfficeOptions(encoding="gb18030"))
    assert "县财政局".encode("gb18030") in (tmp_path / "a").read_bytes()
    write_output("ics", [("清单.txt", paper)], tmp_path / "b", OfficeOptions(alarm=None))
    assert b"VALARM" not in (tmp_path / "b").read_bytes()


# --- the command -------------------------------------------------------------------------------------


SHOWN = [
    ("表.docx", (), b"PK"),
    ("表.md", (), "县交通运输局".encode()),
    ("表.csv", ("--encoding", "gb18030"), "县交通运输局".encode("gb18030")),
    ("日历.ics", ("--alarm", "3"), b"TRIGGER:-P3D"),
    ("日历.ics", ("--alarm", "none"), b"BEGIN:VCALENDAR"),
    ("行.jsonl", (), b'{"document_name":'),
    ("片段.jsonl", ("--to", "chunks"), b'"metadata":'),
    ("片段", ("--to", "flat"), b'{"document_name":'),
]


@pytest.mark.parametrize(("name", "args", "part"), SHOWN)
def test_export_writes_what_the_name_says(tmp_path: Path, name: str, args: tuple[str, ...], part: bytes) -> None:
    """The suffix decides, ``--to`` overrides it, options reach the file."""
    (tmp_path / "清单.txt").write_text(PAPER, encoding="utf-8")
    result = call("export", tmp_path / "清单.txt", "-o", tmp_path / name, *args)
    assert result.returncode == 0, result.stderr.decode()
    assert "1 document read, 5 tasks, 0 failed" in result.stderr.decode()
    data = (tmp_path / name).read_bytes()
    assert part in data
    assert (b"VALARM" in data) == (args == ("--alarm", "3"))


WRONG = [
    ("表.docx", ("--alarm", "3"), "usage"),
    ("表.xlsx", ("--encoding", "gb18030"), "usage"),
    ("表.csv", ("--layout", "版式.toml"), "usage"),
    ("表.md", ("--by", "unit"), "usage"),
    ("日历.ics", ("--alarm", "-3"), "usage"),
    ("日历.ics", ("--alarm", "三"), "usage"),
    ("表", (), "unknown-kind"),
    ("表.md", ("--to", "calendar"), "unknown-kind"),
    ("无/表.md", (), "not-writable"),
    ("旧.docx", (), "in-the-way"),
    ("旧.xlsx", (), "in-the-way"),
]


@pytest.mark.parametrize(("name", "args", "code"), WRONG)
def test_what_a_kind_does_not_take_is_refused(tmp_path: Path, name: str, args: tuple[str, ...], code: str) -> None:
    """Before anything is read: the source is not even there."""
    for suffix in (".docx", ".xlsx"):
        (tmp_path / f"旧{suffix}").write_bytes(b"typed")
    result = call("export", tmp_path / "没有.txt", "-o", tmp_path / name, *args)
    assert (result.returncode, f": {code}: " in result.stderr.decode()) == (2, True), result.stderr.decode()
    assert (tmp_path / "旧.docx").read_bytes() == (tmp_path / "旧.xlsx").read_bytes() == b"typed"


def test_calendars_of_units(tmp_path: Path) -> None:
    """A file for each unit with its days; tasks without a day are told with the name of their file."""
    (tmp_path / "清单.txt").write_text(PAPER, encoding="utf-8")
    result = call("export", tmp_path / "清单.txt", "-o", tmp_path / "期限.ics", "--by", "unit")
    assert result.returncode == 0
    assert "no day for 清单.txt: (1)建成停车场3处" in result.stderr.decode()
    found = {path.name: path.read_bytes().count(b"BEGIN:VEVENT") for path in tmp_path.glob("*.ics")}
    assert found == {
        "期限-县卫生健康局.ics": 1, "期限-县交通运输局.ics": 3, "期限-县财政局.ics": 1, "期限-县住房城乡建设局.ics": 1,
    }  # fmt: skip


@pytest.mark.parametrize("suffix", [suffix for kind in SAME for suffix in kind.suffixes if kind.name != "flat"])
def test_parse_writes_what_export_writes(tmp_path: Path, suffix: str) -> None:
    """The suffix of ``-o`` decides, ``-f`` overrides it, and options of JSON are refused with it."""
    (tmp_path / "清单.txt").write_text(PAPER, encoding="utf-8")
    called = call("parse", tmp_path / "清单.txt", "-o", tmp_path / f"甲{suffix}")
    assert (called.returncode, called.stdout) == (0, b""), called.stderr.decode()
    assert call("export", tmp_path / "清单.txt", "-o", tmp_path / f"乙{suffix}").returncode == 0
    first, second = ((tmp_path / f"{name}{suffix}").read_bytes() for name in "甲乙")
    assert first.replace("甲".encode(), "乙".encode()) == second  # a calendar is called by its file
    assert call("parse", tmp_path / "清单.txt", "-o", tmp_path / f"丙{suffix}", "-f", "json").returncode == 0
    assert json.loads((tmp_path / f"丙{suffix}").read_bytes())["tasks"]
    refused = call("parse", tmp_path / "没有.txt", "-o", tmp_path / f"丁{suffix}", "--ascii")
    assert (refused.returncode, b": usage: " in refused.stderr) == (2, True)


def test_parse_writes_over_no_workbook(tmp_path: Path) -> None:
    """Nor is the document looked for where one is in the way."""
    (tmp_path / "台账.xlsx").write_bytes(b"typed")
    result = call("parse", tmp_path / "没有.txt", "-o", tmp_path / "台账.xlsx")
    assert (result.returncode, b": in-the-way: " in result.stderr) == (2, True)
    assert (tmp_path / "台账.xlsx").read_bytes() == b"typed"


def test_parse_writes_lines_by_name(tmp_path: Path) -> None:
    """``.jsonl`` is what ``-f jsonl`` prints."""
    (tmp_path / "清单.txt").write_text(PAPER, encoding="utf-8")
    assert call("parse", tmp_path / "清单.txt", "-o", tmp_path / "行.jsonl").returncode == 0
    assert (tmp_path / "行.jsonl").read_bytes() == call("parse", tmp_path / "清单.txt", "-f", "jsonl").stdout


def test_files_of_ours_in_a_folder_are_no_papers(tmp_path: Path, paper: Document) -> None:
    """A folder gives its tasks once, whatever was exported into it; a file of ours named by itself is read."""
    (tmp_path / "清单.txt").write_text(PAPER, encoding="utf-8")
    written = [f"出{number}{(*kind.suffixes, '.txt2')[0]}" for number, kind in enumerate(OF_RECORDS)]
    for name, kind in zip(written, OF_RECORDS, strict=True):
        write_output(kind.name, [("清单.txt", paper)], tmp_path / name)
    write_output("csv", [("清单.txt", paper)], tmp_path / "码.csv", OfficeOptions(encoding="gb18030"))
    lines = call("batch", tmp_path, "-").stdout.splitlines()
    assert {json.loads(line)["document_name"] for line in lines} == {"清单.txt"}
    assert len(lines) == 5
    assert call("batch", tmp_path, tmp_path / "结果").returncode == 0
    told = json.loads(call("status", tmp_path / "结果", "-f", "json").stdout)
    assert told["outcomes"]["skipped"]["documents"] == len(written) + 1
    assert call("parse", tmp_path / written[1], "-f", "jsonl").stdout.count(b"\n") == 5


def test_a_source_is_not_written_over(tmp_path: Path) -> None:
    """``in-the-way``: a document that is read stays, whatever is written."""
    (tmp_path / "清单.md").write_text(PAPER, encoding="utf-8")
    result = call("export", tmp_path / "清单.md", "-o", tmp_path / "清单.md")
    assert (result.returncode, b": in-the-way: " in result.stderr) == (2, True)
    assert (tmp_path / "清单.md").read_text(encoding="utf-8") == PAPER
