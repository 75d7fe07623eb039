"""The command line: argv and standard streams to an exit code.

The only module that prints or knows a terminal.  Data goes to standard output as UTF-8 bytes,
everything else to standard error.  What only one command needs is imported inside it, so that
``--version`` and ``--help`` load neither the XML parser nor the pipeline.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import Counter
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from docx2tasks import __version__
from docx2tasks.errors import ExitCode, InputError, LimitError, LostError, Refusal, RulesError, Status, UsageError
from docx2tasks.options import (
    STDIN,
    AsciiOption,
    CompactOption,
    DebugOption,
    FileArgument,
    FormatOption,
    FromOption,
    InputArgument,
    KeywordsOption,
    LimitOption,
    Listing,
    ListingOption,
    MemoryOption,
    OutArgument,
    OutputOption,
    QuietOption,
    Reader,
    RecordArgument,
    RulesFolder,
    RulesOption,
    Schema,
    Shape,
    SofficeOption,
    StrictOption,
    TaskArgument,
    TimeoutOption,
)
from docx2tasks.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from docx2tasks.batch.run import Outcome
    from docx2tasks.explain import Line
    from docx2tasks.limits import Limits
    from docx2tasks.model import Document
    from docx2tasks.pipeline import Reading
    from docx2tasks.rules import Rules

_NAME = "docx2tasks"
_FEW_LOOKS = 100_000  # objects made between two looks for dead cycles: one document leaves next to none
_HELP = f"""Who has to do what by when: Chinese plans, task lists and notices to JSON records.

\b
Examples:
  {_NAME} parse 重点任务清单.docx                     one JSON document
  {_NAME} parse 通知.html --format jsonl | jq .text   one task a line
  {_NAME} parse 方案.docx -o 方案.json --strict       all of it or an error
  {_NAME} batch 文件夹 结果                           a file of JSON for each document
  {_NAME} explain 重点任务清单.docx                   a table of the tasks
  {_NAME} explain 重点任务清单.docx 3                 where each value comes from
  {_NAME} parse 方案.pdf --timeout 300 --memory 4000  more time and memory for a large file
"""

app = typer.Typer(
    help=_HELP,
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # else help and usage errors load rich, which takes longer than all else they do
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="Look at the rules, or check your own.", rich_markup_mode=None)
app.add_typer(rules_app, name="rules")


def main() -> NoReturn:
    """Run the command line of this process and leave with its exit code (``errors.ExitCode``)."""
    gc.set_threshold(_FEW_LOOKS)
    signal.signal(signal.SIGTERM, _terminate)
    try:
        # not standalone: typer would print usage errors over several lines and turn 141 into 1
        code = app(prog_name=_NAME, standalone_mode=False)
        sys.exit(code if isinstance(code, int) else ExitCode.OK)
    except TyperException as error:
        where = getattr(getattr(error, "ctx", None), "command_path", _NAME)
        _say(f"usage: {error.format_message().rstrip('.')}; see {where} --help")
        sys.exit(ExitCode.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(ExitCode.INTERRUPTED)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    """Leave by way of all that ends what was begun: processes, temporary files."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(ExitCode.TERMINATED)


def _print_version(wanted: bool) -> None:  # noqa: FBT001  typer calls it so
    if wanted:
        with _refusals(debug=False):
            _write_stdout(f"{_NAME} {__version__}\n".encode())
        raise typer.Exit


VersionOption = Annotated[
    bool, typer.Option("--version", "-V", callback=_print_version, is_eager=True, help="Print the version.")
]


@app.callback()
def root(context: typer.Context, *, version: VersionOption = False) -> None:  # noqa: ARG001  its callback prints it
    """Show the help where no command is given."""
    if context.invoked_subcommand is None:
        print(context.get_help(), file=sys.stderr)
        raise typer.Exit(ExitCode.USAGE)


