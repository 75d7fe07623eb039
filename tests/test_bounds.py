"""Every document has a deadline and a bound on memory, in the program and in the library."""

from __future__ import annotations

from pathlib import Path

import pytest
from build_docx import docx, p, tbl, tr
from build_html import page, paragraphs
from build_sheet import xlsx
from program import call, run

from docx2tasks import Refusal, parse
from docx2tasks.deadline import check_deadline, deadline
from docx2tasks.limits import DEFAULT, bound
from docx2tasks.readers.large import is_large

MEASURES = [f"{n}．推进第{n}项改造，完善设施。（责任单位：市教育局）" for n in range(1, 400)]
DOCUMENTS = {
    "text": "\n".join(MEASURES).encode(),
    "html": page(paragraphs(*MEASURES)).encode(),
    "docx": docx("".join(map(p, MEASURES))),
    "docx table": docx(tbl(tr("序号", "工作任务"), *[tr(str(n), m) for n, m in enumerate(MEASURES, 1)], columns=2)),
    "xlsx": xlsx({"清单": [("序号", "工作任务"), *enumerate(MEASURES, 1)]}),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_library_keeps_a_deadline(name: str) -> None:
    """A small file is read in place, and given up all the same."""
    data = DOCUMENTS[name]
    assert not is_large(data, DEFAULT)
    with pytest.raises(Refusal) as raised:
        parse(data, timeout=0.001)
    assert raised.value.code == "too-slow"
    assert parse(data, timeout=600).tasks


def test_a_large_file_has_a_process_of_its_own() -> None:
    """By its bytes, or by what its parts inflate to; that process has the same bounds."""
    text = "\n".join(MEASURES * 150).encode()
    assert is_large(text, DEFAULT)
    assert is_large(docx(p("推进改造。" * 8) * 200_000), DEFAULT)
    with pytest.raises(Refusal) as raised:
        parse(text, timeout=0.1)
    assert raised.value.code == "too-slow"


@pytest.mark.parametrize("command", ["parse", "text", "explain"])
def test_commands_keep_a_deadline(command: str, tmp_path: Path) -> None:
    """Exit code 3, and a line that says what to do."""
    file = tmp_path / "清单.txt"
    file.write_bytes(DOCUMENTS["text"])
    ended = call(command, str(file), "--timeout", "0.001")
    assert (ended.returncode, ended.stderr.split(b": ")[1]) == (3, b"too-slow")


@pytest.mark.parametrize("command", ["parse", "text", "explain"])
def test_commands_keep_a_bound_on_memory(command: str, tmp_path: Path) -> None:
    """A file that needs more than it may have is refused, not the end of the program."""
    file = tmp_path / "清单.docx"
    file.write_bytes(docx(p("推进改造。" * 8) * 50_000))
    ended = run(command, str(file), "--memory", "20")
    assert (ended.returncode, ended.stderr.split(b": ")[1]) == (3, b"out-of-memory")


def test_a_library_that_gets_no_memory_is_no_crash(tmp_path: Path) -> None:
    """There is less than it takes to load what reads the file."""
    file = tmp_path / "清单.docx"
    file.write_bytes(docx(p("推进改造。")))
    ended = run("parse", str(file), "--memory", "1")
    assert (ended.returncode, ended.stderr.split(b": ")[1]) == (3, b"out-of-memory")


def test_memory_is_looked_at_in_loops() -> None:
    """What a loop holds is compared with the bound now and then."""

    def hold() -> None:
        held = []
        for _ in range(2_000):
            held.append(bytes(100_000))
            check_deadline()

    with pytest.raises(Refusal) as raised, deadline(bound(DEFAULT, memory=100)):
        hold()
    assert raised.value.code == "out-of-memory"


@pytest.mark.parametrize("wrong", [{"timeout": 0}, {"timeout": -1}, {"memory": 0}])
def test_bounds_are_above_nothing(wrong: dict[str, float]) -> None:
    """A call that could not read anything is wrong itself."""
    with pytest.raises(Refusal) as raised:
        parse("一、推进改造。".encode(), **wrong)  # type: ignore[arg-type]
    assert (raised.value.code, raised.value.exit_code) == ("wrong-limit", 2)
