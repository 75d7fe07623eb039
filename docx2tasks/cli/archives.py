"""The command on many documents: ``batch``."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from docx2tasks.cli.inputs import load, to_limits
from docx2tasks.cli.options import (
    STDIN,
    AddressOption,
    ChangedOption,
    DebugOption,
    Engine,
    EngineOption,
    FailFastOption,
    FromOption,
    JobsOption,
    LimitOption,
    MemoryOption,
    OutArgument,
    PartSizeOption,
    QuietOption,
    RetryOption,
    RulesOption,
    SampleOption,
    SofficeOption,
    SourcesArgument,
    TimeoutOption,
    ToOption,
)
from docx2tasks.cli.output import write_stdout
from docx2tasks.cli.progress import open_progress
from docx2tasks.cli.tell import print_traceback, refusals, say
from docx2tasks.errors import ExitCode, Status, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence

    from docx2tasks.batch.inputs.origins import Input
    from docx2tasks.batch.run import Event, News, Plan
    from docx2tasks.export.store import Entry, Held, Stale
    from docx2tasks.limits import Limits


def batch(  # noqa: PLR0913  one argument an option
    sources: SourcesArgument,
    out: OutArgument,
    *,
    to: ToOption = "json",
    jobs: JobsOption = 0,
    retry_failed: RetryOption = False,
    changed: ChangedOption = False,
    sample: SampleOption = 0,
    fail_fast: FailFastOption = False,
    part_size: PartSizeOption = 256,
    engine: EngineOption = Engine.local,
    address: AddressOption = "",
    reader: FromOption = None,
    soffice: SofficeOption = None,
    limit: LimitOption = None,
    timeout: TimeoutOption = None,
    memory: MemoryOption = None,
    rules: RulesOption = None,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Write the records of many documents to files, or into a database.

    \b
    Examples:
      docx2tasks batch 档案 结果                    one JSON file per document
      docx2tasks batch 档案 结果                    run again: resumes
      docx2tasks batch 档案 结果 --to sqlite        a database of all tasks
      docx2tasks batch '档案/**/*.docx' 结果        only these files
      docx2tasks batch 档案 结果 --retry-failed --timeout 300
      docx2tasks batch 档案 - | head -1             one task per line
      docx2tasks status 结果                        how the files ended
    """
    with refusals(debug=debug):
        from docx2tasks.batch.resume import Policy  # noqa: PLC0415
        from docx2tasks.batch.run import Plan  # noqa: PLC0415
        from docx2tasks.batch.work import Options  # noqa: PLC0415

        limits = to_limits(limit, timeout, memory)
        options = Options(load(rules), reader.value if reader else None, soffice, limits)
        policy = Policy(retries_failed=retry_failed, trusts_times=changed)
        plan = Plan(options, to, jobs, part_size * 1_000_000, policy)
        folder = None if str(out) == STDIN else out
        inputs, count = _find_inputs(sources, folder, sample, limits)
        running = _run(inputs, folder, plan, _check_address(engine, address))
        with closing(running) as events, open_progress(count, quiet=quiet) as progress:
            warn = (lambda _: None) if quiet else say
            tally = _follow(events, progress.look, warn, fail_fast=fail_fast, debug=debug)
        if not quiet:
            say(tally.to_words())
        if code := tally.exit_code:
            raise typer.Exit(code)


def _check_address(engine: Engine, address: str) -> str:
    """The address of the cluster, where there is one; raises ``no-address``."""
    if engine is Engine.dask and not address:
        raise UsageError("no-address", "--engine dask needs a cluster", "give its scheduler: --address tcp://HOST:8786")
    if engine is Engine.local and address:
        raise UsageError("no-address", "--address is of no use on this machine", "give --engine dask with it")
    return address


def _run(inputs: Iterator[Input], out: Path | None, plan: Plan, address: str) -> Generator[News]:
    from docx2tasks.batch.run import pour, run  # noqa: PLC0415

    if not address:
        return run(inputs, out, plan) if out else pour(inputs, StandardOutput(), plan)
    from docx2tasks.batch.cluster.run import Cluster, run_on_cluster  # noqa: PLC0415

    if out is None:
        raise UsageError("not-writable", "a cluster's results go to a folder", "name one instead of -")
    return run_on_cluster(inputs, out, plan, Cluster(address))


