"""The documentation is true: its commands print what it shows, its tables name all there is."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from build_docx import docx, p
from program import PLAN, PYTHON, ROOT, call, start

from docx2tasks import errors
from docx2tasks.export.stores import KINDS, stores_to_markdown
from docx2tasks.limits import find_limits
from docx2tasks.model import (
    DiagnosticRecord,
    Document,
    DocumentFacts,
    Location,
    Record,
    SourceFacts,
    Step,
    Target,
    Task,
    Time,
    Unit,
    json_schema,
)
from docx2tasks.office.kinds import KINDS as OFFICE_KINDS
from docx2tasks.office.kinds import kinds_to_markdown
from docx2tasks.readers import FORMATS
from docx2tasks.readers.unread import KINDS as UNREAD
from docx2tasks.results.compare.run import WHAT
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind, RecordKind, Word

PACKAGE = ROOT / "docx2tasks"
READMES = ("README.md", "README.zh-CN.md")
CODES = [pytest.param((f"docs/errors{end}", f"docs/diagnostics{end}"), id=end) for end in (".md", ".zh-CN.md")]
CHINESE = sorted(f"docs/zh/{path.name}" for path in (ROOT / "docs" / "zh").glob("*.md"))
PAGES = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    *(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")),
    *CHINESE,
)

# Lowest first; a module imports what stands on a lower line, or its own package.
LAYERS = (
    ("limits", "errors", "numerals", "control_chars", "addresses", "vocabulary", "plural", "kept"),
    ("source", "source_bytes", "deadline"),
    ("rules", "isolate", "faults"),
    ("readers", "extract"),
    ("segment",),
    ("judge",),
    ("coverage", "model"),
    ("task_actors", "task_times"),
    ("assemble",),
    ("pipeline", "trials"),
    ("corrections",),
    ("export", "explain", "pages", "tool_schema"),
    ("language", "task_list"),
    ("batch",),
    ("results",),
    ("office", "review"),
    ("search", "score", "compare", "tuning"),
    ("report",),
    ("cli",),
)
RANKS = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def _page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# --- what the pages show -----------------------------------------------------------------------------


def _shown_commands() -> Iterator[object]:
    """Each ``$ command`` of a console block with the output shown under it."""
    for name in PAGES:
        for block in re.findall(r"```console\n(.*?)```", _page(name), re.DOTALL):
            for command, output in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
                language = "zh" if "zh" in name else "en"
                yield pytest.param(command, output, language, id=f"{name}: {command}")


@pytest.fixture(scope="module")
def shell_path(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A search path on which ``docx2tasks`` is this checkout's."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "docx2tasks"
    program.write_text(f'#!/bin/sh\nexec "{PYTHON}" -m docx2tasks "$@"\n')
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@pytest.mark.parametrize(("command", "shown", "language"), [*_shown_commands()])
def test_shown_commands_print_what_is_shown(shell_path: str, command: str, shown: str, language: str) -> None:
    """A line of ``…`` stands for any lines, ``…`` inside a line for any words; all else is printed as shown."""
    env = {"PATH": shell_path, "DOCX2TASKS_LANG": language}
    result = start(["bash", "-c", command], env=env, cwd=ROOT)
    printed = (result.stdout + result.stderr).decode()
    pattern = re.sub(r"(?m)^…\\\n", r"(?:.*\\n)*?", re.escape(shown)).replace("…", ".*")
    assert re.fullmatch(pattern, printed), printed


@pytest.mark.parametrize("name", READMES)
def test_readme_shows_a_run(name: str) -> None:
    """Each README shows the program at work on a sample, and both show the same commands."""
    commands = re.findall(r"^\$ (.*)$", _page(name), re.MULTILINE)
    assert any("samples/" in command for command in commands)
    assert commands == re.findall(r"^\$ (.*)$", _page(READMES[0]), re.MULTILINE)


@pytest.mark.parametrize("name", READMES)
def test_python_of_the_readme_runs(tmp_path: Path, name: str) -> None:
    """The Python shown works as it stands on a Word file of that name."""
    (tmp_path / "清单.docx").write_bytes(docx(*(p(line) for line in PLAN.splitlines())))
    for block in re.findall(r"```python\n(.*?)```", _page(name), re.DOTALL):
        result = start([PYTHON, "-c", block], cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, b"")
        assert "市卫生健康委" in result.stdout.decode()


@pytest.mark.parametrize("name", READMES)
def test_other_commands_of_the_readme_run(tmp_path: Path, name: str) -> None:
    """Each line of the list of commands, in its order, in a folder with documents of those names."""
    paper = docx(*(p(line) for line in PLAN.splitlines()))
    for place in ("清单.docx", "征求意见稿.docx", "正式稿.docx", "省清单.docx", "市清单.docx", "文件夹/清单.docx"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_bytes(paper)
    for out in ("旧结果", "新结果"):
        assert call("batch", "文件夹", out, cwd=tmp_path).returncode == 0
    lines = re.findall(r"(?m)^docx2tasks ([^|#\n]*)", "".join(re.findall(r"```sh\n(.*?)```", _page(name), re.DOTALL)))
    assert len(lines) > 6
    for line in lines:
        result = call(*shlex.split(line), cwd=tmp_path)
        assert result.returncode == 0, (line, result.stderr.decode())
    assert (tmp_path / "台账.xlsx").is_file()
    assert (tmp_path / "结果.sqlite").is_file()


@pytest.mark.parametrize("name", CHINESE)
def test_commands_of_the_chinese_pages_run(tmp_path: Path, name: str) -> None:
    """Each command of each block, in its order, those of PowerShell with the folders of this system."""
    paper = docx(*(p(line) for line in PLAN.splitlines()))
    for place in ("通知.docx", "方案.docx", "档案/通知.docx", "文件/通知.docx", "会议 材料/通知（印发稿）.docx"):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_bytes(paper)
    assert call("batch", "档案", "结果", cwd=tmp_path).returncode == 0
    blocks = re.findall(r"```(?:sh|bash|powershell)\n *(.*?)```", _page(name), re.DOTALL)
    lines = [_to_posix(line.strip(), tmp_path) for line in "\n".join(blocks).splitlines()]
    commands = [line for line in lines if line.startswith("docx2tasks ")]
    assert commands
    for line in commands:
        result = call(*shlex.split(line)[1:], cwd=tmp_path, env={"DOCX2TASKS_LANG": "zh"})
        assert result.returncode == 0, (line, result.stderr.decode())


def _to_posix(line: str, folder: Path) -> str:
    """A line of PowerShell as it would be here; others stay."""
    if not line.startswith(".venv"):
        return line
    return line.replace("D:\\", f"{folder}/").replace("\\", "/").replace(".venv/Scripts/", "").replace(".venv/bin/", "")


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str) -> None:
    """Links within the repository name files that are there."""
    folder = (ROOT / name).parent
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", _page(name)):
        assert (folder / link).exists(), link


# --- what the pages name -----------------------------------------------------------------------------


def _table_keys(name: str) -> set[str]:
    """All that stands between backquotes in the first cells of the tables of a page."""
    rows = re.findall(r"^\|([^|]+)\|", _page(name).replace("\\|", "/"), re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([^`]+)`", row)}


def _table_rows(name: str) -> Iterator[list[str]]:
    """The cells of each row of the tables of a page."""
    for row in re.findall(r"^\| (.+) \|$", _page(name).replace("\\|", "/"), re.MULTILINE):
        yield row.split(" | ")


KINDS_OF_REFUSAL = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, errors.Refusal)
}


@cache
def _constructions() -> tuple[tuple[str, str, tuple[ast.expr, ...]], ...]:
    """What kind of refusal, or ``Diagnostic``, is made with which code and which arguments after it, in the source."""
    found = []
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in KINDS_OF_REFUSAL.keys() | {"Diagnostic"}:
                match node.args:
                    case [ast.Constant(value=str(code)), *rest]:
                        found.append((ast.unparse(node.func), code, tuple(rest)))
                    case [ast.Attribute(value=ast.Name(id="DiagnosticCode"), attr=name), *rest]:
                        found.append((ast.unparse(node.func), DiagnosticCode[name].value, tuple(rest)))
    return tuple(found)


def _raised_codes() -> set[str]:
    """The codes of all refusals and diagnostics in the source, by their constructors' first argument."""
    found = {code for _, code, _ in _constructions()}
    return found | set(DiagnosticCode) | {"usage", "bug"}  # named by variables


