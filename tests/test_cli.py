"""The command line as users meet it: every command, every option, every exit code."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from build_bombs import dense_pdf
from build_docx import docx, p, zip_bytes
from effort import PATIENCE, wait_for
from program import PLAN, PYTHON, Result, call, environment, run, start

from docx2tasks import __version__, parse
from docx2tasks.control_chars import escape_controls
from docx2tasks.errors import ExitCode
from docx2tasks.explain import ExplainedLine, task_to_lines
from docx2tasks.export import json_text
from docx2tasks.export.files import write_atomically
from docx2tasks.limits import find_limits
from docx2tasks.model import Document, SourceFacts
from docx2tasks.pipeline import parse_with_source
from docx2tasks.readers import FORMATS
from docx2tasks.rules import load_rules

ONE_LINE = re.compile(r"docx2tasks: [a-z-]+: [^\n]+; [^\n]+\n")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan of two measures, as a text with a Chinese name."""
    path = tmp_path / "重点任务　清单.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


# --- parse -----------------------------------------------------------------------------------------


def test_parse_prints_the_document(plan: Path) -> None:
    """One JSON document on standard output, the same as the library returns."""
    result = call("parse", plan)
    assert (result.returncode, result.stderr) == (ExitCode.OK, b"")
    assert Document.model_validate_json(result.stdout) == parse(plan)


def test_output_fits_the_printed_schema(plan: Path) -> None:
    """What ``parse`` prints is valid by what ``schema`` prints."""
    for record, value in (("document", json.loads(call("parse", plan).stdout)), ("task", parse(plan).tasks[0])):
        schema = json.loads(call("schema", record).stdout)
        jsonschema.Draft202012Validator.check_schema(schema)
        plain = value if isinstance(value, dict) else value.model_dump(mode="json")
        jsonschema.Draft202012Validator(schema).validate(plain)


def test_schema_is_of_the_document_where_none_is_named() -> None:
    """``schema`` alone is ``schema document``."""
    assert call("schema").stdout == call("schema", "document").stdout


@pytest.mark.parametrize("command", ["parse", "text"])
def test_the_document_is_not_written_over(plan: Path, tmp_path: Path, command: str) -> None:
    """``in-the-way``: the file to write is the one that is read, by whatever name."""
    link = tmp_path / "link.txt"
    link.symlink_to(plan)
    before = plan.read_bytes()
    for output in (plan, link):
        result = call(command, plan, "-o", output)
        assert (result.returncode, result.stderr[:24]) == (ExitCode.USAGE, b"docx2tasks: in-the-way: ")
    assert plan.read_bytes() == before


@pytest.mark.parametrize("option", ["--format", "-f"])
def test_jsonl_has_a_line_a_task(plan: Path, option: str) -> None:
    """Each line is a task with its document's facts; columns with one value come first."""
    rows = [json.loads(line) for line in call("parse", plan, option, "jsonl").stdout.splitlines()]
    assert [row["text"] for row in rows] == [task.text for task in parse(plan).tasks]
    kinds = [isinstance(value, (list, dict)) for key, value in rows[0].items() if key != "keywords"]
    assert kinds == sorted(kinds)
    assert rows[0]["document_title"] == "某市2022年重点任务清单"
    assert {"document_number", "document_issued_on", "document_path", "document_sha256"} <= set(rows[0])


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param((), lambda out: out.startswith(b'{\n  "schema_version"'), id="indented"),
        pytest.param(("--indent",), lambda out: out.startswith(b'{\n  "schema_version"'), id="--indent"),
        pytest.param(("--compact",), lambda out: out.count(b"\n") == 1, id="--compact"),
        pytest.param(("--ascii",), lambda out: out.isascii() and b"\\u5e02" in out, id="--ascii"),
        pytest.param(("--format", "json"), lambda out: "市卫生健康委".encode() in out, id="--format json"),
        pytest.param(("--from", "text"), lambda out: b'"format": "text"' in out, id="--from text"),
        pytest.param(("--from", "html", "-q"), lambda out: b'"format": "html"' in out, id="--from html"),
        pytest.param(("--strict",), lambda out: b'"tasks"' in out, id="--strict"),
        pytest.param(("-q",), lambda out: b'"tasks"' in out, id="-q"),
        pytest.param(("--debug",), lambda out: b'"tasks"' in out, id="--debug"),
    ],
)
def test_parse_options(plan: Path, options: tuple[str, ...], told: Callable[[bytes], bool]) -> None:
    """Each option does what its help says, leaves strict JSON, and says nothing on standard error."""
    result = call("parse", plan, *options)
    assert (result.returncode, result.stderr) == (ExitCode.OK, b"")
    assert told(result.stdout)
    json.loads(result.stdout, parse_constant=pytest.fail)


