"""Fault isolation: an unexpected error in one item, cell or mention costs its value, not the document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import ParamSpec, TypeVar

from docx2tasks.deadline import check_deadline
from docx2tasks.errors import Refusal
from docx2tasks.source import Diagnostic, Span
from docx2tasks.vocabulary import DiagnosticCode

P = ParamSpec("P")
T = TypeVar("T")
U = TypeVar("U")

_faults: ContextVar[list[Diagnostic] | None] = ContextVar("faults", default=None)


@contextmanager
def collect_faults() -> Iterator[list[Diagnostic]]:
    """A list that gets an ``internal-error`` for each :func:`attempt` inside that fails."""
    faults: list[Diagnostic] = []
    before = _faults.set(faults)
    try:
        yield faults
    finally:
        _faults.reset(before)


def attempt(
    what: str, spans: Sequence[Span], instead: U, call: Callable[P, T], *args: P.args, **named: P.kwargs
) -> T | U:
    """What ``call`` returns, or ``instead`` where it fails unexpectedly, which is a diagnostic.

    ``what`` names what is read (``the times of a task``), ``spans`` say where it is.  Refusals, a lack of
    memory and the end of the time are about the whole document: they are raised.  So is everything outside
    :func:`collect_faults`.
    """
    check_deadline()
    try:
        return call(*args, **named)
    except (Refusal, MemoryError):
        raise
    except Exception as error:
        faults = _faults.get()
        if faults is None:
            raise
        faults.append(_to_diagnostic(error, what, spans))
        return instead


def _to_diagnostic(error: Exception, what: str, spans: Sequence[Span]) -> Diagnostic:
    import logging  # noqa: PLC0415  only for what should not happen

    logging.getLogger("docx2tasks").debug("%s could not be read", what, exc_info=error)
    message = f"{what} could not be read because of a bug ({type(error).__name__}); please report it"
    return Diagnostic(DiagnosticCode.INTERNAL_ERROR, message, "error", tuple(spans[:1]))


def tell(doubt: Diagnostic) -> None:
    """Add a diagnostic to the document being read, unless it is already there."""
    told = _faults.get()
    if told is not None and not any(one.code == doubt.code and one.message == doubt.message for one in told):
        told.append(doubt)
