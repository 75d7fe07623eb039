r"""The manual page, made of the help of all commands: ``python -m docx2tasks.cli.man_page > docx2tasks.1``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import typer

from docx2tasks import __version__
from docx2tasks.cli.app import app
from docx2tasks.cli.output import write_stdout
from docx2tasks.cli.stderr import NAME


def make_man_page() -> str:
    """The page in roff."""
    root: Any = typer.main.get_command(app)
    head, _, examples = root.help.partition("\b")
    brief = head.partition(":")[0]
    lines = [
        f'.TH {NAME.upper()} 1 "" "{NAME} {__version__}"',
        ".SH NAME",
        rf"{NAME} \- {_escape(brief[0].lower() + brief[1:])}",
        ".SH SYNOPSIS",
        rf".B {NAME}",
        r"[\-\-lang LANG] COMMAND [OPTIONS] [ARGUMENTS]",
        ".SH DESCRIPTION",
        _escape(head.strip()),
        *_to_examples(examples),
        ".SH COMMANDS",
        *(line for name, command in _find_commands(root) for line in _command_to_lines(name, command)),
    ]
    return "\n".join(lines) + "\n"


def _find_commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401  typer's own
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _find_commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def _command_to_lines(name: str, command: Any) -> Iterator[str]:  # noqa: ANN401
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    yield f".SS {_escape(' '.join([name, *(str(one.metavar or one.name.upper()) for one in arguments)]))}"
    text, _, examples = (command.help or "").partition("\b")
    yield _escape(text.strip())
    for one in command.params:
        names = ", ".join([*one.opts, *one.secondary_opts]) if one not in arguments else one.metavar or one.name.upper()
        yield from (".TP", rf"\fB{_escape(names)}\fR", _escape(one.help or ""))
    yield from _to_examples(examples)


def _to_examples(examples: str) -> Iterator[str]:
    lines = [line.strip() for line in examples.strip().splitlines()[1:] if line.strip()]
    if lines:
        yield from (".PP", "Examples:", ".PP", ".nf", *map(_escape, lines), ".fi")


def _escape(words: str) -> str:
    """Words in which roff finds no sign of its own."""
    plain = words.replace("\\", r"\e").replace("-", r"\-")
    return re.sub(r"(?m)^(?=[.'])", r"\\&", plain)


if __name__ == "__main__":
    write_stdout(make_man_page().encode())