def test_keywords(plan: Path) -> None:
    """``--keywords`` adds words of the task."""
    result = call("parse", plan, "--keywords")
    assert (result.returncode, result.stderr) == (ExitCode.OK, b"")
    assert "建成" in json.loads(result.stdout)["tasks"][0]["keywords"]


def test_ascii_and_compact_say_the_same(plan: Path) -> None:
    """The layout changes nothing of the values."""
    values = [json.loads(call("parse", plan, *options).stdout) for options in ((), ("--ascii",), ("--compact",))]
    assert values[0] == values[1] == values[2]


def test_standard_input(plan: Path) -> None:
    """``-`` reads bytes from standard input; the document then has no path."""
    document = json.loads(call("parse", "-", stdin=plan.read_bytes()).stdout)
    assert document["source"]["path"] is None
    assert document["tasks"] == json.loads(call("parse", plan).stdout)["tasks"]


def test_a_word_file_on_standard_input() -> None:
    """The format is told by the content: a Word file needs no name."""
    data = docx(p("某市2022年工作要点"), p("1.3月底前建成平台。（牵头单位：市发展改革委）"))
    document = json.loads(call("parse", "-", stdin=data).stdout)
    assert (document["source"]["format"], len(document["tasks"])) == ("docx", 1)


@pytest.mark.parametrize("env", [{"LANG": "C", "LC_ALL": "C"}, {"PYTHONIOENCODING": "gbk"}, {"PYTHONUTF8": "0"}])
def test_output_is_utf8_whatever_the_console(plan: Path, env: dict[str, str]) -> None:
    """The console's code page decides nothing."""
    assert run("parse", plan, env=env).stdout == call("parse", plan).stdout


def test_doubts_are_told_on_standard_error_only(tmp_path: Path) -> None:
    """A warning is one line on standard error, none with ``--quiet``."""
    path = tmp_path / "无年份.txt"
    lines = ("工作要点", "1.12月底前完成。（责任单位：市财政局）", "3.6月底前完成。（责任单位：市财政局）")
    path.write_text("\n".join(lines), encoding="utf-8")
    loud, quiet = call("parse", path), call("parse", path, "--quiet")
    assert re.search(rb"docx2tasks: warning: unresolved-time: .* \(and 1 more\)\n", loud.stderr)
    assert (quiet.stderr, quiet.stdout) == (b"", loud.stdout)


def test_no_measure_is_no_error_unless_strict(tmp_path: Path) -> None:
    """Without ``--strict`` an empty list with a word of warning; with it exit 5 and no output."""
    path = tmp_path / "散文.txt"
    path.write_text("今天天气好，我们去公园玩。\n", encoding="utf-8")
    mild, strict = call("parse", path), call("parse", path, "--strict")
    assert (mild.returncode, json.loads(mild.stdout)["tasks"]) == (ExitCode.OK, [])
    assert (strict.returncode, strict.stdout) == (ExitCode.LOST, b"")
    assert re.fullmatch(r"docx2tasks: no-tasks: [^\n]+; [^\n]+\n", strict.stderr.decode())


# --- files -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["-o", "--output"])
def test_output_file_is_what_would_be_printed(plan: Path, tmp_path: Path, option: str) -> None:
    """``-o`` replaces the file, keeps its mode, prints nothing and leaves nothing else behind."""
    target = tmp_path / "out" / ("长" * 80 + ".json")
    target.parent.mkdir()
    target.write_text("old")
    target.chmod(0o640)
    result = call("parse", plan, option, target)
    assert (result.returncode, result.stdout, result.stderr) == (ExitCode.OK, b"", b"")
    assert target.read_bytes() == call("parse", plan).stdout
    assert target.stat().st_mode & 0o777 == 0o640
    assert list(target.parent.iterdir()) == [target]