@pytest.mark.parametrize("names", CODES)
def test_every_code_is_documented(names: tuple[str, ...]) -> None:
    """Whoever meets a code finds what it means and what to do."""
    assert _raised_codes() - set().union(*map(_table_keys, names)) == set()


def _to_exits() -> dict[str, set[str]]:
    """The exit codes that a code is raised with."""
    found: dict[str, set[str]] = {}
    for kind, code, _ in _constructions():
        if kind in KINDS_OF_REFUSAL:
            found.setdefault(code, set()).add(str(int(KINDS_OF_REFUSAL[kind].exit_code)))
    return found


def _to_levels() -> dict[str, set[str]]:
    """The levels that a diagnostic is made with, where they are written down; what is not read can be an error."""
    found: dict[str, set[str]] = {code: {kind.level, "error"} for code, kind in UNREAD.items()}
    for kind, code, arguments in _constructions():
        if kind == "Diagnostic":
            match arguments[1:]:
                case []:
                    found.setdefault(code, set()).add("info")
                case [ast.Constant(value=str(level)), *_]:
                    found.setdefault(code, set()).add(level)
    return found


@pytest.mark.parametrize("names", CODES)
@pytest.mark.parametrize("known", [_to_exits(), _to_levels()], ids=["exit codes", "levels"])
def test_codes_are_told_as_they_are_raised(names: tuple[str, ...], known: dict[str, set[str]]) -> None:
    """The second column of a code's row is what it ends the program with, or how bad a diagnostic is."""
    shown = {
        code: second
        for first, second in ((c[0], {*re.split(", |、", c[1])}) for name in names for c in _table_rows(name))
        for code in re.findall(r"`([^`]+)`", first)
        if code in known and second <= {"info", "warning", "error", *map(str, map(int, errors.ExitCode))}
    }
    assert shown == known


