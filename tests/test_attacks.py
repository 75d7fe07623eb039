"""Files that once crashed the program, kept it busy or took all memory: each has its answer in seconds."""



from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from build_docx import abstract, docx, lvl, p
from build_html import page, paragraphs
from build_sheet import with_part, with_shared_strings, xlsx
from effort import within
from measured import run_measured
from word_series import linked_lists

from docx2tasks import Refusal, parse
from docx2tasks.readers.containers import find_container, find_members

SHEET = "xl/worksheets/sheet1.xml"
FORM = ["一、推进改造。（完成时限：）", "二、加强监管。", "责任单位：市教育局", "完成时限："]
ROWS = [("序号", "工作任务", "完成时限"), (1, "推进改造。", "完成时限："), (2, "加强监管。", "")]


def _sheet(change: Callable[[bytes], bytes], rows: list[tuple[object, ...]] | None = None) -> bytes:
    return with_part(xlsx({"清单": rows or ROWS}), SHEET, change)


def _long_numbers() -> bytes:
    """20,000 paragraphs, each with a number of a million characters in a file of 100 KB."""
    return docx(p("甲", num=(1, 0)) * 20_000, numbering=abstract(0, lvl(0, "长" * 1_000_000 + "%1")))


def _unclosed(tag: str) -> bytes:
    """A table of words that is nothing but beginnings of one tag."""
    whole = with_shared_strings(xlsx({"清单": ROWS}))
    return with_part(
        whole,
        "xl/sharedStrings.xml",
        lambda part: re.sub(rb"(?s)<si>.*", b"<si>" + tag.encode() * 100_000 + b"</si></sst>", part),
    )


def _hidden(columns: int = 4_000) -> bytes:
    """A hidden row, each cell of which is merged with the one below."""

    def merge(part: bytes) -> bytes:
        names = [_letters(n) for n in range(columns)]
        cells = "".join(f'<c r="{name}1"><v>1</v></c>' for name in names)
        rows = f'<sheetData><row r="1" hidden="1">{cells}</row><row r="2"><c r="A2"><v>5</v></c></row></sheetData>'
        merged = "".join(f'<mergeCell ref="{name}1:{name}2"/>' for name in names)
        return re.sub(rb"(?s)<sheetData>.*</sheetData>", f"{rows}<mergeCells>{merged}</mergeCells>".encode(), part)

    return _sheet(merge)


def _letters(number: int) -> str:
    letters, rest = "", number + 1
    while rest:
        rest, sign = divmod(rest - 1, 26)
        letters = chr(65 + sign) + letters
    return letters


def _forged(part: bytes) -> bytes:
    """The sheet, before it one in a processing instruction."""
    fake = '<?x <sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>一、伪造任务。</t></is></c></row></sheetData> ?>'
    return part.replace(b"<sheetData>", fake.encode() + b"<sheetData>", 1)


def _without_places(part: bytes) -> bytes:
    return re.sub(rb' r="[A-Z]*\d+"', b"", part)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param("\n".join(FORM).encode, 2, id="text: blank fields"),
        pytest.param(lambda: page(paragraphs(*FORM)).encode(), 2, id="page: blank fields"),
        pytest.param(lambda: docx("".join(map(p, FORM))), 2, id="Word: blank fields"),
        pytest.param(lambda: xlsx({"清单": ROWS}), 2, id="workbook: blank fields"),
        pytest.param(_long_numbers, "text-too-long", id="Word: long automatic numbers"),
        pytest.param(lambda: linked_lists(3_000), "no-tasks", id="Word: a chain of lists"),
        pytest.param(lambda: _unclosed("<rPh"), "xml-broken", id="workbook: unclosed readings"),
        pytest.param(lambda: _unclosed("<t "), "xml-broken", id="workbook: unclosed words"),
        pytest.param(("1." + "主办单位：。" * 8_000).encode, "not-a-task-list", id="text: labels side by side"),
        pytest.param(("责任人：，任务分工表\t" * 5_000).encode, "no-tasks", id="text: labels and tabs"),
        pytest.param(
            lambda: xlsx({"清单": [*ROWS[:1], (1, "推进改造。", (2_958_465.99999999, "yyyy/m/d h:mm:ss"))]}),
            1,
            id="workbook: the last moment of 9999",
        ),
        pytest.param(
            lambda: xlsx(
                {
                    "清单": [
                        ("工作任务", "责任单位"),
                        ("推进改造。", "、".join(f"市第{n}局" for n in range(8_000))[:32_000]),
                    ]
                }
            ),
            1,
            id="workbook: a cell of units",
        ),
        pytest.param(_hidden, "table-too-big", id="workbook: merged hidden cells"),
        pytest.param(lambda: _sheet(_without_places), 2, id="workbook: cells without places"),
        pytest.param(lambda: _sheet(_forged), 2, id="workbook: a sheet in an instruction"),
    ],
)
def test_what_once_did_harm(make: Callable[[], bytes], expected: int | str) -> None:
    """So many tasks, none, or a refusal; in seconds."""
    data = make()
    with within(3):
        assert _outcome(data) == expected


def _outcome(data: bytes) -> int | str:
    try:
        document = parse(data)
    except Refusal as refusal:
        return refusal.code
    codes = [diagnostic.code for diagnostic in document.diagnostics]
    assert "internal-error" not in codes
    assert not any("伪造" in task.text for task in document.tasks)
    return len(document.tasks) or next(code for code in codes if code in {"no-tasks", "not-a-task-list"})


def test_a_name_of_many_quotes() -> None:
    """A mail whose attachment's name is 300 KB of quotes and semicolons."""
    name = 'a;\\"' * 100_000
    mail = (
        "From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n"
        f'Content-Type: text/plain\nContent-Disposition: attachment; filename="{name}"\n\n一、推进改造。\n--B--'
    ).encode()
    container = find_container(mail)
    assert container is not None
    with within(3):
        assert len([*find_members(mail, container)]) == 1


def test_memory_of_long_numbers(tmp_path: Path) -> None:
    """The program takes less than 300 MB to refuse them."""
    file = tmp_path / "编号.docx"
    file.write_bytes(_long_numbers())
    measured = run_measured(file)
    assert (measured.outcome, measured.left) == ("text-too-long", 0)
    assert measured.parent_mb < 300
