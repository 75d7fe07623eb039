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
    from docx2tasks.batch.run import Event, Plan
    from docx2tasks.export.store import Entry, Stale
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
            tally = _follow(events, progress.look, fail_fast=fail_fast, debug=debug)
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


def _run(inputs: Iterator[Input], out: Path | None, plan: Plan, address: str) -> Generator[Event | None]:
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
        refused = f"{self.counts[Status.REFUSED]} refused"
        return ", ".join([f"{read} documents read", refused, *others, f"{self.tasks} tasks", *known])


def _follow(
    events: Iterable[Event | None], look: Callable[[Event | None], None], *, fail_fast: bool, debug: bool
) -> Tally:
    """Count what comes; a line on standard error for each file that was not read."""
    tally = Tally()
    for event in events:
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
