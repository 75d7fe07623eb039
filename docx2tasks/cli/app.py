"""The command-line program: its commands, and the way from argv to an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from docx2tasks import __version__
from docx2tasks.addresses import hide_in_words
from docx2tasks.cli import batch, compare, documents, export, find, info, merge, report, results, review, rules, score
from docx2tasks.cli.misuse import find_misuse
from docx2tasks.cli.output import discard_stdout, fill_closed_streams, write_stdout
from docx2tasks.cli.stderr import NAME, refusals, say, write_stderr
from docx2tasks.deadline import own_process
from docx2tasks.errors import ExitCode, UsageError
from docx2tasks.language import choose_language, find_locale, is_chinese, shown_refusal, using, value_to_english

_HELP = f"""Extract tasks from Chinese plans, task lists and notices: who, what, by when.

\b
Examples:
  {NAME} parse 清单.docx                        one JSON document
  {NAME} parse 通知.html -f jsonl | jq .text    one task per line
  {NAME} parse 方案.docx -o 方案.json --strict  fail if any may be missing
  {NAME} parse 方案.pdf --timeout 300 --memory 4000
  {NAME} batch 档案 结果                        one JSON file per document
  {NAME} batch 档案 结果.sqlite                 all tasks in one database
  {NAME} export 档案 -o 台账.xlsx               a workbook for tracking
  {NAME} review 清单.docx --open                check the tasks on a page
  {NAME} report 档案 -o 报告.html               who has to do what by when
  {NAME} explain 清单.docx                      a table of the tasks
  {NAME} explain 清单.docx 3                    where its values come from
"""
_COMPLETE = "_DOCX2TASKS_COMPLETE"  # where typer looks for what a shell asks

app = typer.Typer(
    help=_HELP,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # else help and usage errors load rich, which takes longer than all else they do
    context_settings={"help_option_names": ["-h", "--help"], "token_normalize_func": value_to_english},
)
_RULES_HELP = f"""List, validate, try and suggest rules.

\b
Examples:
  {NAME} rules list
  {NAME} rules check 规则
  {NAME} rules try 规则 档案
"""
rules_app = typer.Typer(help=_RULES_HELP, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


def run() -> NoReturn:
    """Run the command line in the language of the user and exit with one of ``errors.ExitCode``."""
    fill_closed_streams()
    own_process()
    signal.signal(signal.SIGTERM, _terminate)
    if hasattr(signal, "SIGHUP") and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:  # else nohup wants it ignored
        signal.signal(signal.SIGHUP, _terminate)
    try:
        language, args = choose_language(sys.argv[1:], os.environ)
    except UsageError as refusal:
        with using(find_locale(os.environ)):
            say(shown_refusal(refusal))
        sys.exit(refusal.exit_code)
    with using(language), formatting():
        _run(args)


def _run(args: list[str]) -> NoReturn:
    if _COMPLETE in os.environ:  # a shell asks; not an option of its own, which would be loaded at every start
        from typer.completion import completion_init  # type: ignore[attr-defined]  # noqa: PLC0415

        completion_init()
    try:
        # not standalone: typer would print usage errors over several lines and turn 141 into 1
        code = app(args, prog_name=NAME, standalone_mode=False)
        sys.exit(code if isinstance(code, int) else ExitCode.OK)
    except TyperException as error:
        sys.exit(_tell_usage(error, args))
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(ExitCode.INTERRUPTED)
    except OSError as error:  # help is written by typer; all else by commands, which have refusals of their own
        sys.exit(_give_up_output(error))


@contextmanager
def formatting() -> Iterator[None]:
    """Write help screens in the language of the user while it lasts."""
    if not is_chinese():
        yield
        return
    from docx2tasks.cli.help_screen import ChineseFormatter  # noqa: PLC0415  needed for nothing else

    context: Any = next(one for one in typer.Context.__mro__ if "formatter_class" in vars(one))  # of every command
    before = context.formatter_class
    context.formatter_class = ChineseFormatter
    try:
        yield
    finally:
        context.formatter_class = before


def _tell_usage(error: TyperException, args: list[str]) -> ExitCode:
    """Say what is wrong with the arguments, or what to type instead."""
    message = error.format_message()
    commands = [one.name or getattr(one.callback, "__name__", "") for one in app.registered_commands]
    if refusal := find_misuse(args, [*commands, "rules"], message):
        say(shown_refusal(refusal))
    else:
        where = getattr(getattr(error, "ctx", None), "command_path", NAME)
        say(f"usage: {_to_sentence(message)}; see {where} --help")
    return ExitCode.USAGE


def _to_sentence(message: str) -> str:
    """What typer says, without secrets and without the name that Python has for the error."""
    return hide_in_words(message).replace(": Value error, ", ": ", 1).rstrip(".")


def _give_up_output(error: OSError) -> ExitCode:
    """The exit code if help could not be written; the rest is discarded, so that Python does not retry it."""
    from docx2tasks.export.files import error_to_refusal  # noqa: PLC0415

    discard_stdout()
    if isinstance(error, BrokenPipeError):
        return ExitCode.PIPE
    refusal = error_to_refusal(error, "standard output")
    say(shown_refusal(refusal))
    return refusal.exit_code


def _terminate(number: int, _frame: FrameType | None) -> NoReturn:
    """Exit through all cleanup: child processes, temporary files."""
    signal.signal(number, signal.SIG_IGN)
    sys.exit(ExitCode.TERMINATED if number == signal.SIGTERM else ExitCode.HUNG_UP)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  typer calls it so
    if wanted:
        with refusals(debug=False):
            write_stdout(f"{NAME} {__version__}\n".encode())
        raise typer.Exit


LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help="Language of messages and tables, for every command, anywhere."),
]
VersionOption = Annotated[
    bool, typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Print the version.")
]


@app.callback()
def root(
    context: typer.Context,
    *,
    lang: LanguageOption = None,  # noqa: ARG001  taken before: it may stand behind a command, too
    version: VersionOption = False,  # noqa: ARG001  its callback prints it
) -> None:
    """Print the help if no command is given."""
    if context.invoked_subcommand is None:
        write_stderr(context.get_help() + "\n")
        raise typer.Exit(ExitCode.USAGE)


app.command()(documents.parse)
app.command()(batch.batch)
app.command()(export.export)
app.command()(review.review)
app.command()(report.report)
app.command()(find.find)
app.command()(find.units)
app.command()(results.status)
app.command()(merge.merge)
app.command()(compare.compare)
app.command()(score.score)
app.command()(documents.explain)
app.command()(documents.text)
app.command()(info.schema)
app.command("limits")(info.list_limits)
rules_app.command("list")(rules.list_rules)
rules_app.command("check")(rules.check)
rules_app.command("try")(rules.try_)
rules_app.command("stats")(rules.stats)
rules_app.command("suggest")(rules.suggest)
