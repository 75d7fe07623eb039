"""The ``merge`` command: outputs of shards become one."""

from __future__ import annotations

from docx2tasks.cli.options import DebugOption, MergeArgument, QuietOption
from docx2tasks.cli.outs import check_no_address
from docx2tasks.cli.stderr import refusals, say
from docx2tasks.errors import UsageError
from docx2tasks.plural import count


def merge(outs: MergeArgument, *, quiet: QuietOption = False, debug: DebugOption = False) -> None:
    """Merge the outputs of several batches into a new folder.

    \b
    Examples:
      docx2tasks batch 档案 部分/1 --to parquet --shard 1/2
      docx2tasks batch 档案 部分/2 --to parquet --shard 2/2
      docx2tasks merge 部分/1 部分/2 结果
    """
    with refusals(debug=debug):
        from docx2tasks.results.merge import run  # noqa: PLC0415

        *sources, to = outs
        if not sources:
            hint = "docx2tasks merge OUT... TO"
            raise UsageError("usage", f"{to} is the only folder named", hint)
        check_no_address(to)
        merged = run.merge(sources, to)
        if quiet:
            return
        documents, tasks = count(merged.documents, "document"), count(merged.tasks, "task")
        say(f"{documents}, {tasks} from {count(merged.batches, 'folder')}")
        if merged.missing:
            say(f"shards that were not merged: {', '.join(merged.missing)}")