def test_output_through_a_link_keeps_the_link(plan: Path, tmp_path: Path) -> None:
    """The file behind a link is replaced, not the link."""
    link, target = tmp_path / "link.json", tmp_path / "target.json"
    link.symlink_to(target)
    assert call("parse", plan, "-o", link).returncode == ExitCode.OK
    assert link.is_symlink()
    assert json.loads(target.read_bytes())["tasks"]


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    """Not the 0600 of a temporary file."""
    write_atomically(tmp_path / "new", b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_full_disk_leaves_the_old_file(plan: Path, tmp_path: Path) -> None:
    """``no-space``: exit 6, the old output is whole and no temporary file stays."""
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "清单.json"
    target.write_text("old")
    command = [PYTHON, "-m", "docx2tasks", "parse", str(plan), "-o", str(target)]

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))

    env = environment(PYTHONDONTWRITEBYTECODE="1")
    result = subprocess.run(command, capture_output=True, check=False, env=env, preexec_fn=limit)
    assert result.returncode == ExitCode.NO_SPACE
    assert re.fullmatch(r"docx2tasks: no-space: [^\n]+\n", result.stderr.decode())
    assert [entry.read_text() for entry in folder.iterdir()] == ["old"]


@pytest.mark.parametrize(
    "target", ["/dev/null", "/dev/full", "folder", "missing/file.json", "plain/file.json"], ids=lambda name: name
)
def test_output_that_cannot_be_written(plan: Path, tmp_path: Path, target: str) -> None:
    """``not-writable``: exit 2, one line, and a device stays a device."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "plain").touch()
    result = call("parse", plan, "-o", tmp_path / target)
    assert (result.returncode, result.stdout) == (ExitCode.USAGE, b"")
    assert result.stderr.startswith(b"docx2tasks: not-writable: ")
    assert ONE_LINE.fullmatch(result.stderr.decode())
    assert not Path("/dev/null").is_file()


def _shell(line: str, plan: Path) -> Result:
    return start(["bash", "-c", line], env={"PROGRAM": f"{PYTHON} -m docx2tasks", "FILE": str(plan)})


@pytest.mark.parametrize(
    ("line", "code", "words"),
    [
        pytest.param('$PROGRAM parse "$FILE" >&-', ExitCode.USAGE, b"not-writable", id="closed output"),
        pytest.param('$PROGRAM parse "$FILE" >/dev/full', ExitCode.NO_SPACE, b"no-space", id="full output"),
        pytest.param('$PROGRAM explain "$FILE" >/dev/full', ExitCode.NO_SPACE, b"no-space", id="full table"),
        pytest.param('$PROGRAM parse "$FILE" | true; exit ${PIPESTATUS[0]}', ExitCode.PIPE, b"", id="broken pipe"),
        pytest.param('$PROGRAM text "$FILE" | true; exit ${PIPESTATUS[0]}', ExitCode.PIPE, b"", id="broken text pipe"),
        pytest.param("$PROGRAM parse - <&-", ExitCode.REFUSED, b"missing", id="closed input"),
        pytest.param("$PROGRAM parse missing 2>&-", ExitCode.REFUSED, b"", id="closed errors"),
        pytest.param("$PROGRAM --version >/dev/full", ExitCode.NO_SPACE, b"no-space", id="full version"),
    ],
)
def test_streams(plan: Path, line: str, code: ExitCode, words: bytes) -> None:
    """Closed, full and broken streams: the right code, at most one line, no traceback."""
    result = _shell(line, plan)
    assert result.returncode == code
    assert words in result.stderr
    assert result.stderr.count(b"\n") == bool(words)


def test_interrupt() -> None:
    """Ctrl-C while input is awaited: exit 130 without a traceback."""
    command, pipe = [PYTHON, "-m", "docx2tasks", "parse", "-"], subprocess.PIPE
    # a shell that starts the tests in the background has them ignore Ctrl-C; what they start must not
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment()) as child:
        signal.signal(signal.SIGINT, ignored)
        assert child.stdin is not None
        wait_for(lambda: _waits_for_input(child.pid))
        child.send_signal(signal.SIGINT)
        output, errors = child.communicate(timeout=PATIENCE)
    assert (child.returncode, output, errors) == (ExitCode.INTERRUPTED, b"", b"")


def _waits_for_input(pid: int) -> bool:
    """Whether the process sleeps in a read of its standard input (Linux tells)."""
    try:
        return Path(f"/proc/{pid}/wchan").read_text().startswith(("pipe_read", "anon_pipe_read", "wait_for"))
    except OSError:
        time.sleep(3)
        return True


# --- refusals --------------------------------------------------------------------------------------


def _file(data: bytes) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = folder / "输入"
        path.write_bytes(data)
        return path

    return make


def _fifo(folder: Path) -> Path:
    path = folder / "fifo"
    os.mkfifo(path)
    return path


_WORD = docx(p("1.建成平台。"))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _stream(name: str) -> bytes:
    """A compound file that names a stream and holds nothing else."""
    return _OLE + bytes(504) + name.encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("make", "code"),
    [
        pytest.param(lambda folder: folder / "没有.docx", "missing", id="no such file"),
        pytest.param(lambda folder: folder, "not-a-file", id="directory"),
        pytest.param(lambda folder: folder / ("长" * 100), "unreadable", id="name too long"),
        pytest.param(_file(b""), "empty", id="empty"),
        pytest.param(_file(b" \n\n"), "no-text", id="blank"),
        pytest.param(_file(bytes(range(256)) * 4), "not-text|encoding", id="no document"),
        pytest.param(_file(_WORD[:-40]), "zip-broken", id="cut off"),
        pytest.param(_file(_OLE + bytes(600)), "not-read", id="compound file of nothing known"),
        pytest.param(_file(_stream("WordDocument")), "conversion-failed|soffice-missing", id="doc"),
        pytest.param(_file(_stream("PowerPoint Document")), "not-read", id="ppt"),
        pytest.param(_file(_stream("EncryptedPackage")), "encrypted", id="password"),
        pytest.param(_file(zip_bytes({"方案.docx": _WORD})), "several-documents", id="zip"),
        pytest.param(_file(b"From: a@b.cn\r\nMIME-Version: 1.0\r\n\r\nx"), "several-documents", id="mail"),
        pytest.param(_file(b"%PDF-1.7\n"), "pdf-broken", id="pdf"),
        pytest.param(_file(b"<html><body><p> </p></body></html>"), "no-text", id="no words"),
    ],
)
def test_refusals(tmp_path: Path, make: Callable[[Path], Path], code: str) -> None:
    """Bad input: exit 3, one line with the code and what to do next, nothing on standard output."""
    result = call("parse", make(tmp_path))
    line = result.stderr.decode()
    assert (result.returncode, result.stdout) == (ExitCode.REFUSED, b"")
    assert ONE_LINE.fullmatch(line)
    assert re.match(f"docx2tasks: (?:{code}): ", line)


@pytest.mark.parametrize("make", [_fifo, lambda _: Path("/dev/zero")], ids=["fifo", "device"])
def test_what_never_ends_is_not_opened(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    """The same for a pipe and a device; a process of its own is ended where one is waited for after all."""
    result = run("parse", make(tmp_path))
    assert (result.returncode, result.stdout) == (ExitCode.REFUSED, b"")
    assert result.stderr.startswith(b"docx2tasks: not-a-file: ")


@pytest.mark.parametrize("args", [("explain",), ("text",)], ids=lambda args: args[0])
def test_all_commands_refuse_alike(tmp_path: Path, args: tuple[str, ...]) -> None:
    """What ``parse`` refuses, the other commands refuse with the same words."""
    refused, parsed = call(*args, tmp_path), call("parse", tmp_path)
    assert (refused.returncode, refused.stdout, refused.stderr) == (parsed.returncode, b"", parsed.stderr)


@pytest.mark.parametrize(
    ("args", "words"),
    [
        pytest.param(("parse",), "Missing argument 'FILE'", id="no file"),
        pytest.param(("parse", "x", "--format", "csv"), "'csv'", id="unknown format"),
        pytest.param(("parse", "x", "--from", "ppt"), "'ppt'", id="unknown reader"),
        pytest.param(("parse", "x", "--frmat"), "No such option", id="unknown option"),
        pytest.param(("parse", "x", "-o"), "requires an argument", id="no value"),
        pytest.param(("brew",), "brew", id="unknown command"),
        pytest.param(("schema", "cake"), "'cake'", id="unknown record"),
        pytest.param(("rules",), "Missing command", id="no command of rules"),
    ],
)
def test_usage_errors(args: tuple[str, ...], words: str) -> None:
    """A wrong call: exit 2 and one line that names what is wrong and where help is."""
    result = call(*args)
    assert (result.returncode, result.stdout) == (ExitCode.USAGE, b"")
    assert words in result.stderr.decode()
    assert re.fullmatch(r"docx2tasks: usage: [^\n]+; see docx2tasks[a-z ]* --help\n", result.stderr.decode())


def test_no_arguments_show_the_help() -> None:
    """The bare name is a wrong call that gets the whole help on standard error."""
    result = call()
    assert (result.returncode, result.stdout) == (ExitCode.USAGE, b"")
    assert b"Examples:" in result.stderr


def test_debug_shows_the_traceback(tmp_path: Path) -> None:
    """``--debug`` alone shows where an error comes from; code and exit stay."""
    plain, debugged = call("parse", tmp_path), call("parse", tmp_path, "--debug")
    assert b"Traceback" not in plain.stderr
    assert b"Traceback" in debugged.stderr
    assert debugged.stderr.endswith(plain.stderr)
    assert plain.returncode == debugged.returncode == ExitCode.REFUSED


BUG = """
import sys
import docx2tasks.pipeline
def broken(*_: object, **__: object) -> None:
    raise ZeroDivisionError("x" * 500)
