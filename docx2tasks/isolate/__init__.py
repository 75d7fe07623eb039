"""Runs work on a file in a separate process with time and memory limits.

    run_isolated(call, …) ─ fork, or a new interpreter ─▶ call(…) ─ pickled answers through a pipe ─▶ result
    parent, pool: several at once        protocol         Linux:     process ─▶ child, bounds
                                                          elsewhere: portable, watch ─▶ worker, job

A crash, a hang or exhaustion there is a :class:`~docx2tasks.errors.Refusal` here.  The child leads a session
of its own, which is killed whole at the end; it guards against accidents and is no sandbox.
"""

from docx2tasks.deadline import is_out_of_memory
from docx2tasks.isolate.bounds import find_peak, forget_peak, is_grown
from docx2tasks.isolate.parent import iterate_isolated, run_isolated
from docx2tasks.isolate.pool import Answer, Ended, Pool, Yielded, is_portable
from docx2tasks.isolate.protocol import Note, allow_more, hearing, tell_progress
from docx2tasks.isolate.signals import uninterrupted

__all__ = [
    "Answer",
    "Ended",
    "Note",
    "Pool",
    "Yielded",
    "allow_more",
    "find_peak",
    "forget_peak",
    "hearing",
    "is_grown",
    "is_out_of_memory",
    "is_portable",
    "iterate_isolated",
    "run_isolated",
    "tell_progress",
    "uninterrupted",
]