def _find_inputs(
    sources: list[str], out: Path | None, sample: int, limits: Limits
) -> tuple[Iterator[Input], Iterator[int]]:
    """What is to be read, and how many that are, counted as somebody asks."""
    from docx2tasks.batch.inputs.find import count_inputs, find_inputs  # noqa: PLC0415

    if sample:
        from docx2tasks.batch.inputs.sample import take_sample  # noqa: PLC0415

        return take_sample(find_inputs(sources, out, limits), sample), iter([sample])
    return find_inputs(sources, out, limits), count_inputs(sources, out, limits)


class StandardOutput:
    """A store that is a stream to somebody else: what is written is gone."""

    def __init__(self) -> None:
        from docx2tasks.export.store import Form  # noqa: PLC0415

        self.form = Form.tasks

    def put(self, entries: Sequence[Entry]) -> Sequence[None]:
        """Write lines."""
        write_stdout(b"".join(entry.data for entry in entries))
        return [None] * len(entries)

    def stamp(self, entries: Sequence[Entry]) -> Sequence[str]:
        """None is known."""
        return [""] * len(entries)

    def find_lost(self, held: Sequence[Held]) -> Sequence[str]:  # noqa: ARG002  nothing is written twice
        """None is known."""
        return ()

    def position(self) -> str:
        """None is known."""
        return ""

    def drop(self, stale: Sequence[Stale]) -> None:
        """Nothing is read twice."""

    def finish(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """It is not ours to close."""


class Tally:
    """What became of the documents of a run."""

    def __init__(self) -> None:
        self.counts: Counter[Status] = Counter()
        self.known = 0
        self.failed = 0
        self.tasks = 0
        self.closing = (0, 0)  # documents that were lost and are written again, and those that still are lost

    def add(self, event: Event) -> None:
        """Count a document."""
        self.counts[event.outcome.status] += 1
        self.known += not event.is_new
        self.failed += event.outcome.is_failed
        self.tasks += event.outcome.tasks

    @property
    def exit_code(self) -> ExitCode:
        """Whether all, some or none were read."""
        if not self.failed:
            return ExitCode.OK
        read = self.counts[Status.DONE] + self.counts[Status.NO_TASKS]
        return ExitCode.PARTLY if read else ExitCode.REFUSED

    def to_words(self) -> str:
        """How many documents came to which end; the unusual ends are named only where they were met."""
        read = self.counts[Status.DONE] + self.counts[Status.NO_TASKS]
        usual = {Status.DONE, Status.REFUSED, Status.OPENED}
        others = [f"{self.counts[end]} {end.value}" for end in Status if self.counts[end] and end not in usual]
        known = [f"{self.known} known before"] if self.known else []
        rebuilt, lost = self.closing
        known += [f"{rebuilt} written again"] if rebuilt else []
        known += [f"{lost} missing from the output: their files are gone, or were not named"] if lost else []
        refused = f"{self.counts[Status.REFUSED]} refused"
        return ", ".join([f"{read} documents read", refused, *others, f"{self.tasks} tasks", *known])


def _follow(
    events: Iterable[News],
    look: Callable[[Event | None], None],
    warn: Callable[[str], None],
    *,
    fail_fast: bool,
    debug: bool,
) -> Tally:
    """Count what comes; a line on standard error for each file that was not read."""
    from docx2tasks.batch.lost import Closing, Lost  # noqa: PLC0415

    tally = Tally()
    for event in events:
        if isinstance(event, Lost):
            what = f"{event.first} and {event.documents - 1:,} more are" if event.documents > 1 else f"{event.first} is"
            warn(f"{what} no longer in the output, and read again")
            continue
        if isinstance(event, Closing):
            tally.closing = event
            continue
        look(event)
        if event is None:
            continue
        tally.add(event)
        if event.refusal is None:
            continue
        if event.fault is not None and debug:
            print_traceback(event.fault)
        say(f"{event.outcome.name}: {event.refusal}")
        if fail_fast:
            say("stopped at the first file that was not read; run again without --fail-fast to go on")
            break
    return tally
