"""What a cluster's engine adds to the work: start-up, a unit's overhead, memory, what a lost worker costs.

    python benchmarks/engines.py dask|ray [UNITS]

A unit stands for a partition of 200 files: it is given 200 names and gives back 200 short rows.  The cluster is a
real one on this machine, of processes that are started here and ended here.  ``UNITS`` empty ones are given in a
bounded window; then units that sleep, and one of two workers is killed in the middle.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any

import psutil

ROOT = Path(__file__).resolve().parent.parent
WORKERS, WINDOW, FILES = 2, 8, 200
Rows = Sequence[tuple[object, ...]]


def work(names: Sequence[str], seconds: float) -> Rows:
    """A unit: a row a name after some seconds; the first row says which process it was."""
    sleep(seconds)
    return [(os.getpid(),), *((name, "done", 3, "0" * 64) for name in names)]


def isolate() -> tuple[float, float]:
    """Seconds of a child that does nothing, and of one that loads the rules, as a task starts it."""
    sys.path.insert(0, str(ROOT))
    from docx2tasks.isolate import run_isolated  # noqa: PLC0415
    from docx2tasks.limits import DEFAULT  # noqa: PLC0415
    from docx2tasks.rules import load_rules  # noqa: PLC0415

    return _time(lambda: run_isolated(len, DEFAULT, "")), _time(lambda: run_isolated(load_rules, DEFAULT))


def _time(call: Callable[[], object]) -> float:
    def once() -> float:
        start = perf_counter()
        call()
        return perf_counter() - start

    return median(once() for _ in range(7))


class Dask:
    """A scheduler and workers of one thread each, each with its nanny."""

    @contextmanager
    def cluster(self, folder: Path) -> Iterator[psutil.Process]:
        """The process that schedules; the workers are beside it."""
        place = folder / "scheduler.json"
        dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0"]
        with _process([*dask, "--no-dashboard", "--scheduler-file", str(place)]) as head:
            while not place.exists():
                sleep(0.02)
            worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(place)]
            worker += ["--nthreads", "1", "--nworkers", str(WORKERS), "--no-dashboard"]
            with _process([*worker, "--local-directory", str(folder)]):
                self.place = place
                yield head

    def connect(self) -> None:
        """Be a client of the cluster, and wait for the workers."""
        from distributed import Client  # noqa: PLC0415

        self.client = Client(scheduler_file=str(self.place))
        self.client.wait_for_workers(WORKERS)

    def map(self, call: Callable[..., Any], units: Iterator[tuple[object, ...]]) -> Iterator[Any]:
        """The results of all units as they come, a window of them under way."""
        from distributed import as_completed  # noqa: PLC0415

        give = lambda unit: self.client.submit(call, *unit, pure=False)  # noqa: E731
        done = as_completed([give(unit) for unit in islice(units, WINDOW)])
        for future in done:
            yield future.result()
            done.update([give(unit) for unit in islice(units, 1)])

    def close(self) -> None:
        """Be no client any more."""
        self.client.close()


class Ray:
    """A head with two processors, which starts workers as they are needed."""

    @contextmanager
    def cluster(self, folder: Path) -> Iterator[psutil.Process]:
        """The process that started all others of the head."""
        command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block"]
        command += ["--num-cpus", str(WORKERS)]
        command += ["--include-dashboard", "false", "--disable-usage-stats", "--port", "6379"]
        command += ["--object-store-memory", "200000000", "--temp-dir", str(folder), "--node-ip-address", "127.0.0.1"]
        with _process(command) as head:
            yield head

    def connect(self) -> None:
        """Be a driver of the cluster; try again while it starts."""
        import ray  # noqa: PLC0415

        self.ray = ray
        for _ in range(100):
            try:
                ray.init("127.0.0.1:6379", log_to_driver=False, logging_level="critical")
                break
            except (ConnectionError, RuntimeError, ValueError):
                sleep(0.1)

    def map(self, call: Callable[..., Any], units: Iterator[tuple[object, ...]]) -> Iterator[Any]:
        """The results of all units as they come, a window of them under way."""
        remote = self.ray.remote(call)
        under_way = [remote.remote(*unit) for unit in islice(units, WINDOW)]
        while under_way:
            done, under_way = self.ray.wait(under_way)
            yield self.ray.get(done[0])
            under_way += [remote.remote(*unit) for unit in islice(units, 1)]

    def close(self) -> None:
        """Be no driver any more."""
        self.ray.shutdown()


@contextmanager
def _process(command: Sequence[str]) -> Iterator[psutil.Process]:
    own = {"PYTHONPATH": f"{ROOT}:{ROOT / 'benchmarks'}", "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0"}
    with (ROOT / os.devnull).open("w") as nowhere:
        started = subprocess.Popen(
            command, stdout=nowhere, stderr=nowhere, start_new_session=True, env={**os.environ, **own}
        )
    try:
        yield psutil.Process(started.pid)
    finally:
        below = psutil.Process(started.pid).children(recursive=True)
        started.send_signal(signal.SIGTERM)
        _, left = psutil.wait_procs([psutil.Process(started.pid), *below], 10)
        for process in left:
            process.kill()


def find_memory(head: psutil.Process) -> float:
    """MB that the scheduling takes, without the workers' share."""
    every = [head, *head.children(recursive=True)]
    kept = [one for one in every if "ray::" not in "".join(one.cmdline())]
    return sum(one.memory_full_info().pss for one in kept) / 1e6


def measure_units(engine: Dask | Ray, head: psutil.Process, units: int) -> None:
    """Print a unit's overhead and the head's memory as the units go through."""
    names = [f"省/市/2022年重点工作任务分工方案{number:06}.docx" for number in range(FILES)]
    print(f"head before: {find_memory(head):.0f} MB")
    start = perf_counter()
    for number, _ in enumerate(engine.map(work, ((names, 0.0) for _ in range(units))), 1):
        if number in {units // 100, units // 10, units}:
            each = 1000 * (perf_counter() - start) / number
            print(f"{number:7} units: {each:.2f} ms each, head {find_memory(head):.0f} MB", flush=True)


def measure_loss(engine: Dask | Ray) -> None:
    """Print what comes of 12 units of 2 s when the worker that did the first one is killed."""
    start, killed, seen = perf_counter(), 0, 0
    for rows in engine.map(work, ((["a"], 2.0) for _ in range(12))):
        seen += 1
        if not killed:
            killed = int(str(rows[0][0]))
            os.kill(killed, signal.SIGKILL)
    print(f"a worker killed: {seen} of 12 units, {perf_counter() - start:.1f} s (12 without)")


def main() -> None:
    """Print the figures of one engine."""
    engine = {"dask": Dask, "ray": Ray}[sys.argv[1]]()
    units = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    start = perf_counter()
    with tempfile.TemporaryDirectory(prefix="d2t-") as folder, engine.cluster(Path(folder)) as head:
        engine.connect()
        print(f"connected after {perf_counter() - start:.1f} s")
        next(engine.map(work, iter([(["a"], 0.0)])))
        print(f"first answer after {perf_counter() - start:.1f} s")
        bare, rules = next(engine.map(isolate, iter([()])))
        print(f"a child in a task: {1000 * bare:.0f} ms, with the rules {1000 * rules:.0f} ms")
        measure_loss(engine)
        measure_units(engine, head, units)
        start = perf_counter()
        engine.close()
        print(f"left after {perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
