"""Arguments and options of the command line, with their choices and help.

Imports only the tables that the help lists: they load no libraries, so `--help` stays fast.
"""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from docx2tasks.export.stores import ADDRESSED, KINDS
from docx2tasks.office.kinds import KINDS as OFFICE_KINDS
from docx2tasks.readers import FORMATS

STDIN = "-"  # standard input as a source, standard output as a target


class ParseFormat(str, Enum):
    """Output formats of ``parse``."""

    json = "json"
    jsonl = "jsonl"


class Listing(str, Enum):
    """Output formats of commands that list something."""

    table = "table"
    json = "json"


class EngineName(str, Enum):
    """Where a batch runs."""

    local = "local"
    dask = "dask"


class Difference(str, Enum):
    """The differences for which ``compare`` exits with 1."""

    any = "any"
    tasks = "tasks"
    lost = "lost"
    never = "never"


class Doubt(str, Enum):
    """The diagnostics for which a batch exits with 7."""

    never = "never"
    error = "error"
    warning = "warning"


Reader = Enum("Reader", [(name, name) for name in FORMATS], type=str)  # type: ignore[misc]  # its names are a table


class Encoding(str, Enum):
    """How CSV is written."""

    utf8 = "utf-8"
    gb18030 = "gb18030"


class Parted(str, Enum):
    """What has a file of its own."""

    unit = "unit"


