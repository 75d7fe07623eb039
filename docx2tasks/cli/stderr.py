"""Messages on standard error, and exit codes of refusals."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NoReturn

import typer

from docx2tasks.control_chars import escape_controls
from docx2tasks.errors import ExitCode, Refusal
from docx2tasks.language import shown, shown_diagnostic, shown_refusal
from docx2tasks.plural import count

if TYPE_CHECKING:
    from docx2tasks.isolate import Note
    from docx2tasks.model import Document

NAME = "docx2tasks"
_NOTE = 40  # columns of a note, so that a shorter one covers a longer one


def report_warnings(document: Document) -> None:
    """One line on standard error for each code of a warning or error, with how often it was met."""
    doubts = [d for d in document.diagnostics if d.level != "info"]
    for code in dict.fromkeys(d.code for d in doubts):
        same = [d for d in doubts if d.code == code]
        say(shown_diagnostic(same[0].level, code, same[0].message, len(same) - 1))


def report_document(document: Document, file: str) -> None:
    """At a terminal, one line: how many tasks, what they lack, how much of the text is accounted for."""
    if not is_watched():
        return
    from docx2tasks.vocabulary import LeftoverKind  # noqa: PLC0415

    tasks = document.tasks
    without_unit = sum(not (task.units or task.actors) for task in tasks)
    without_time = sum(all(time.kind == "mention" for time in task.times) for task in tasks)
    known = 1 - document.coverage.shares.get(LeftoverKind.UNASSIGNED, 0.0)
    share = f"{known:.1%}".replace(".0%", "%")
    doubts = sum(one.level != "info" for one in document.diagnostics)
    look = f"{doubts} to look at: {NAME} explain {file}" if doubts else "nothing to look at"
    lacks = f"{without_unit} without a unit, {without_time} without a time"
    say(f"{count(len(tasks), 'task')}, {lacks}; {share} of the text is accounted for; {look}")


def is_watched() -> bool:
    """Whether people look at standard error: a terminal, or they ask for it with FORCE_COLOR."""
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stderr is not None and sys.stderr.isatty())


def say(words: str) -> None:
    """One line on standard error, in the user's language; nothing in it can move the cursor or turn the writing."""
    write_stderr(f"{NAME}: {escape_controls(shown(words))}\n")


def write_stderr(words: str) -> None:
    """Write to standard error; a closed stream is not an error."""
    if sys.stderr is not None:  # print() would take standard output for it
        with suppress(OSError, ValueError):
            sys.stderr.write(words)
            sys.stderr.flush()


@contextmanager
def showing_notes() -> Iterator[None]:
    """Show at a terminal how far the file is that is read inside, in a line that is gone afterwards."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    from docx2tasks.isolate import hearing  # noqa: PLC0415

    try:
        with hearing(lambda note: write_stderr(f"\r{NAME}: {shown(note_to_words(note)):{_NOTE}}")):
            yield
    finally:
        write_stderr(f"\r{'':{_NOTE + len(NAME) + 2}}\r")


def note_to_words(note: Note) -> str:
    """It in a line: ``page 3 of 12``."""
    number = f" {note.number}" if note.number else ""
    return f"{note.what}{number} of {note.total}" if note.total else f"{note.what}{number} …"


@contextmanager
def refusals(*, debug: bool) -> Iterator[None]:
    """What goes wrong inside becomes one line on standard error and an exit code."""
    if debug:
        _show_faults()
    try:
        yield
    except Refusal as refusal:
        fail(shown_refusal(refusal), refusal.exit_code, debug=debug)
    except BrokenPipeError:
        raise typer.Exit(ExitCode.PIPE) from None
    except KeyboardInterrupt:
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except typer.Exit:
        raise
    except MemoryError:
        words = "out-of-memory: not enough memory; split the input, or process fewer files at once"
        fail(words, ExitCode.REFUSED, debug=debug)
    except Exception as error:  # noqa: BLE001  the one place where a bug becomes a message
        hint = "run again with --debug and report the output"
        fail(f"bug: an unexpected {type(error).__name__}; {hint}", ExitCode.BUG, debug=debug)


def _show_faults() -> None:
    """Print the tracebacks behind ``internal-error`` too."""
    import logging  # noqa: PLC0415

    logging.basicConfig(format=f"{NAME}: %(message)s")
    logging.getLogger(NAME).setLevel(logging.DEBUG)


def fail(words: str, code: ExitCode, *, debug: bool) -> NoReturn:
    """Print one line and exit with a code."""
    if debug and (error := sys.exc_info()[1]):
        print_traceback(error)
    say(words)
    raise typer.Exit(code) from None


def print_traceback(error: BaseException) -> None:
    """Print the traceback of an error."""
    import traceback  # noqa: PLC0415

    write_stderr("".join(traceback.format_exception(error)))
