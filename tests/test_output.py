"""What is printed is safe to read: strict JSON, no control that a terminal obeys, no forged line, few words of the document."""

# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import build_hostile as hostile
import pytest
from build_docx import docx, docx_parts, p, zip_bytes
from build_sheet import with_part, xlsx
from program import call

from docx2tasks import Refusal, parse
from docx2tasks.errors import ExitCode
from docx2tasks.limits import Limits

pytestmark = pytest.mark.hostile

# what a terminal obeys or hides, but line ends and tabs
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
EVIL = {
    "clear": "\x1b[2J",
    "title": "\x1b]0;x\x07",
    "link": "\x1b]8;;http://x\x1b\\",
    "clipboard": "\x1b]52;c;eA==\x07",
    "C1": "\x9b31m\x90\x9d",
    "back": "\x08\x7f\x0c\x0b",
    "turned": "\u202e\u2066\u2067\u2069\u061c\u200f",
    "hidden": "\u200b\u2060\ufeff\xad",
    "lines": "\u2028\u2029\x85",
}


def page_of(words: str) -> bytes:
    """A page all of whose values hold some words."""
    signs = "".join(f"&#x{ord(sign):x};" for sign in words)
    body = f"<h1>{signs}市重点任务清单</h1><p>一、{signs}重点任务</p><p>1.{signs}建成{signs}平台。2022年{signs}12月底前完成。（牵头单位：市财{signs}政局{signs}）</p>"
    return f"<html><head><meta charset=utf-8><title>{signs}</title></head><body>{body}</body></html>".encode()


@pytest.mark.parametrize("name", EVIL)
@pytest.mark.parametrize("pretty", [False, True], ids=["pipe", "terminal"])
def test_tables_do_not_steer_a_terminal(tmp_path: Path, name: str, pretty: bool) -> None:
    """Words of a document come out of ``explain`` with every control written out, with colours or without."""
    file = tmp_path / "x.html"
    for make in (page_of, lambda words: f"重点任务\n1.建成{words}平台。（牵头单位：市财政局）\n".encode()):
        file.write_bytes(make(EVIL[name]))
        for number in ((), ("1",)):
            result = call("explain", file, *number, env={"FORCE_COLOR": "1", "COLUMNS": "300"} if pretty else {})
            shown = re.sub(r"\x1b\[[0-9;]*m", "", result.stdout.decode()) if pretty else result.stdout.decode()
            assert "建成" in shown
            assert not STEERING.search(shown)


@pytest.mark.parametrize("name", EVIL)
def test_names_forge_no_line(tmp_path: Path, name: str) -> None:
    """A file's own name, and that of a member, stay on the one line that tells of it."""
    odd = f"a{EVIL[name].replace('/', '|')}\ndocx2tasks: 9 documents read\r.txt"
    (tmp_path / odd).write_bytes(b"")
    (tmp_path / "zip").write_bytes(zip_bytes({odd: "", "b.txt": "1.建成平台。\n"}))
    for args in (("parse", tmp_path / odd), ("parse", tmp_path / f"{odd}x"), ("batch", tmp_path / "zip", tmp_path / "out"), ("parse", tmp_path / "zip")):
        lines = call(*args).stderr.decode().removesuffix("\n").split("\n")
        assert len(lines) == (2 if args[0] == "batch" else 1)
        assert all(line.startswith("docx2tasks: ") and not STEERING.search(line) for line in lines)
    assert not [line for line in lines if line.startswith("docx2tasks: 9 documents")]


def test_diagnostics_forge_no_line(tmp_path: Path) -> None:
    """Nor do words of the document that a warning shows."""
    (tmp_path / "x").write_bytes(page_of("\x85\u2028\u202e").replace("2022年".encode(), b""))
    for line in call("parse", tmp_path / "x").stderr.decode().removesuffix("\n").split("\n"):
        assert line == "" or line.startswith("docx2tasks: ")
        assert not STEERING.search(line)


STRANGE = ["\ud800", "\x00", "\u2028", "1e400家", "NaN", "Infinity", "-1e999%", '"\\"', "</script>", "\ufffe", "\u202e"]


