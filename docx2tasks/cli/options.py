"""The arguments and options of the command line: their names, choices and help.

Imports nothing of ours but the tables whose names the help lists, which load no library.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from docx2tasks.export.stores import ADDRESSED, KINDS
from docx2tasks.readers import FORMATS

STDIN = "-"  # as a file to read: standard input; as a file to write: standard output


class Shape(str, Enum):
    """How a document is written."""

    json = "json"
    jsonl = "jsonl"


class Listing(str, Enum):
    """How rules are listed."""

    table = "table"
    json = "json"


class Engine(str, Enum):
    """What the children of a batch are."""

    local = "local"
    dask = "dask"


class Difference(str, Enum):
    """Which differences between two batches make the exit code 1."""

    any = "any"
    tasks = "tasks"
    lost = "lost"
    never = "never"


# which reader is forced, instead of the one that the content asks for
class Doubt(str, Enum):
    """Which diagnostics of a batch make its exit code 7."""

    never = "never"
    error = "error"
    warning = "warning"


Reader = Enum("Reader", [(name, name) for name in FORMATS], type=str)  # type: ignore[misc]  # its names are a table


class Schema(str, Enum):
    """Which record's schema."""

    document = "document"
    task = "task"


FileArgument = Annotated[
    str,
    typer.Argument(metavar="FILE", help=f"The document, or - for standard input. Formats: {', '.join(FORMATS)}."),
]
FormatOption = Annotated[Shape, typer.Option("--format", "-f", help="One document, or one task a line.")]
ListingOption = Annotated[Listing, typer.Option("--format", "-f", help="A table, or JSON with all there is.")]
OutputOption = Annotated[str, typer.Option("--output", "-o", help="Write to this file, whole or not at all.")]
FromOption = Annotated[
    Reader | None, typer.Option("--from", metavar="FORMAT", help="Force a format instead of detecting it.")
]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="A folder or file of rules over the program's own.")]
SofficeOption = Annotated[str | None, typer.Option("--soffice", help="LibreOffice's program, if not on the path.")]
LimitOption = Annotated[
    list[str] | None, typer.Option("--limit", metavar="NAME=VALUE", help="Change a bound; see the command limits.")
]
TimeoutOption = Annotated[float | None, typer.Option("--timeout", help="Seconds to read one file (60).")]
MemoryOption = Annotated[float | None, typer.Option("--memory", help="MB to read one file with (2000; scans 3000).")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Print nothing and exit 5 where measures may be lost.")]
KeywordsOption = Annotated[bool, typer.Option("--keywords", help="Add leading verb and key words of tasks (slower).")]
AllOption = Annotated[bool, typer.Option("--all", help="Put provisions among the tasks.")]
AsciiOption = Annotated[bool, typer.Option("--ascii", help="Write \\uXXXX for all that is not ASCII.")]
CompactOption = Annotated[bool, typer.Option("--compact/--indent", help="JSON on one line, or indented.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No warnings on standard error.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]

SourcesArgument = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Folders, files, archives, globs, addresses; - is a list of paths."),
]
OutArgument = Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write to; it is made.")]
ToOption = Annotated[
    str,
    typer.Option(
        "--to", metavar="KIND", help=f"{', '.join(KINDS)}, or the address of a database: {', '.join(ADDRESSED)}."
    ),
]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=0, help="Files read at once; 0: one a processor.")]
RetryOption = Annotated[bool, typer.Option("--retry-failed", help="Read again what was not read for good.")]
ChangedOption = Annotated[bool, typer.Option("--changed", help="Open only files whose size or time changed.")]
SampleOption = Annotated[int, typer.Option("--sample", min=0, help="Only so many files, always the same.")]
IncludeOption = Annotated[
    list[str] | None, typer.Option("--include", metavar="GLOB", help="Of folders read only files that match: '*.docx'.")
]
ExcludeOption = Annotated[
    list[str] | None, typer.Option("--exclude", metavar="GLOB", help="Leave out files and folders that match: 附件.")
]
SkipCopiesOption = Annotated[bool, typer.Option("--skip-copies", help="Leave copies of a document out of the output.")]
FailOnDoubtOption = Annotated[
    Doubt, typer.Option("--fail-on", help="Exit 7 where a document has an error, or a warning.")
]
FailFastOption = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first file that is not read.")]
EngineOption = Annotated[Engine, typer.Option("--engine", help="This machine, or a dask cluster that runs.")]
AddressOption = Annotated[str, typer.Option("--address", help="The cluster's scheduler: tcp://HOST:8786.")]
PartSizeOption = Annotated[int, typer.Option("--part-size", min=1, help="MB of JSON lines in a part (256).")]
TaskArgument = Annotated[str, typer.Argument(metavar="[TASK]", help="Its number in reading order, or its id.")]
RecordArgument = Annotated[Schema, typer.Argument(help="Which record.")]
RulesFolder = Annotated[Path, typer.Argument(metavar="PATH", help="A folder of .toml rule files, or one file.")]

BatchArgument = Annotated[Path, typer.Argument(metavar="OUT", help="The folder that a batch has written to.")]
OldArgument = Annotated[Path, typer.Argument(metavar="OLD", help="The folder of the batch before.")]
NewArgument = Annotated[Path, typer.Argument(metavar="NEW", help="The folder of the batch after.")]
FailedOption = Annotated[bool, typer.Option("--failed", help="A line for each file that was not read.")]
OnlyOption = Annotated[
    str,
    typer.Option(
        "--only",
        metavar="WHAT,…",
        help="Compare only these: outcomes, text, label, path, part, units, roles, actors, times, targets, references, "
        "order, gained, lost, facts, diagnostics.",
    ),
]
DocumentsOption = Annotated[bool, typer.Option("--documents", help="A row for each file, with what needs a look.")]
MostOption = Annotated[int, typer.Option("--most", min=0, help="Documents that the lists hold (20).")]
FailOnOption = Annotated[Difference, typer.Option("--fail-on", help="Which differences make the exit code 1.")]
