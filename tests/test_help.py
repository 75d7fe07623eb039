"""Help screens: they open with examples, fit a terminal, and list what the program knows."""

from __future__ import annotations

import re
from itertools import takewhile
from unicodedata import east_asian_width

import pytest
from program import call

from docx2tasks.cli.man_page import make_man_page
from docx2tasks.cli.options import Difference
from docx2tasks.errors import ExitCode
from docx2tasks.export.stores import KINDS
from docx2tasks.readers import FORMATS
from docx2tasks.results.compare.report import FailOn
from docx2tasks.results.compare.run import WHAT

HELPS = ["", "parse", "batch", "export", "review", "status", "compare", "explain", "text", "schema", "limits"]
HELPS += ["find", "units", "score", "report", "merge"]
HELPS += ["rules", *(f"rules {name}" for name in ("list", "check", "try", "stats", "suggest"))]


def width(line: str) -> int:
    """How many columns of a terminal a line takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in line)


@pytest.mark.parametrize("command", HELPS, ids=lambda name: name or "docx2tasks")
def test_help_screens(command: str) -> None:
    """A sentence, then examples, one a line as they are typed; no line is wider than 80 columns or cut short."""
    lines = call(*command.split(), "--help", env={"COLUMNS": "80"}).stdout.decode().splitlines()
    usage, _, *rest = lines
    assert usage.startswith(f"Usage: docx2tasks {command}".rstrip())
    above = rest[: rest.index("  Examples:")]
    assert " ".join(above).strip().endswith(".")
    examples = [*takewhile(str.strip, rest[len(above) + 1 :])]
    assert examples
    assert [line for line in examples if not line.startswith("    docx2tasks ")] == []
    assert any(line.split()[1:].count(word) for word in command.split()[:1] or ["parse"] for line in examples)
    assert [line for line in lines if width(line) > 80 or "\\b" in line] == []
    assert [line for line in rest if line.endswith("...")] == []  # how a list of commands cuts what they do


def test_every_command_has_a_help_screen() -> None:
    """The list above has all commands that the program's help lists."""
    listed = set()
    for group in ("", "rules "):
        _, commands = call(*group.split(), "--help").stdout.decode().split("Commands:")
        listed |= {f"{group}{name}" for name in re.findall(r"(?m)^  ([a-z]+) ", commands)}
    assert listed == {*HELPS} - {""}


def test_help_lists_what_there_is() -> None:
    """Formats, outputs and fields are listed in help as the program knows them, and in that order."""
    parse_help, batch_help, compare_help = (
        " ".join(call(name, "--help").stdout.decode().split()) for name in ("parse", "batch", "compare")
    )
    assert f"Formats: {', '.join(FORMATS)}." in parse_help
    assert f"KIND {', '.join(KINDS)}, or a database URL" in batch_help
    assert f"Compare only these: {', '.join(WHAT)}." in compare_help
    assert {one.value for one in Difference} == {one.value for one in FailOn}


@pytest.mark.parametrize("args", [("--help",), ("-h",), ("parse", "--help"), ("rules", "check", "--help")])
def test_help(args: tuple[str, ...]) -> None:
    """Help goes to standard output and ends with success."""
    result = call(*args)
    assert (result.returncode, result.stderr) == (ExitCode.OK, b"")
    assert b"Usage: docx2tasks" in result.stdout


# --- what shells and man are given ---------------------------------------------------------------------


def test_the_manual_has_all_commands_and_options() -> None:
    """Each with its help, and nothing that roff takes for a request of its own."""
    page = make_man_page()
    for command in {*HELPS} - {"", "rules"}:
        assert re.search(rf"(?m)^\.SS {command}(?: |$)", page), command
    for option in re.findall(r"(?m)^  (?:-\w, )?(--[a-z-]+)", call("batch", "--help").stdout.decode()):
        assert option == "--help" or option.replace("-", r"\-") in page
    requests = {line.split()[0] for line in page.splitlines() if line.startswith(".")}
    assert requests <= {".TH", ".SH", ".SS", ".B", ".TP", ".PP", ".nf", ".fi"}


@pytest.mark.parametrize(
    ("words", "found"),
    [("docx2tasks exp", "export"), ("docx2tasks find --ro", "--role"), ("docx2tasks parse --from x", "xlsx")],
)
def test_a_shell_completes(words: str, found: str) -> None:
    """Commands, options and their values."""
    asked = {"_DOCX2TASKS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    assert found in call(env=asked).stdout.decode().split()
    script = call(env={"_DOCX2TASKS_COMPLETE": "source_bash"}).stdout
    assert b"complete -o default -F _docx2tasks_completion docx2tasks" in script