docx2tasks.pipeline.parse_with_source = broken
sys.argv = ["docx2tasks", "parse", "-", *sys.argv[1:]]
from docx2tasks.cli import main
main()
"""


@pytest.mark.parametrize("debug", [False, True], ids=["plain", "--debug"])
def test_an_unknown_error_is_one_line(debug: bool) -> None:
    """Exit 70, the name of the exception and how to see more; the traceback with ``--debug`` alone."""
    command = [PYTHON, "-c", BUG, *(["--debug"] if debug else [])]
    result = start(command, stdin=b"x")
    assert (result.returncode, result.stdout) == (ExitCode.BUG, b"")
    assert (b"Traceback" in result.stderr) == debug
    assert result.stderr.endswith(b"\n")
    assert re.search(rb"(?m)^docx2tasks: bug: an unexpected ZeroDivisionError; [^\n]+--debug[^\n]+\n\Z", result.stderr)


# --- explain, text, rules --------------------------------------------------------------------------


def test_explain_tells_why_these_facts(tmp_path: Path) -> None:
    """Each fact with its place, its source line and the points of the grounds that counted."""
    paper = tmp_path / "清单.txt"
    paper.write_text("青川市2024年重点工作清单\n（2024年2月19日）\n1.建成平台。\n2.开展检查。\n", encoding="utf-8")
    output = call("explain", paper, "document").stdout.decode()
    assert "青川市2024年重点工作清单" in output
    assert "ends in a type of document +60" in output
    assert "under the title +60" in output


def test_explain_lists_the_tasks(plan: Path) -> None:
    """Without a task: a table with a row each, tab-separated where no terminal is."""
    lines = call("explain", plan).stdout.decode().splitlines()
    assert lines[0].split("\t") == ["#", "id", "kind", "label", "text", "units", "actors", "times", "place"]
    assert [line.split("\t")[0] for line in lines[1:]] == ["1", "2"]
    assert "市卫生健康委、市财政局、市民政局" in lines[1]


def test_explain_shows_where_values_come_from(plan: Path) -> None:
    """For each value its words, its place, its source line and the rule with its reason."""
    output = call("explain", plan, "1").stdout.decode()
    assert "unit      市卫生健康委  lead\n" in output
    assert "1.>>12月底前<<建成" in output
    assert re.search(r"rule +unit\.label-lead  \(units\.toml:\d+\)  \S", output)
    assert re.search(r"place +block 3, line 4, characters \d+-\d+\n", output)


def test_explain_takes_number_or_id(plan: Path) -> None:
    """Both name the same task; what names none is a usage error that says the range."""
    by_id = call("explain", plan, parse(plan).tasks[1].id)
    assert by_id.stdout == call("explain", plan, "2").stdout != b""
    wrong = call("explain", plan, "3")
    assert (wrong.returncode, wrong.stdout) == (ExitCode.USAGE, b"")
    assert b"no-such-task" in wrong.stderr
    assert b"from 1 to 2" in wrong.stderr


def test_every_rule_that_fires_is_explained(plan: Path) -> None:
    """Each unit, time and target of each task has a place, a source line and a rule line."""
    reading, rules = parse_with_source(plan), load_rules()
    for number, task in enumerate(reading.document.tasks, 1):
        names = [line.name for line in task_to_lines(reading, number, task, rules)]
        values = len(task.units) + len(task.actors) + len(task.times) + len(task.targets)
        assert names.count("rule") == values
        assert names.count("source") == values + len(task.path) + 1
    assert isinstance(task_to_lines(reading, 1, reading.document.tasks[0], rules)[0], ExplainedLine)


def test_colour_only_where_asked(plan: Path) -> None:
    """No escape code in a pipe; FORCE_COLOR brings the terminal's table, NO_COLOR takes its colours."""
    assert b"\x1b" not in call("explain", plan).stdout
    assert "│" in call("explain", plan, env={"FORCE_COLOR": "1"}).stdout.decode()
    told = call("explain", plan, "1", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).stdout
    assert not re.search(rb"\x1b\[[0-9;]*3[0-9]", told)