LISTS = [
    pytest.param("docs/errors.md", "unknown-format", FORMATS, id="formats"),
    pytest.param("docs/errors.zh-CN.md", "unknown-format", FORMATS, id="formats in Chinese"),
    pytest.param("docs/cli.md", "--to KIND", KINDS, id="outputs"),
    pytest.param("docs/cli.md", "--only WHAT,…", WHAT, id="fields"),
]


@pytest.mark.parametrize(("name", "key", "known"), LISTS)
def test_lists_are_whole(name: str, key: str, known: tuple[str, ...]) -> None:
    """What a row of a table lists is what the program lists, and in its order."""
    (row,) = [cells for cells in _table_rows(name) if cells[0] == f"`{key}`"]
    assert re.findall(r"`([^`]+)`", row[-1]) == [*known]


def test_outputs_are_listed() -> None:
    """docs/outputs.md has the table of the kinds of output, as the program knows them."""
    assert stores_to_markdown() in _page("docs/outputs.md")
    assert kinds_to_markdown() in _page("docs/outputs.md")


def test_extension_points_are_described() -> None:
    """CONTRIBUTING says how each of them is extended, and names files that are there."""
    page = _page("CONTRIBUTING.md")
    points = ["A rule", "A kind of rule", "A reader", "An output", "A diagnostic, a leftover or a refusal"]
    assert [point for point in points if f"## {point}\n" not in page] == []
    paths = re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|toml|md|txt))`", page)
    roots = [ROOT, ROOT / "docx2tasks", ROOT / "tests"]
    made_up = {"tests/build_x.py", "tests/test_x.py"}
    assert [path for path in paths if path not in made_up and not any((root / path).exists() for root in roots)] == []


def test_forced_formats_are_listed() -> None:
    """docs/cli.md names all formats of ``--from``; docs/formats.md has a row for each."""
    assert f"--from {'/'.join(FORMATS)}" in _table_keys("docs/cli.md")
    assert f"--to {'/'.join(kind.name for kind in OFFICE_KINDS)}" in _table_keys("docs/cli.md")
    rows = [cells[1] for cells in _table_rows("docs/formats.md") if len(cells) == 4]
    assert {key for cell in rows for key in re.findall(r"`([a-z]+)`", cell)} == {*FORMATS}


@pytest.mark.parametrize("name", ["docs/errors.md", "docs/errors.zh-CN.md"])
def test_every_exit_code_is_documented(name: str) -> None:
    """The table of exit codes has each of them, and no other."""
    shown = set(re.findall(r"^\| (\d+) \|", _page(name), re.MULTILINE))
    assert shown == {str(int(code)) for code in errors.ExitCode}


@pytest.mark.parametrize("name", ["docs/records.md", "docs/records.zh-CN.md"])
@pytest.mark.parametrize(
    "record", [Document, SourceFacts, DocumentFacts, Task, Step, Unit, Time, Target, Location, DiagnosticRecord]
)
def test_every_field_is_documented(name: str, record: type[Record]) -> None:
    """The table of fields names each field of each record."""
    page = _page(name)
    assert [field for field in record.model_fields if f"`{field}`" not in page] == []


def test_every_option_is_documented() -> None:
    """Each option of each command's help is in docs/cli.md, and no other."""
    names = ("parse", "batch", "export", "review", "status", "compare", "score", "explain", "text", "schema", "limits")
    single = ((name,) for name in (*names, "find", "units", "report", "rules"))
    of_rules = (("rules", name) for name in ("list", "check", "try", "stats", "suggest"))
    commands = ((), *single, *of_rules)
    helps = "".join(call(*command, "--help").stdout.decode() for command in commands)
    offered = set(re.findall(r"(?<=[ ,])--?[a-zA-Z][a-z-]*", "\n".join(re.findall(r"(?m)^  +-.*$", helps))))
    assert offered == {re.split(r"[ =]", key)[0] for key in _table_keys("docs/cli.md") if key.startswith("-")}


@pytest.mark.parametrize("words", [RecordKind, LeftoverKind, DiagnosticCode])
def test_every_word_of_the_records_is_documented(words: type[Word]) -> None:
    """docs/records.md lists each word of a vocabulary with its meaning, in order."""
    rows = "".join(f"| `{word.value}` | {word.meaning} |\n" for word in words)
    assert f"|---|---|\n{rows}\n" in _page("docs/records.md") + "\n"


@pytest.mark.parametrize("words", [RecordKind, LeftoverKind, DiagnosticCode])
def test_every_word_of_the_records_is_in_the_schema(words: type[Word]) -> None:
    """The schema prints each word with its meaning."""
    shown = json.dumps(json_schema("document"), ensure_ascii=False)
    entries = ({"const": word.value, "description": word.meaning} for word in words)
    assert [entry for entry in entries if json.dumps(entry, ensure_ascii=False) not in shown] == []


def test_every_limit_is_documented() -> None:
    """docs/cli.md lists each bound with its value and its reason, as ``docx2tasks limits`` does."""
    shown = re.findall(r"(?m)^\| `([a-z_]+)` \| ([\d,.]+) \| (.*) \|$", _page("docs/cli.md"))
    known = [(limit.name, f"{limit.value:,.15g}", limit.reason) for limit in find_limits()]
    assert shown == known


def test_every_outcome_is_documented() -> None:
    """docs/batch.md says what each word of a batch's last line means."""
    assert {status.value for status in errors.Status} <= _table_keys("docs/batch.md")


# --- the layers --------------------------------------------------------------------------------------


def _imports(path: Path) -> Iterator[str]:
    """The layer of each module of ours that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "docx2tasks":
            yield from (alias.name for alias in node.names if alias.name in RANKS)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("docx2tasks."):
            yield str(node.module).split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".")[1] for alias in node.names if alias.name.startswith("docx2tasks."))


def _modules() -> Iterator[Path]:
    yield from (path for path in sorted(PACKAGE.rglob("*.py")) if path.parent != PACKAGE or path.stem[0] != "_")


@pytest.mark.parametrize("path", [*_modules()], ids=lambda path: str(path.relative_to(PACKAGE)))
def test_layers(path: Path) -> None:
    """A module imports only from lower layers and from its own package."""
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    wrong = [name for name in _imports(path) if name != own and RANKS[name] >= RANKS[own]]
    assert wrong == []


@pytest.mark.parametrize(
    ("packages", "forbidden"),
    [
        pytest.param(("extract", "segment", "rules"), {"lxml", "pydantic", "zipfile"}, id="no bytes in extractors"),
        pytest.param(("readers",), {"pydantic", "tomllib"}, id="no records in readers"),
        pytest.param(("source", "limits", "errors", "numerals"), {"lxml", "pydantic"}, id="nothing at the bottom"),
    ],
)
def test_what_a_layer_does_not_know(packages: tuple[str, ...], forbidden: set[str]) -> None:
    """Third-party libraries stay where they belong."""
    for path in _modules():
        if path.relative_to(PACKAGE).parts[0].removesuffix(".py") in packages:
            names = set(re.findall(r"^\s*(?:from|import) (\w+)", path.read_text(encoding="utf-8"), re.MULTILINE))
            assert names & forbidden == set(), path


def test_only_the_command_line_prints() -> None:
    """No other module knows standard streams or a terminal."""
    for path in _modules():
        if path.parent.name != "cli":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            streams = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
            assert "print" not in names, path
            assert streams & {"stdout", "stderr", "stdin"} == set(), path


# --- what is promised of safety ----------------------------------------------------------------------


def test_every_defence_names_its_tests() -> None:
    """Each row of SECURITY.md names files of tests that there are, and both READMEs lead to it."""
    rows = re.findall(r"(?m)^\| (?!against).*\|$", _page("SECURITY.md"))
    named = [re.findall(r"`(tests/\w+\.py)`", row) for row in rows]
    assert rows
    assert all(named)
    assert [name for names in named for name in names if not (ROOT / name).is_file()] == []
    assert all("(SECURITY.md)" in _page(name) for name in READMES)
