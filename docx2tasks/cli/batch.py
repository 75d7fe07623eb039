"""The ``batch`` command: many documents at once."""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from docx2tasks.cli.options import (
    AddressOption,
    AllOption,
    ChangedOption,
    DebugOption,
    Doubt,
    EngineName,
    EngineOption,
    ExcludeOption,
    FailFastOption,
    FailOnDoubtOption,
    FromOption,
    IncludeOption,
    JobsOption,
    KeywordsOption,
    OutArgument,
    PartSizeOption,
    QuietOption,
    RetryOption,
    SampleOption,
    ShardOption,
    SkipCopiesOption,
    SourcesArgument,
    StorageOption,
    SummaryOption,
    TolerateOption,
    ToOption,
)
from docx2tasks.cli.outs import place_batch
from docx2tasks.cli.progress import open_progress
from docx2tasks.cli.shared_options import ReadingOptions, with_shared_options
from docx2tasks.cli.standard_output import open_stdout
from docx2tasks.cli.stderr import print_traceback, refusals, say
from docx2tasks.cli.summary import summarizing
from docx2tasks.cli.tally import Tally
from docx2tasks.cli.tolerance import words_to_tolerance
from docx2tasks.errors import UsageError
from docx2tasks.language import shown_refusal

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from docx2tasks.batch.commit import Event
    from docx2tasks.batch.inputs.origins import Input
    from docx2tasks.batch.inputs.shard import Shard
    from docx2tasks.batch.lost import Closing, LostDocuments
    from docx2tasks.batch.run import News, Plan
    from docx2tasks.cli.progress import Quiet


@with_shared_options
def batch(  # noqa: PLR0913  one argument an option
    sources: SourcesArgument,
    out: OutArgument,
    *,
    to: ToOption = None,
    jobs: JobsOption = 0,
    retry_failed: RetryOption = False,
    changed: ChangedOption = False,
    sample: SampleOption = 0,
    shard: ShardOption = "",
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    storage_option: StorageOption = None,
    skip_copies: SkipCopiesOption = False,
    all_records: AllOption = False,
    keywords: KeywordsOption = False,
    fail_on: FailOnDoubtOption = Doubt.never,
    tolerate: TolerateOption = "",
    fail_fast: FailFastOption = False,
    summary: SummaryOption = None,
    part_size: PartSizeOption = 256,
    engine: EngineOption = EngineName.local,
    address: AddressOption = "",
    reader: FromOption = None,
    reading: ReadingOptions,
    quiet: QuietOption = False,
    debug: DebugOption = False,
) -> None:
    """Extract the tasks of many documents to files or a database.

    \b
    Examples:
      docx2tasks batch 档案 结果                    one JSON file per document
      docx2tasks batch 档案 结果                    run again to resume
      docx2tasks batch 档案 结果.sqlite             all tasks in one database
      docx2tasks batch '档案/**/*.docx' 结果        only these files
      docx2tasks batch 档案 结果 --retry-failed --timeout 300
      docx2tasks batch 档案 - | head -1             one task per line
      docx2tasks status 结果                        how each file ended
    """
    tally = Tally()
    with refusals(debug=debug), summarizing(summary, tally):
        from docx2tasks.batch.inputs.choose import InputChoice  # noqa: PLC0415
        from docx2tasks.batch.inputs.find import count_inputs, find_inputs  # noqa: PLC0415
        from docx2tasks.batch.inputs.shard import words_to_shard  # noqa: PLC0415
        from docx2tasks.batch.inputs.systems import words_to_settings  # noqa: PLC0415
        from docx2tasks.batch.resume import Policy  # noqa: PLC0415
        from docx2tasks.batch.run import Plan  # noqa: PLC0415

        tolerance = words_to_tolerance(tolerate)
        options = reading.to_options(reader)._replace(keywords=keywords, provisions=all_records)
        policy = Policy(retries_failed=retry_failed, trusts_times=changed, skips_copies=skip_copies)
        folder, kind = place_batch(out, to)
        part = words_to_shard(shard) if shard else None
        plan = Plan(options, kind, part_size * 1_000_000, policy, str(part or ""))
        choice = InputChoice(include or (), exclude or ())
        running = _open(plan, folder, _check_address(engine, address), jobs)
        describe = getattr(running.keywords["engine"], "describe", None)
        settings = words_to_settings(storage_option or ())
        found = find_inputs(sources, folder, options.limits, choice=choice, settings=settings)
        count = count_inputs(sources, folder, options.limits, choice)
        inputs, count = _choose_share(found, count, sample, part)
        with (
            open_progress(count, quiet=quiet, describe=describe) as progress,
            _telling_stops(tally, progress, folder),
            closing(running(inputs)) as events,
        ):
            _follow(_without_losses(events, quiet=quiet), tally, progress, fail_fast=fail_fast, debug=debug)
        if not quiet:
            for words in (tally.to_words(), *tally.doubts_to_words()):
                say(words)
        if code := tally.find_exit_code(fail_on, tolerance):
            raise typer.Exit(code)