@pytest.mark.hostile
def test_controls_are_made_visible(tmp_path: Path) -> None:
    """Names and texts of strangers cannot move the cursor, turn the writing or forge a line."""
    name = "evil\x1b[2J\u202e\n.txt"
    missing = call("parse", tmp_path / name).stderr.decode()
    assert "evil\\x1b[2J\\u202e\\x0a.txt" in missing
    assert missing.count("\n") == 1
    text = "要点\n1.建成\u202e平台\x9b31m\x1b[2J。（牵头单位：市财\u2067政局）\n"
    (tmp_path / name).write_text(text, encoding="utf-8")
    for args in ((), ("1",)):
        output = call("explain", tmp_path / name, *args).stdout.decode()
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", output)
    assert not re.search("[\x1b\u202e]", call("parse", "x", "--\x1b[2J\u202e").stderr.decode())


@pytest.mark.hostile
def test_a_name_that_is_no_text(tmp_path: Path) -> None:
    """A file name in another encoding is read, and written as the JSON escapes of its bytes."""
    path = os.fsencode(tmp_path) + b"/\xc7\xff.txt"
    Path(os.fsdecode(path)).write_text(PLAN, encoding="utf-8")
    for options in ((), ("-f", "jsonl"), ("--ascii",)):
        result = call("parse", path, *options)
        assert result.returncode == ExitCode.OK
        assert b"\\udcc7\\udcff" in result.stdout
        json.loads(result.stdout.decode("utf-8").splitlines()[0] if "jsonl" in options else result.stdout)
    assert b"\\udcc7" in run("parse", path + b"x").stderr


