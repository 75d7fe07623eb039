"""The dask client: submits partitions, receives results, reports lost workers.

Nothing of dask is known elsewhere.  It is loaded when a cluster is asked for.
"""

from __future__ import annotations

import logging
import pickle
import queue
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, NamedTuple, cast

from docx2tasks.batch.cluster.partition import ClusterOrder, Done, Partition, unpack
from docx2tasks.batch.cluster.reader import perform
from docx2tasks.errors import CrashError, UsageError

if TYPE_CHECKING:
    from distributed import Client, Future

_WINDOW = 4  # partitions for each thread of the workers, those at work included
_COUNT = 5.0  # seconds between two counts of the workers
_PATIENCE = 10.0  # seconds for a scheduler to answer, and for a result to be fetched
_LONELY = 300.0  # seconds without a worker after which the run is given up
_AGAIN = "run the same command again when it is back to resume"


class Answer(NamedTuple):
    """A partition that is through; ``done`` is None where its workers were lost, or its reader, which is sure."""

    partition: Partition
    done: Done | None
    is_sure: bool = False  # nothing else can have been the cause


class Workers:
    """The partitions that the cluster was given, a bounded number of them."""

    def __init__(self, client: Client) -> None:
        """Give through this client."""
        self._client = client
        self._run = uuid.uuid4().hex
        self._number = 0
        self._under_way: dict[str, tuple[Partition, Future]] = {}
        self._done: queue.SimpleQueue[Future] = queue.SimpleQueue()
        self._room = 0
        self.threads = 0  # of all workers, when they were counted last
        self._seen = time.monotonic()  # when there was a worker last
        self._counted = self._seen - _COUNT

    def __len__(self) -> int:
        """How many partitions are under way."""
        return len(self._under_way)

    def find_room(self) -> int:
        """How many more may be given."""
        if time.monotonic() - self._counted >= _COUNT:
            self.threads = self._count_threads()
            self._room, self._counted = _WINDOW * max(1, self.threads), time.monotonic()
        return max(0, self._room - len(self))

    def _count_threads(self) -> int:
        with _telling_losses():
            threads = int(sum(self._client.nthreads().values()))
        if threads:
            self._seen = time.monotonic()
        elif time.monotonic() - self._seen > _LONELY:
            raise UsageError(
                "cluster", f"the cluster had no workers for {_LONELY:.0f} seconds", "start some; " + _AGAIN
            )
        return threads

    def give(self, partition: Partition) -> None:
        """Have a partition read; the scheduler sees nothing but bytes, and needs nothing of ours."""
        self._number += 1
        key = f"docx2tasks-{self._run}-{self._number}"
        order = pickle.dumps(ClusterOrder(perform, partition))
        with _telling_losses():
            future = self._client.submit(pickle.loads, order, key=key, pure=False)
        self._wait_for(future, partition)

    def take(self, seconds: float) -> Answer | None:
        """The next finished partition; None if there is none within the given seconds.

        Raises what the worker raised, and ``cluster`` where the scheduler is lost.
        """
        try:
            future = self._done.get(timeout=seconds) if seconds else self._done.get_nowait()
        except queue.Empty:
            return None
        partition, _ = self._under_way.pop(future.key)
        if future.status == "error":
            return Answer(partition, None, is_sure=_is_sure(future.exception()))
        with _telling_losses():
            try:
                return Answer(partition, cast("Done", unpack(future.result(timeout=_PATIENCE))))
            except TimeoutError:  # it was lost with its worker, and is made once more
                self._wait_for(future, partition)
                return None

    def _wait_for(self, future: Future, partition: Partition) -> None:
        self._under_way[future.key] = partition, future
        future.add_done_callback(self._done.put)

    def close(self) -> None:
        """Cancel pending partitions; workers notice when the staging folder is removed."""
        futures = [future for _, future in self._under_way.values()]
        self._under_way.clear()
        if futures and self._client.status == "running":
            with suppress(Exception):  # nobody is listening any more
                self._client.cancel(futures, force=True)


def _is_sure(error: Exception) -> bool:
    """Whether a partition lost its own reader, or else its worker; raises what is no loss."""
    from distributed import KilledWorker  # noqa: PLC0415

    if isinstance(error, ModuleNotFoundError):
        what = f"a worker of the cluster cannot import {error.name}"
        raise UsageError("cluster-version", what, "install the same version of docx2tasks on all workers") from error
    if not isinstance(error, CrashError | KilledWorker):
        raise error
    return isinstance(error, CrashError)


@contextmanager
def _telling_losses() -> Iterator[None]:
    """The loss of the scheduler becomes a refusal."""
    from distributed import CancelledError  # noqa: PLC0415
    from distributed.comm.core import CommClosedError  # noqa: PLC0415

    try:
        yield
    except (CancelledError, CommClosedError, OSError) as error:
        raise UsageError("cluster", f"lost the connection to the scheduler ({type(error).__name__})", _AGAIN) from error


@contextmanager
def connect(address: str) -> Iterator[Client]:
    """A client of the cluster, which lasts as long as this."""
    try:
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        hint = "pip install 'docx2tasks[dask]'"
        raise UsageError(
            "not-installed", "--engine dask needs the package distributed, which is not installed", hint
        ) from error
    for name in ("distributed", "distributed.client"):  # a loss is reported once, as a refusal
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False, name="docx2tasks")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        hint = "check that the scheduler is running; addresses look like tcp://HOST:8786"
        raise UsageError("cluster", f"cannot reach a scheduler at {address} ({type(error).__name__})", hint) from error
    try:
        yield client
    finally:
        client.close()