@contextmanager
def _telling_stops(tally: Tally, progress: Quiet, folder: Path | None) -> Iterator[None]:
    """On Ctrl-C or a signal, report the progress and how to resume."""
    try:
        yield
    except (KeyboardInterrupt, SystemExit):
        of = f" of {progress.total:,}" if progress.total else ""
        then = "run the same command again to resume" if folder else "nothing was kept"
        say(f"stopped after {tally.inputs:,}{of} files; {then}")
        raise


def _check_address(engine: EngineName, address: str) -> str:
    """The address of the cluster, where there is one; raises ``no-address``."""
    if engine is EngineName.dask and not address:
        raise UsageError("no-address", "--engine dask needs a cluster", "give its scheduler: --address tcp://HOST:8786")
    if engine is EngineName.local and address:
        raise UsageError("no-address", "--address needs --engine dask", "add --engine dask, or leave --address out")
    return address


def _open(plan: Plan, out: Path | None, address: str, workers: int) -> partial[Generator[News]]:
    """The function that runs the batch; a wrong output is refused before any input is opened."""
    from docx2tasks.batch.local import LocalEngine  # noqa: PLC0415
    from docx2tasks.batch.run import run, stream_to  # noqa: PLC0415
    from docx2tasks.export.stores import find_store  # noqa: PLC0415

    find_store(plan.kind)
    if out is None:
        if address:
            raise UsageError("not-writable", "a cluster cannot write to standard output", "use a folder instead of -")
        if plan.policy.skips_copies:
            raise UsageError(
                "not-writable", "--skip-copies cannot be used with standard output", "use a folder instead of -"
            )
        return partial(stream_to, open_stdout(plan.kind), plan=plan, engine=LocalEngine(workers))
    if not address:
        return partial(run, out=out, plan=plan, engine=LocalEngine(workers))
    from docx2tasks.batch.cluster.engine import DaskEngine  # noqa: PLC0415

    return partial(run, out=out, plan=plan, engine=DaskEngine(address))


def _choose_share(
    inputs: Iterator[Input], count: Iterator[int], sample: int, shard: Shard | None
) -> tuple[Iterator[Input], Iterator[int]]:
    """The inputs of a sample and of a shard, and how many there are, as far as that is known."""
    from docx2tasks.batch.inputs.sample import take_sample  # noqa: PLC0415
    from docx2tasks.batch.inputs.shard import take_shard  # noqa: PLC0415

    if sample:
        inputs, count = take_sample(inputs, sample), iter([sample])
    return (take_shard(inputs, shard), iter(())) if shard else (inputs, count)


def _follow(
    events: Iterable[Event | Closing | None], tally: Tally, progress: Quiet, *, fail_fast: bool, debug: bool
) -> None:
    """Count the events, and print a line on standard error for each file that failed."""
    from docx2tasks.batch.lost import Closing  # noqa: PLC0415

    for event in events:
        if isinstance(event, Closing):
            tally.closing = event
            continue
        progress.look(event)
        if event is None:
            continue
        tally.add(event)
        if event.refusal is None or not event.outcome.is_failed:
            continue
        if event.fault is not None and debug:
            print_traceback(event.fault)
        say(f"{event.outcome.name}: {shown_refusal(event.refusal)}")
        if fail_fast:
            say("stopped at the first failure; run again without --fail-fast to continue")
            break


def _without_losses(events: Iterable[News], *, quiet: bool) -> Iterator[Event | Closing | None]:
    """The events of the run; documents missing from the output are reported on one line."""
    from docx2tasks.batch.lost import LostDocuments  # noqa: PLC0415

    for event in events:
        if not isinstance(event, LostDocuments):
            yield event
        elif not quiet:
            say(_lost_to_words(event))


def _lost_to_words(lost: LostDocuments) -> str:
    if lost.documents == 1:
        return f"{lost.first} is missing from the output and will be written again"
    return f"{lost.first} and {lost.documents - 1:,} more are missing from the output and will be written again"