def test_both_ways_to_json_agree(plan: Path) -> None:
    """What the standard library writes for odd names is laid out as pydantic lays out the rest."""
    document = parse(plan)
    odd = SourceFacts(**{**document.source.model_dump(), "path": "\udcff"})
    for indent in (None, 2):
        slow = json_text.document_to_json(document.model_copy(update={"source": odd}), indent=indent)
        fast = json_text.document_to_json(document, indent=indent)
        path = json_text.value_to_json(document.source.path)
        assert slow.replace('"\udcff"', path) == fast


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("第一\x1b[0m\r\n", "第一\\x1b[0m\\x0d\\x0a", id="escape"),
        pytest.param("\x9b31m\x7f", "\\x9b31m\\x7f", id="C1 and delete"),
        pytest.param("a\u202eb\u2066c\u200b\ufeff", "a\\u202eb\\u2066c\\u200b\\ufeff", id="direction and width"),
        pytest.param("\udcff", "\\udcff", id="half a character"),
        pytest.param("（一）“重点”　任务", "（一）“重点”　任务", id="汉字"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    """Controls are written out, Chinese stays."""
    assert escape_controls(text) == shown


def test_text_is_what_spans_point_into(plan: Path, tmp_path: Path) -> None:
    """Every span of every record cuts its value out of what ``text`` prints."""
    text = call("text", plan).stdout.decode()
    for task in parse(plan).tasks:
        assert text[task.location.start : task.location.end] == task.text
        values = [(unit.name, unit.span) for unit in task.units] + [(time.text, time.span) for time in task.times]
        for words, span in values:
            assert "".join(text[start:end] for start, end in span) == words
    assert call("text", plan, "-o", tmp_path / "t").stdout == b""
    assert (tmp_path / "t").read_text(encoding="utf-8") == text


def test_rules_are_listed() -> None:
    """All rules, as a table and as JSON."""
    table = call("rules", "list").stdout.decode().splitlines()
    listed = json.loads(call("rules", "list", "--format", "json").stdout)
    assert len(table) - 1 == len(listed) == len(list(load_rules()))
    assert {"id", "kind", "pattern", "reason", "yes", "no", "file", "line"} <= set(listed[0])


OWN_RULE = """
[[rule]]
id = "unit.label-lead"
kind = "label"
value = "lead"
pattern = '挂帅单位'
match = "full"
reason = "our county's word"
yes = ["挂帅单位"]
no = ["牵头单位"]
"""


def test_rules_of_ones_own(tmp_path: Path) -> None:
    """``--rules`` lays a folder over the program's own, in every command that reads."""
    (tmp_path / "units.toml").write_text(OWN_RULE, encoding="utf-8")
    plan = PLAN.replace("牵头单位", "挂帅单位").encode()
    document = json.loads(call("parse", "-", "--rules", tmp_path, stdin=plan).stdout)
    assert document["tasks"][0]["units"][0]["role"] == "lead"
    assert "our county" in call("explain", "-", "1", "--rules", tmp_path, stdin=plan).stdout.decode()
    assert "our county" in call("rules", "list", "--rules", tmp_path).stdout.decode()


def test_good_rules_pass_the_check(tmp_path: Path) -> None:
    """No fault: exit 0, nothing on standard output, a word on standard error that ``-q`` takes away."""
    (tmp_path / "units.toml").write_text(OWN_RULE, encoding="utf-8")
    result = call("rules", "check", tmp_path)
    assert (result.returncode, result.stdout) == (ExitCode.OK, b"")
    assert b"no errors" in result.stderr
    assert call("rules", "check", tmp_path, "-q").stderr == b""


@pytest.mark.parametrize(
    ("name", "change", "fault"),
    [
        pytest.param("units", ('["挂帅单位"]', '["主帅单位"]'), ":2: unit.label-lead: must match", id="yes"),
        pytest.param("units", ("'挂帅单位'", "'(挂帅单位'"), ":2: unit.label-lead: .*compile", id="pattern"),
        pytest.param("units", ("kind =", "knid ="), ":2: unit.label-lead: unknown key", id="key"),
        pytest.param("einheiten", ("", ""), ":1: no rule set", id="file"),
        pytest.param("units", ("[[rule]]", "[[rule]"), ":2: ", id="syntax"),
    ],
)
def test_faulty_rules(tmp_path: Path, name: str, change: tuple[str, str], fault: str) -> None:
    """Each fault is a line with file and place; exit 4."""
    (tmp_path / f"{name}.toml").write_text(OWN_RULE.replace(*change), encoding="utf-8")
    result = call("rules", "check", tmp_path)
    assert result.returncode == ExitCode.RULES
    assert re.search(rf"(?m)^{re.escape(str(tmp_path))}/{name}\.toml{fault}", result.stdout.decode())


@pytest.mark.parametrize("args", [("rules", "check"), ("parse", "-", "--rules")], ids=["check", "--rules"])
def test_a_folder_of_rules_that_is_none(tmp_path: Path, args: tuple[str, ...]) -> None:
    """A wrong folder is told the same way everywhere: exit 4, one line."""
    result = call(*args, tmp_path / "nothing", stdin=PLAN.encode())
    assert (result.returncode, result.stdout) == (ExitCode.RULES, b"")
    assert re.match(r"docx2tasks: rules-missing: [^\n]+; [^\n]+\n\Z", result.stderr.decode())


# --- the start -------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(option: str) -> None:
    """The version of the package."""
    assert call(option).stdout.decode() == f"docx2tasks {__version__}\n"


LEAVE = "from docx2tasks.cli import main\ntry: main()\nexcept SystemExit: sys.stdout.flush()"


@pytest.mark.parametrize(
    ("args", "unwanted"),
    [
        pytest.param(["--version"], {"typer", "typing", "pydantic", "docx2tasks.cli.app"}, id="--version"),
        pytest.param(["--help"], {"lxml", "rich", "jieba", "bs4", "docx2tasks.pipeline"}, id="--help"),
        pytest.param(["parse", "--help"], {"lxml", "rich", "jieba", "bs4", "docx2tasks.pipeline"}, id="parse --help"),
        pytest.param(["rules", "list"], {"lxml", "rich", "jieba", "bs4"}, id="rules list"),
        pytest.param(["parse", "PLAN"], {"rich", "jieba", "bs4"}, id="parse"),
        pytest.param(["explain", "PLAN", "1"], {"rich", "jieba", "bs4"}, id="explain"),
    ],
)
def test_nothing_is_loaded_in_vain(plan: Path, args: list[str], unwanted: set[str]) -> None:
    """Help and version load neither reader nor pipeline, and no command loads what it does not use."""
    script = f"import sys\n{LEAVE}\nprint(sorted({unwanted} & set(sys.modules)), file=sys.stderr)"
    command = [PYTHON, "-c", script, *(str(plan) if arg == "PLAN" else arg for arg in args)]
    result = start(command)
    assert result.stderr.decode().splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", FORMATS)
def test_every_reader_can_be_forced(tmp_path: Path, name: str) -> None:
    """``--from`` takes the name of each reader that there is: what is wrong then is the file."""
    result = call("parse", tmp_path / "none", "--from", name)
    assert result.stderr.startswith(b"docx2tasks: missing: ")


# --- limits ----------------------------------------------------------------------------------------


def test_limits_are_listed_with_reasons() -> None:
    """Each bound stands on a line, with its value and why it is that."""
    header, *rows = [line.split("\t") for line in call("limits").stdout.decode().splitlines()]
    assert header == ["limit", "value", "reason"]
    assert [(name, float(value)) for name, value, _ in rows] == [(one.name, one.value) for one in find_limits()]
    assert [name for name, _, reason in rows if len(reason) < 10] == []


@pytest.mark.parametrize("command", ["parse", "explain", "text", "batch"])
def test_a_limit_is_an_option(plan: Path, tmp_path: Path, command: str) -> None:
    """Each bound can be lowered and raised, on every command that reads."""
    out = [tmp_path / "out"] if command == "batch" else []
    result = call(command, plan, *out, "--limit", "text_chars=9_000", "--limit", "input_bytes=9")
    assert (result.returncode, b"too-big" in result.stderr) == (ExitCode.REFUSED, True)
    assert call(command, plan, *out, "--limit", "input_bytes=999999999").returncode == ExitCode.OK


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(("--limit", "tuhao=3"), "unknown limit 'tuhao'; use one of: file_seconds, ", id="unknown"),
        pytest.param(("--limit", "tasks"), "tasks must be a whole number above 0, not ''", id="no-value"),
        pytest.param(("--limit", "tasks=1.5"), "tasks must be a whole number above 0, not '1.5'", id="a-part"),
        pytest.param(("--limit", "tasks=0"), "tasks must be a whole number above 0, not '0'", id="zero"),
        pytest.param(("--timeout", "-1"), "file_seconds must be a number above 0, not '-1.0'", id="no-time"),
        pytest.param(("--timeout", "nan"), "file_seconds must be a number above 0, not 'nan'", id="no-number"),
        pytest.param(("--memory", "inf"), "file_memory must be a whole number above 0, not 'inf'", id="no-end"),
    ],
)
def test_limits_that_are_none(plan: Path, options: tuple[str, ...], words: str) -> None:
    """A name or value that is none is refused before anything is read."""
    result = call("parse", plan, *options)
    assert result.returncode == ExitCode.USAGE
    assert result.stderr.decode().startswith(f"docx2tasks: wrong-limit: {words}")
    assert ONE_LINE.fullmatch(result.stderr.decode())


@pytest.mark.parametrize(
    ("options", "code"),
    [
        pytest.param(("--timeout", "0.01"), "too-slow", id="--timeout"),
        pytest.param(("--memory", "300"), "out-of-memory", id="--memory"),
    ],
)
def test_time_and_memory_are_options(tmp_path: Path, options: tuple[str, ...], code: str) -> None:
    """What a file may take is bounded by them, where it is read in a process of its own."""
    (tmp_path / "x.pdf").write_bytes(dense_pdf(8_000_000))
    result = run("parse", tmp_path / "x.pdf", *options)
    assert result.returncode == ExitCode.REFUSED
    assert result.stderr.decode().startswith(f"docx2tasks: {code}: ")


def test_a_checkout_that_is_not_installed_says_so(tmp_path: Path) -> None:
    """Started without its libraries the program says in one line what to do."""
    command = [sys.executable, "-S", "-m", "docx2tasks", "parse", "x"]
    root, nothing = Path(__file__).parents[1], {"PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=root, env=nothing, capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr.decode().startswith("docx2tasks: not-installed: ")
    assert done.stderr.count(b"\n") == 1
