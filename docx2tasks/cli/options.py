"""The arguments and options of the command line: their names, choices and help.

Imports nothing of ours but the tables whose names the help lists, which load no library.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from docx2tasks.export.stores import ADDRESSED, KINDS
from docx2tasks.office.kinds import KINDS as OFFICE_KINDS
from docx2tasks.readers import FORMATS

STDIN = "-"  # as a file to read: standard input; as a file to write: standard output


class ParseFormat(str, Enum):
    """How a document is written."""

    json = "json"
    jsonl = "jsonl"


class Listing(str, Enum):
    """How rules are listed."""

    table = "table"
    json = "json"


class EngineName(str, Enum):
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
FormatOption = Annotated[ParseFormat, typer.Option("--format", "-f", help="One document, or one task per line.")]
ListingOption = Annotated[Listing, typer.Option("--format", "-f", help="Table or JSON.")]
OutputOption = Annotated[str, typer.Option("--output", "-o", help="Write to this file, completely or not at all.")]
FromOption = Annotated[
    Reader | None, typer.Option("--from", metavar="FORMAT", help="Force a format instead of detecting it.")
]
RulesOption = Annotated[Path | None, typer.Option("--rules", help="Override or extend the built-in rules.")]
SofficeOption = Annotated[str | None, typer.Option("--soffice", help="Path of LibreOffice's soffice, if not on PATH.")]
LimitOption = Annotated[
    list[str] | None, typer.Option("--limit", metavar="NAME=VALUE", help="Change a limit; see docx2tasks limits.")
]
TimeoutOption = Annotated[float | None, typer.Option("--timeout", help="Seconds allowed per file (60).")]
MemoryOption = Annotated[float | None, typer.Option("--memory", help="MB of memory per file (2000; scans 3000).")]
StrictOption = Annotated[bool, typer.Option("--strict", help="Fail with exit 5 if any task may be missing.")]
KeywordsOption = Annotated[bool, typer.Option("--keywords", help="Add verb and keywords of each task (slower).")]
AllOption = Annotated[bool, typer.Option("--all", help="Include provisions among the tasks.")]
AsciiOption = Annotated[bool, typer.Option("--ascii", help="Escape everything that is not ASCII as \\uXXXX.")]
CompactOption = Annotated[bool, typer.Option("--compact/--indent", help="JSON on one line or indented.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No warnings on standard error.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")]

SourcesArgument = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Folders, files, archives, globs, URLs; -: paths on standard input."),
]
OutArgument = Annotated[Path, typer.Argument(metavar="OUT", help="Output folder (created if missing).")]
ToOption = Annotated[
    str,
    typer.Option("--to", metavar="KIND", help=f"{', '.join(KINDS)}, or a database URL: {', '.join(ADDRESSED)}."),
]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=0, help="Worker processes (0 = one per CPU).")]
RetryOption = Annotated[bool, typer.Option("--retry-failed", help="Retry files that failed permanently too.")]
ChangedOption = Annotated[bool, typer.Option("--changed", help="Skip files whose size and mtime are unchanged.")]
SampleOption = Annotated[int, typer.Option("--sample", min=0, help="Read only N files (deterministic choice).")]
IncludeOption = Annotated[
    list[str] | None, typer.Option("--include", metavar="GLOB", help="In folders, read only matching files: '*.docx'.")
]
ExcludeOption = Annotated[
    list[str] | None, typer.Option("--exclude", metavar="GLOB", help="Skip files and folders that match: 附件.")
]
SkipCopiesOption = Annotated[bool, typer.Option("--skip-copies", help="Leave duplicate documents out of the output.")]
FailOnDoubtOption = Annotated[Doubt, typer.Option("--fail-on", help="Exit 7 if a document has an error, or a warning.")]
FailFastOption = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first file that fails.")]
EngineOption = Annotated[EngineName, typer.Option("--engine", help="Run locally or on a running dask cluster.")]
AddressOption = Annotated[str, typer.Option("--address", help="Address of the dask scheduler: tcp://HOST:8786.")]
PartSizeOption = Annotated[int, typer.Option("--part-size", min=1, help="Maximum MB of JSON Lines in a part (256).")]
TaskArgument = Annotated[
    str, typer.Argument(metavar="[TASK]", help="The task's number in reading order, its id, or: document.")
]
RecordArgument = Annotated[Schema, typer.Argument(help="Which record.")]
RulesFolder = Annotated[Path, typer.Argument(metavar="PATH", help="A folder of .toml rule files, or one file.")]

BatchArgument = Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a batch.")]
OldArgument = Annotated[Path, typer.Argument(metavar="OLD", help="Output folder of the earlier batch.")]
NewArgument = Annotated[Path, typer.Argument(metavar="NEW", help="Output folder of the later batch.")]
FailedOption = Annotated[bool, typer.Option("--failed", help="List the files that failed, one per line.")]
OnlyOption = Annotated[
    str,
    typer.Option(
        "--only",
        metavar="WHAT,…",
        help="Compare only these: outcomes, text, label, path, part, kind, units, roles, actors, times, targets, "
        "references, order, gained, lost, facts, diagnostics.",
    ),
]
DocumentsOption = Annotated[bool, typer.Option("--documents", help="One row per file, with what needs attention.")]
MostOption = Annotated[int, typer.Option("--most", min=0, help="Maximum documents listed (20).")]
FailOnOption = Annotated[Difference, typer.Option("--fail-on", help="Which differences exit with 1.")]

ExportSourcesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...", help="Documents, folders of them, output of parse or batch; -: records on standard input."
    ),
]
ExportOutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="The file to write; its suffix says what kind of file.")
]
ExportKindOption = Annotated[
    str | None,
    typer.Option("--to", metavar="KIND", help=f"Whatever the suffix: {', '.join(kind.name for kind in OFFICE_KINDS)}."),
]
LayoutOption = Annotated[Path | None, typer.Option("--layout", help="A TOML file: columns, titles, sheets, paper.")]
PrintLayoutOption = Annotated[bool, typer.Option("--print-layout", help="Print the default layout, and do no more.")]