@app.command()
def parse(  # noqa: PLR0913  one argument an option
    file: FileArgument,
    *,
    shape: FormatOption = Shape.json,
    output: OutputOption = STDIN,
    reader: FromOption = None,
    soffice: SofficeOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    rules: RulesOption = None,
    strict: StrictOption = False,
    keywords: KeywordsOption = False,
    ascii_only: AsciiOption = False,
    compact: CompactOption = False,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Print the records of a document: who has to do what by when."""
    with _refusals(debug=debug):
        limits = _to_limits(limit, timeout, memory)
        document = _read(file, reader, soffice, _load(rules), limits).document
        if strict:
            _refuse_losses(document)
        if keywords:
            document = _with_keywords(document)
        _write(_document_to_text(document, shape, compact=compact, ascii_only=ascii_only), output)
        if not quiet:
            _tell_doubts(document)


@app.command()
def batch(  # noqa: PLR0913  one argument an option
    source: InputArgument,
    out: OutArgument,
    *,
    reader: FromOption = None,
    soffice: SofficeOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    rules: RulesOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Write the records of many documents: one JSON file each, in a mirror of the folder."""
    with _refusals(debug=debug):
        from docx2tasks.batch.run import run  # noqa: PLC0415
        from docx2tasks.batch.work import Options  # noqa: PLC0415

        limits = _to_limits(limit, timeout, memory)
        options = Options(_load(rules), reader.value if reader else None, soffice, limits)
        with closing(run(source, out, options)) as outcomes:
            code = _tell_outcomes(outcomes, quiet=quiet, debug=debug)
        if code:
            raise typer.Exit(code)


@app.command()
def explain(  # noqa: PLR0913  one argument an option
    file: FileArgument,
    task: TaskArgument = "",
    *,
    reader: FromOption = None,
    soffice: SofficeOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    rules: RulesOption = None,
    debug: DebugOption = False,
) -> None:
    """Show where the values of a task come from, or a table of all tasks."""
    with _refusals(debug=debug):
        from docx2tasks import explain as told  # noqa: PLC0415

        loaded = _load(rules)
        reading = _read(file, reader, soffice, loaded, _to_limits(limit, timeout, memory))
        if task:
            number, found = told.find_task(reading, task)
            _write_lines(told.task_to_lines(reading, number, found, loaded))
        else:
            _write_table(told.HEADERS, told.reading_to_rows(reading))


@app.command()
def text(  # noqa: PLR0913  one argument an option
    file: FileArgument,
    *,
    output: OutputOption = STDIN,
    reader: FromOption = None,
    soffice: SofficeOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    debug: DebugOption = False,
) -> None:
    """Print the text that was read: the one that start, end and span count characters of."""
    with _refusals(debug=debug):
        limits = _to_limits(limit, timeout, memory)
        _write(_read(file, reader, soffice, _load(None), limits).source.text, output)


@app.command()
def schema(
    record: RecordArgument = Schema.document,
    *,
    debug: DebugOption = False,
) -> None:
    """Print the JSON Schema (draft 2020-12) of a record."""
    with _refusals(debug=debug):
        from docx2tasks.export.json_text import value_to_json  # noqa: PLC0415
        from docx2tasks.model import json_schema  # noqa: PLC0415

        _write(value_to_json(json_schema(record.value), indent=2) + "\n", STDIN)


@app.command("limits")
def list_limits(
    *,
    debug: DebugOption = False,
) -> None:
    """List what bounds a file, with the value and its reason; --limit changes it."""
    with _refusals(debug=debug):
        from docx2tasks.limits import find_limits  # noqa: PLC0415

        rows = ((limit.name, f"{limit.value:.15g}", limit.reason) for limit in find_limits())
        _write_table(("limit", "value", "reason"), rows)


@rules_app.command("list")
def list_rules(
    *,
    shape: ListingOption = Listing.table,
    rules: RulesOption = None,
    debug: DebugOption = False,
) -> None:
    """List the rules in order of precedence."""
    with _refusals(debug=debug):
        loaded = _load(rules)
        if shape is Listing.json:
            from docx2tasks.export.json_text import rules_to_json  # noqa: PLC0415

            _write(rules_to_json(loaded), STDIN)
        else:
            from docx2tasks.explain import RULE_HEADERS, rules_to_rows  # noqa: PLC0415

            _write_table(RULE_HEADERS, rules_to_rows(loaded))


@rules_app.command("check")
def check(
    folder: RulesFolder,
    *,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Print every fault of a folder of rules as file:line: rule: what; exit 4 if there is one."""
    with _refusals(debug=debug):
        from docx2tasks.rules import check_rules  # noqa: PLC0415

        if not folder.is_dir():
            raise RulesError("rules-missing", f"{folder} is no folder", "name a folder that holds .toml rule files")
        faults = check_rules(folder)
        _write("".join(f"{visible(fault)}\n" for fault in faults), STDIN)
        if faults:
            raise typer.Exit(ExitCode.RULES)
        if not quiet:
            _say(f"no fault in {len(list(folder.glob('*.toml')))} rule files of {folder}")


# --- reading -------------------------------------------------------------------------------------


def _load(folder: Path | None) -> Rules:
    from docx2tasks.rules import load_rules  # noqa: PLC0415

    return load_rules(folder)


def _to_limits(settings: list[str] | None, timeout: float | None, memory: float | None) -> Limits:
    """The limits with what the options change of them; what has an option of its own is said last."""
    from docx2tasks.limits import change_limits, find_limits  # noqa: PLC0415

    changes = [*(settings or ())]
    if timeout is not None:
        changes += [f"file_seconds={timeout}", f"office_seconds={timeout}"]
    if memory is not None:
        changes += [f"{name}={memory * 1_000_000:.0f}" for name in ("file_memory", "scan_memory")]
    try:
        return change_limits(changes)
    except ValueError as error:
        hint = f"use one of: {', '.join(limit.name for limit in find_limits())}"
        raise UsageError("wrong-limit", str(error), hint) from None


def _read(file: str, reader: Reader | None, soffice: str | None, rules: Rules, limits: Limits) -> Reading:
    from docx2tasks.pipeline import parse_with_source  # noqa: PLC0415

    source = _read_stdin(limits) if file == STDIN else file
    forced = reader.value if reader else None
    return parse_with_source(source, source_format=forced, rules=rules, limits=limits, soffice=soffice)


def _read_stdin(limits: Limits) -> bytes:
    if sys.stdin is None:
        raise InputError("missing", "standard input is closed", "give a file, or send one in")
    try:
        data = sys.stdin.buffer.read(limits.input_bytes + 1)
    except OSError as error:
        raise InputError("unreadable", f"standard input cannot be read: {error.strerror}", "give a file") from error
    if len(data) > limits.input_bytes:
        raise LimitError("too-big", f"standard input has more than {limits.input_bytes:,} bytes", "split it")
    return data


def _with_keywords(document: Document) -> Document:
    from docx2tasks.extract.keywords import find_keywords  # noqa: PLC0415

    tasks = [task.model_copy(update={"keywords": find_keywords(task.text)}) for task in document.tasks]
    return document.model_copy(update={"tasks": tasks})


def _refuse_losses(document: Document) -> None:
    for doubt in document.diagnostics:
        if doubt.level == "error":
            hint = f"look at it with {_NAME} explain, or leave --strict out to get what was found"
            raise LostError(doubt.code, doubt.message, hint)


# --- writing -------------------------------------------------------------------------------------


def _document_to_text(document: Document, shape: Shape, *, compact: bool, ascii_only: bool) -> str:
    from docx2tasks.export import json_text  # noqa: PLC0415

    if shape is Shape.jsonl:
        return json_text.document_to_jsonl(document, ascii_only=ascii_only)
    return json_text.document_to_json(document, indent=None if compact else 2, ascii_only=ascii_only)


def _write(words: str, output: str) -> None:
    from docx2tasks.export.json_text import text_to_bytes  # noqa: PLC0415

    if output == STDIN:
        _write_stdout(text_to_bytes(words))
    else:
        from docx2tasks.export.files import write_atomically  # noqa: PLC0415

        write_atomically(Path(output), text_to_bytes(words))


def _write_stdout(data: bytes) -> None:
    if sys.stdout is None:
        raise UsageError("not-writable", "standard output is closed", "name a file with -o")
    # past the buffer: bytes that a full disk refused must not be tried again when Python ends
    stream = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[stream.write(rest) :]
    except BrokenPipeError:
        raise
    except OSError as error:
        from docx2tasks.export.files import error_to_refusal  # noqa: PLC0415

        raise error_to_refusal(error, "standard output") from error


def _write_table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table with lines for people at a terminal, else tab-separated lines for programs."""
    if not _is_pretty():
        _write("".join("\t".join(row) + "\n" for row in (headers, *rows)), STDIN)
        return
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(*headers, header_style="bold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    _write_rich(table)


def _write_lines(lines: Iterable[Line]) -> None:
    if not _is_pretty():
        _write("".join(f"{'  ' * depth}{name:<10}{words}\n" for depth, name, words in lines), STDIN)
        return
    from rich.text import Text  # noqa: PLC0415

    styles = {0: "bold", 1: "dim"}
    for depth, name, words in lines:
        _write_rich(Text.assemble(("  " * depth + f"{name:<10}", styles[depth]), words))


def _write_rich(shown: object) -> None:
    from io import StringIO  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    page = StringIO()
    Console(file=page, force_terminal=True).print(shown, soft_wrap=isinstance(shown, Text))
    _write(page.getvalue(), STDIN)


def _is_pretty() -> bool:
    """Whether people look at standard output: a terminal, or they ask for it with FORCE_COLOR."""
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout is not None and sys.stdout.isatty())


# --- telling -------------------------------------------------------------------------------------


def _tell_doubts(document: Document) -> None:
    """One line on standard error for each code of a warning or error, with how often it was met."""
    doubts = [d for d in document.diagnostics if d.level != "info"]
    for code in dict.fromkeys(d.code for d in doubts):
        same = [d for d in doubts if d.code == code]
        more = f" (and {len(same) - 1} more)" if len(same) > 1 else ""
        _say(f"{same[0].level}: {code}: {same[0].message}{more}")


def _tell_outcomes(outcomes: Iterable[Outcome], *, quiet: bool, debug: bool) -> ExitCode:
    """A line on standard error for each refusal, one for the whole; the gravest exit code."""
    counts: Counter[Status] = Counter()
    tasks, code = 0, ExitCode.OK
    for outcome in outcomes:
        counts[outcome.status] += 1
        tasks += outcome.tasks
        if outcome.refusal is None:
            continue
        if outcome.fault is not None and debug:
            _print_traceback(outcome.fault)
        _say(f"{outcome.name}: {outcome.refusal}")
        code = max(code, outcome.refusal.exit_code)
    if not quiet:
        _say(_counts_to_words(counts, tasks))
    return code


def _counts_to_words(counts: Counter[Status], tasks: int) -> str:
    """How many documents came to which end; the unusual ends are named only where they were met."""
    read = f"{counts[Status.DONE] + counts[Status.NO_TASKS]} documents read, {counts[Status.REFUSED]} refused"
    usual = (Status.DONE, Status.REFUSED)
    others = [f"{counts[status]} {status.value}" for status in Status if counts[status] and status not in usual]
    return ", ".join([read, *others, f"{tasks} tasks"])


def _say(words: str) -> None:
    """One line on standard error; nothing in it can move the cursor or turn the writing."""
    with suppress(OSError, ValueError, AttributeError):  # a closed standard error is no error
        print(f"{_NAME}: {visible(words)}", file=sys.stderr, flush=True)


@contextmanager
def _refusals(*, debug: bool) -> Iterator[None]:
    """What goes wrong inside becomes one line on standard error and an exit code."""
    try:
        yield
    except Refusal as refusal:
        _fail(str(refusal), refusal.exit_code, debug=debug)
    except BrokenPipeError:
        raise typer.Exit(ExitCode.PIPE) from None
    except KeyboardInterrupt:
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except typer.Exit:
        raise
    except Exception as error:  # noqa: BLE001  the one place where a bug becomes a message
        hint = "run again with --debug and report what it prints"
        _fail(f"bug: an unexpected {type(error).__name__}; {hint}", ExitCode.BUG, debug=debug)


def _fail(words: str, code: ExitCode, *, debug: bool) -> NoReturn:
    if debug and (error := sys.exc_info()[1]):
        _print_traceback(error)
    _say(words)
    raise typer.Exit(code) from None


def _print_traceback(error: BaseException) -> None:
    import traceback  # noqa: PLC0415

    traceback.print_exception(error)