@pytest.mark.parametrize("words", STRANGE, ids=ascii)
@pytest.mark.parametrize("options", [(), ("--ascii",), ("-f", "jsonl"), ("--compact",)], ids=" ".join)
def test_json_is_strict(tmp_path: Path, words: str, options: tuple[str, ...]) -> None:
    """UTF-8 that any strict reader takes, and the values are those of the record."""
    more = "".join(f"{n}.制定第{n}项工作办法，完善工作机制。\n" for n in range(2, 40))
    data = f"重点任务\n1.建成{words}平台。（牵头单位：市财政局）\n{more}".encode("utf-8", "surrogatepass")
    (tmp_path / "x").write_bytes(data)
    lines = call("parse", tmp_path / "x", *options).stdout.decode("utf-8")
    pieces = lines.split("\n")[:-1] if "jsonl" in options else [lines]  # no splitlines: U+2028 ends no line here
    values = [json.loads(piece, parse_constant=pytest.fail) for piece in pieces]
    tasks = values if "jsonl" in options else values[0]["tasks"]
    assert [task["text"] for task in tasks] == [task.text for task in parse(data).tasks]



SECRET = "机密甲乙丙丁戊己庚辛壬癸" * 20
_WORD = docx_parts(p(SECRET), styles="", numbering="")
_SMALL = Limits(text_chars=10, cells=2, attributes=3, xml_elements=8, markup_bytes=1_000_000)


def _with(part: str, change: Callable[[str], str]) -> bytes:
    return zip_bytes({name: change(str(data)) if name == part else data for name, data in _WORD.items()})


REFUSED: dict[str, tuple[bytes, Limits]] = {
    "text": (SECRET.encode(), _SMALL),
    "long text in a page": (f"<p>{SECRET}".encode(), _SMALL),
    "table in a page": (f"<p>甲<table><tr><td>{SECRET}<td>{SECRET}<td>{SECRET}</table>".encode(), _SMALL),
    "attributes": (f"<p {' '.join(f'{SECRET}{n}=1' for n in range(9))}>甲".encode(), _SMALL),
    "Word": (docx(p(SECRET)), _SMALL),
    "broken XML": (_with("word/document.xml", lambda part: part[:-20]), Limits()),
    "entity": (_with("word/document.xml", lambda part: f'<!DOCTYPE w [<!ENTITY a "{SECRET}">]>{part}'), Limits()),
    "name of a tag": (_with("word/document.xml", lambda part: part.replace("</w:body>", f"</{SECRET}>")), Limits()),
    "name of a part": (zip_bytes({f"{SECRET}.xml": "x"}), Limits()),
    "workbook": (with_part(xlsx({"表": [[SECRET]]}), "xl/worksheets/sheet1.xml", lambda part: part[:-30]), Limits()),
    "names in an archive": (zip_bytes({f"{SECRET}{n}.txt": SECRET for n in range(3)}), Limits()),
    "mail": (f"From: {SECRET}\r\nMIME-Version: 1.0\r\nSubject: {SECRET}\r\n\r\n{SECRET}".encode(), Limits()),
    "PDF": (f"%PDF-1.7\n({SECRET})".encode(), Limits()),
    "remote entity": (hostile.with_prolog(hostile.remote_entity(f"http://{SECRET}")), Limits()),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refusals_tell_little_of_a_document(name: str) -> None:
    """At most 40 of its characters, in a message, a hint, and all that is printed."""
    data, limits = REFUSED[name]
    with pytest.raises(Refusal) as caught:
        parse(data, limits=limits)
    assert _longest_of(SECRET, str(caught.value)) <= 40


def _longest_of(secret: str, words: str) -> int:
    """The length of the longest stretch of the secret's signs in some words."""
    return max((len(run) for run in re.findall(f"[{''.join(sorted(set(secret)))}]+", words)), default=0)


def test_warnings_tell_little_of_a_document(tmp_path: Path) -> None:
    """The same for what is said of a document that is read; no traceback holds more."""
    (tmp_path / "x").write_text(f"重点任务\n1.{SECRET}。{SECRET}12月底前完成。\n3.{SECRET}。\n", encoding="utf-8")
    result = call("parse", tmp_path / "x")
    assert result.returncode == ExitCode.OK
    assert _longest_of(SECRET, result.stderr.decode()) <= 40
