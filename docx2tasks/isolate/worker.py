"""The child's side of :mod:`portable`: orders from standard input, results to standard output.

Nothing here needs signals, fork or bounds of the system; the parent watches time and memory.
"""

from __future__ import annotations

import _thread
import os
import pickle
import queue
import sys
import threading
import time
from typing import NoReturn

from docx2tasks.deadline import is_out_of_memory, out_of_memory
from docx2tasks.isolate.bounds import is_grown
from docx2tasks.isolate.child import to_answer
from docx2tasks.isolate.job import bound_memory
from docx2tasks.isolate.protocol import END, FAILED, ITEM, LENGTH, MORE, READY, More, Order, join_parent, to_message
from docx2tasks.isolate.signals import let_through

_GRACE = 0.4  # seconds to end what was begun, after the orders have ended
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")  # else as many as there are processors, each with its memory

_orders: queue.SimpleQueue[bytes] = queue.SimpleQueue()


class _PipeLink:
    """Answers go through one file that nothing else writes to."""

    def __init__(self, file: int) -> None:
        self._file = file
        self.memory = 0

    def tell(self, kind: str, value: object) -> None:
        """Send an answer."""
        for piece in to_message((kind, value)):
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(self._file, rest) :]

    def allow_more(self, more: More) -> None:
        """Time is the parent's, memory on Windows the system's."""
        self.memory = max(self.memory, more.memory)
        bound_memory(self.memory)
        self.tell(MORE, more)


def serve() -> NoReturn:
    """Be a child: work on one order after the other; ends with the pipe, and with the parent."""
    let_through()
    orders, link = _take_pipes()
    join_parent(link)
    os.environ.update(dict.fromkeys(_THREADS, "2"))
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    code = 1
    try:
        while data := _orders.get():
            _work(pickle.loads(data), link)  # noqa: S301  our own parent wrote it
        code = 0
    finally:
        os._exit(code)


def _take_pipes() -> tuple[int, _PipeLink]:
    """The ends of both pipes under other numbers: libraries write to the standard streams what no one asked for."""
    orders, answers = os.dup(0), os.dup(1)
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415

        for file in (orders, answers):
            msvcrt.setmode(file, os.O_BINARY)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    return orders, _PipeLink(answers)


def _listen(orders: int) -> None:
    """Pass on orders; where they end, nobody wants an answer any more, and what is worked on is ended."""
    with os.fdopen(orders, "rb") as stream:
        while len(size := stream.read(LENGTH)) == LENGTH:
            _orders.put(stream.read(int.from_bytes(size, "big")))
    _orders.put(b"")
    _thread.interrupt_main()  # temporary files are removed on the way out
    time.sleep(_GRACE)
    os._exit(1)


def _work(order: Order, link: _PipeLink) -> None:
    link.memory = order.limits.file_memory
    bound_memory(link.memory)
    link.tell(READY, None)
    try:
        for item in order.call(*order.args):
            link.tell(ITEM, item)
        link.tell(END, is_grown(order.limits))
    except Exception as error:  # noqa: BLE001  the parent decides what becomes of it
        told = out_of_memory(link.memory) if is_out_of_memory(error) else error
        link.tell(FAILED, to_answer(told, error))
