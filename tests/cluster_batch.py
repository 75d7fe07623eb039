"""A batch on a cluster as a process of its own: what it starts in threads stays out of the tests.

    python tests/cluster_batch.py SOURCE OUT KIND ADDRESS FILES [DEADLY]

prints a line for each new outcome.  Reading the input of the name DEADLY kills the process that has it read.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, NoReturn

from docx2tasks.batch.cluster.engine import DaskEngine
from docx2tasks.batch.commit import Event
from docx2tasks.batch.inputs.find import Input, find_inputs
from docx2tasks.batch.inputs.origins import Loaded, Stamp
from docx2tasks.batch.run import Plan, run
from docx2tasks.batch.worker import Options
from docx2tasks.errors import Refusal
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.rules import load_rules


class Deadly(NamedTuple):
    """Where a file comes from that ends the child's parent, the reader of its partition, each time."""

    path: str

    def load(self, limits: Limits) -> Loaded:  # noqa: ARG002  it does not come so far
        """Kill the reader."""
        os.kill(os.getppid(), signal.SIGKILL)
        return Loaded(b"", Stamp())

    def stamp(self) -> Stamp:
        """Nothing is known."""
        return Stamp()

    def identity(self) -> str:
        """Its path."""
        return self.path


def _with_deadly(inputs: Iterator[Input], name: str) -> Iterator[Input]:
    for one in inputs:
        yield one._replace(origin=Deadly(one.path)) if one.name == name else one


def main(source: str, out: str, kind: str, address: str, files: str, deadly: str = "") -> NoReturn:
    """Run the batch; exit 0, or 2 with the refusal's code on standard error."""
    try:
        inputs = _with_deadly(find_inputs([source], Path(out), DEFAULT), deadly)
        plan = Plan(Options(load_rules()), kind)
        with closing(run(inputs, Path(out), plan, DaskEngine(address, int(files)))) as events:
            for event in events:
                if isinstance(event, Event) and event.is_new:
                    sys.stdout.write(f"{event.outcome.status.value} {event.outcome.name}\n")
                    sys.stdout.flush()
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(2)
    sys.exit(0)


if __name__ == "__main__":
    sys.modules["cluster_batch"] = sys.modules["__main__"]  # what workers load it as
    Deadly.__module__ = "cluster_batch"
    main(*sys.argv[1:])