class FoundFormat(str, Enum):
    """Output formats of ``find``."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


class AskedRole(str, Enum):
    """Roles that ``find`` can ask for."""

    lead = "lead"
    support = "support"
    responsible = "responsible"
    oversee = "oversee"
    actor = "actor"


class AskedKind(str, Enum):
    """Kinds of tasks that ``find`` can ask for."""

    measure = "measure"
    request = "request"
    provision = "provision"


class Schema(str, Enum):
    """The record that ``schema`` describes."""

    document = "document"
    task = "task"
    tool = "tool"


FileArgument = Annotated[
    str,
    typer.Argument(metavar="FILE", help=f"The document, or - for standard input. Formats: {', '.join(FORMATS)}."),
]
FormatOption = Annotated[
    ParseFormat | None, typer.Option("--format", "-f", help="One JSON document (default), or one task per line.")
]
ListingOption = Annotated[Listing, typer.Option("--format", "-f", help="Output format.")]
OutputOption = Annotated[str, typer.Option("--output", "-o", help="Write to this file (atomically).")]
ParseOutputOption = Annotated[
    str, typer.Option("--output", "-o", help="Write to this file: .json .jsonl .xlsx .docx .md .csv .ics.")
]
FromOption = Annotated[
    Reader | None, typer.Option("--from", metavar="FORMAT", help="Input format, instead of detecting it.")
]
RulesOption = Annotated[
    Path | None, typer.Option("--rules", help="Folder or file of rules that extend the built-in ones.")
]
SofficeOption = Annotated[str | None, typer.Option("--soffice", help="Path to LibreOffice's soffice, if not on PATH.")]
LimitOption = Annotated[
    list[str] | None, typer.Option("--limit", metavar="NAME=VALUE", help="Change a limit (see docx2tasks limits).")
]
TimeoutOption = Annotated[float | None, typer.Option("--timeout", help="Time limit per file, in seconds (120).")]
MemoryOption = Annotated[
    float | None, typer.Option("--memory", help="Memory limit per file, in MB (2000; scans 3000).")
]
StrictOption = Annotated[bool, typer.Option("--strict", help="Exit 5 and print nothing if any task may be missing.")]
KeywordsOption = Annotated[bool, typer.Option("--keywords", help="Add the verb and keywords of each task (slower).")]
AllOption = Annotated[bool, typer.Option("--all", help="Include provisions among the tasks.")]
AsciiOption = Annotated[bool, typer.Option("--ascii", help="Escape non-ASCII characters as \\uXXXX.")]
CompactOption = Annotated[bool, typer.Option("--compact/--indent", help="JSON on one line, or indented.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Do not print warnings or progress.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show tracebacks.")]

SourcesArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT...", help="Folders, files, archives, globs or URLs; - reads paths from standard input."
    ),
]
OutArgument = Annotated[
    Path, typer.Argument(metavar="OUT", help="Output folder, database file (X.sqlite, X.duckdb), or - (stdout).")
]
ToOption = Annotated[
    str | None,
    typer.Option("--to", metavar="KIND", help=f"{', '.join(KINDS)}, or a database URL: {', '.join(ADDRESSED)}."),
]
JobsOption = Annotated[int, typer.Option("--jobs", "-j", min=0, help="Number of worker processes (0: one per CPU).")]
RetryOption = Annotated[bool, typer.Option("--retry-failed", help="Retry files that failed permanently, too.")]
ChangedOption = Annotated[
    bool, typer.Option("--changed", help="Skip files with unchanged size and mtime, without hashing.")
]
SampleOption = Annotated[int, typer.Option("--sample", min=0, help="Read only N files, always the same ones.")]
ShardOption = Annotated[
    str, typer.Option("--shard", metavar="I/N", help="Read only the I-th of N shares of the files; merge joins them.")
]
IncludeOption = Annotated[
    list[str] | None, typer.Option("--include", metavar="GLOB", help="Read only matching files of folders: '*.docx'.")
]
ExcludeOption = Annotated[
    list[str] | None, typer.Option("--exclude", metavar="GLOB", help="Skip matching files and folders: 附件.")
]
SkipCopiesOption = Annotated[bool, typer.Option("--skip-copies", help="Leave out duplicate documents.")]
FailOnDoubtOption = Annotated[
    Doubt, typer.Option("--fail-on", help="Exit 7 if any document has an error or a warning.")
]
TolerateOption = Annotated[
    str, typer.Option("--tolerate", metavar="WHAT", help="Exit 0 if no more failed: 2%, or encrypted,empty,no-text.")
]
SummaryOption = Annotated[Path | None, typer.Option("--summary", metavar="FILE", help="Write the counts as JSON.")]
FailFastOption = Annotated[bool, typer.Option("--fail-fast", help="Stop at the first file that fails.")]
EngineOption = Annotated[EngineName, typer.Option("--engine", help="Run on this machine or on a dask cluster.")]
AddressOption = Annotated[str, typer.Option("--address", help="Address of the dask scheduler: tcp://HOST:8786.")]
StorageOption = Annotated[
    list[str] | None,
    typer.Option("--storage-option", metavar="KEY=VALUE", help="Setting of fsspec for URLs: endpoint_url=https://HOST."),
]
PartSizeOption = Annotated[
    int, typer.Option("--part-size", min=1, help="Maximum size of an output part, in MB of JSON Lines.")
]
TaskArgument = Annotated[str, typer.Argument(metavar="[TASK]", help="Number or id of a task, or the word document.")]
RecordArgument = Annotated[Schema, typer.Argument(help="The record to describe.")]
RulesFolder = Annotated[Path, typer.Argument(metavar="PATH", help="A folder of .toml rule files, or one such file.")]

BatchArgument = Annotated[Path, typer.Argument(metavar="OUT", help="Output folder of a batch.")]
MergeArgument = Annotated[
    list[Path], typer.Argument(metavar="OUT... TO", help="Output folders of batches, then the new folder.")
]
OldArgument = Annotated[
    str, typer.Argument(metavar="OLD", help="Earlier version: a document, folder, or output of parse or batch.")
]
NewArgument = Annotated[str, typer.Argument(metavar="NEW", help="Later version; or the paper of the lower level.")]
LevelsOption = Annotated[
    bool, typer.Option("--levels", help="List the tasks of OLD that have no counterpart in NEW, a lower level's paper.")
]
CompareOutputOption = Annotated[
    str, typer.Option("--output", "-o", metavar="FILE", help="Write a page (.html) with both sides, or JSON (.json).")
]
FailedOption = Annotated[bool, typer.Option("--failed", help="List the files that failed.")]
OnlyOption = Annotated[
    str,
    typer.Option(
        "--only",
        metavar="WHAT,…",
        help="Compare only these: outcomes, text, label, path, part, kind, units, roles, actors, times, targets, "
        "references, order, gained, lost, facts, diagnostics.",
    ),
]
DocumentsOption = Annotated[bool, typer.Option("--documents", help="List all files, with what to check in each.")]
MostOption = Annotated[int, typer.Option("--most", min=0, help="Maximum number of documents to list.")]
FailOnOption = Annotated[Difference, typer.Option("--fail-on", help="Differences for which to exit with 1.")]

ExportSourcesArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="SOURCE...",
        help="Documents, folders, or output of parse or batch; - reads records from standard input.",
    ),
]
ExportOutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="File to write; its suffix selects the format.")
]
ExportKindOption = Annotated[
    str | None,
    typer.Option(
        "--to", metavar="KIND", help=f"Format, instead of the suffix: {', '.join(kind.name for kind in OFFICE_KINDS)}."
    ),
]
WordsArgument = Annotated[
    list[str] | None, typer.Argument(metavar="[WORDS]...", help="Words in the task or its headings, all of them.")
]
WordOption = Annotated[
    list[str] | None, typer.Option("--word", metavar="WORD", help="Word in the task or its headings; can be repeated.")
]
InOption = Annotated[
    list[str] | None,
    typer.Option("--in", metavar="SOURCE", help="Documents, folders, or output of parse or batch; can be repeated."),
]
UnitOption = Annotated[
    list[str] | None, typer.Option("--unit", metavar="NAME", help="Unit or actor, in any form: 卫健委.")
]
RoleOption = Annotated[list[AskedRole] | None, typer.Option("--role", help="Role of the unit; can be repeated.")]
BeforeOption = Annotated[
    str | None, typer.Option("--before", metavar="DATE", help="Due on or before this day: 2022-12-31, 2022-12, 2022.")
]
AfterOption = Annotated[str | None, typer.Option("--after", metavar="DATE", help="Due on or after this day.")]
OverdueOption = Annotated[bool, typer.Option("--overdue", help="Due before today.")]
TaskKindOption = Annotated[list[AskedKind] | None, typer.Option("--kind", help="Kind of task; can be repeated.")]
FoundFormatOption = Annotated[FoundFormat, typer.Option("--format", "-f", help="Output format.")]
SqlOption = Annotated[bool, typer.Option("--sql", help="Print the query for a database of batch, and exit.")]
UnitFileOption = Annotated[
    Path | None, typer.Option("--units", metavar="CSV", help="Your own names of units: columns name, canonical.")
]
UnitSourcesArgument = Annotated[
    list[str], typer.Argument(metavar="SOURCE...", help="Documents, folders, or output of parse or batch.")
]
EncodingOption = Annotated[Encoding | None, typer.Option("--encoding", help="Encoding of CSV (utf-8, with a BOM).")]
AlarmOption = Annotated[
    str | None, typer.Option("--alarm", metavar="DAYS|none", help="Calendar: days of notice before each date (7).")
]
ByOption = Annotated[Parted | None, typer.Option("--by", help="Calendar: one file per unit.")]
LayoutOption = Annotated[
    Path | None, typer.Option("--layout", help="TOML file with columns, titles, sheets and page setup.")
]
PrintLayoutOption = Annotated[bool, typer.Option("--print-layout", help="Print the default layout and exit.")]

CorrectionsOption = Annotated[
    Path | None, typer.Option("--corrections", metavar="FILE", help="Apply corrections exported from a review page.")
]
ReviewSourcesArgument = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Documents or folders, or - for standard input.")
]
ReviewOutputOption = Annotated[
    str, typer.Option("--output", "-o", help="Output page (NAME.review.html), or a folder for several documents.")
]
ReportOutputOption = Annotated[str, typer.Option("--output", "-o", help="Output page.")]
OnDayOption = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="Day on which tasks are overdue or due soon (today).")
]
ReviewOption = Annotated[
    Path | None,
    typer.Option("--review", metavar="DIR", help="Review pages to link to (those next to the output)."),
]
OpenOption = Annotated[bool, typer.Option("--open", help="Open the page in the browser.")]

SuggestOutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="Folder to write the rules to, one file per set.")
]
ScoredArgument = Annotated[
    str,
    typer.Argument(metavar="RECORDS", help="Document, folder, or output of parse or batch; - for records from stdin."),
]
GoldArgument = Annotated[
    Path, typer.Argument(metavar="GOLD", help="Gold of a document, or a folder of gold files named after documents.")
]
ScorePageOption = Annotated[
    str, typer.Option("--page", metavar="FILE", help="Write a review page of the document that marks what differs.")
]
AtLeastOption = Annotated[
    list[str] | None,
    typer.Option("--at-least", metavar="[FIELD=]F1", help="Exit 1 if the score is lower: 0.95, units=0.9; repeatable."),
]
MostMissesOption = Annotated[int, typer.Option("--most", min=0, help="Maximum number of misses to list, of each kind.")]
