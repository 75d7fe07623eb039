"""Refusals: all errors that users can get, with codes and exit codes.

    Refusal                     exit code, stable code, what happened, what to do next
    ├── UsageError          2   the call is wrong (unknown option value, output not writable)
    ├── InputError          3   the input cannot be opened as a file (missing, directory, empty)
    ├── FormatError         3   the bytes are no document we read, or a broken one
    ├── LimitError          3   a bound of ``limits.py`` was passed
    ├── CrashError          3   the process that read the file broke down
    ├── ShortageError       3   the system gave too little, or ended the process: nothing about the file
    ├── RulesError          4   a rule file is wrong; names file, line and rule
    ├── IncompleteError     5   ``--strict``: measures were lost or nothing was found
    ├── SpaceError          6   the disk is full
    └── BusyError           8   another batch writes to the same place

Codes are stable: programs may test them.  A refusal never carries more than 40 characters
of the document.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from enum import Enum, IntEnum


class ExitCode(IntEnum):
    """The exit codes of the program, documented in docs/errors.md."""

    OK = 0
    DIFFERENT = 1
    USAGE = 2
    REFUSED = 3
    RULES = 4
    LOST = 5
    NO_SPACE = 6
    PARTLY = 7
    BUSY = 8
    BUG = 70
    HUNG_UP = 129
    INTERRUPTED = 130
    PIPE = 141
    TERMINATED = 143


class Status(str, Enum):
    """How a file of a batch ended; the values are stable."""

    DONE = "done"
    NO_TASKS = "no-tasks"  # read, and no measure was found in it
    COPY = "copy"  # read, and left out as a copy of another document
    OPENED = "opened"  # an archive or mail: what it holds has outcomes of its own
    SKIPPED = "skipped"  # met in a folder, and no document: data, source code, a database, a program
    REFUSED = "refused"
    TOO_SLOW = "too-slow"
    OUT_OF_MEMORY = "out-of-memory"
    CRASHED = "crashed"
    BUG = "bug"


class Refusal(Exception):  # noqa: N818  the names of its kinds end in Error
    """Something that is turned down, with a stable code and what to do next."""

    exit_code = ExitCode.REFUSED

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.code}: {self.message}; {self.hint}"

    def __reduce__(self) -> tuple[type[Refusal], tuple[str, str, str], Mapping[str, object]]:
        """How it is pickled, to come back from the process it was raised in."""
        return type(self), (self.code, self.message, self.hint), self.__dict__

    @property
    def status(self) -> Status:
        """The status of the file: one of its own for some codes, else ``refused``."""
        return Status(self.code) if self.code in _OWN_STATUS else Status.REFUSED


_OWN_STATUS = frozenset((Status.SKIPPED, Status.TOO_SLOW, Status.OUT_OF_MEMORY, Status.CRASHED, Status.BUG))


class UsageError(Refusal):
    """The call itself is wrong."""

    exit_code = ExitCode.USAGE


class InputError(Refusal):
    """The input cannot be opened as a file."""


class FormatError(Refusal):
    """The bytes are not a supported document, or a damaged one."""


class LimitError(Refusal):
    """The input passes a bound of ``limits.py``."""


class CrashError(Refusal):
    """The process that read the file broke down: a fault of a library, on this file."""


class ShortageError(Refusal):
    """The system gave no more files or processes, or ended the one that read: nothing about the file."""


class RulesError(Refusal):
    """A rule file is wrong."""

    exit_code = ExitCode.RULES


class IncompleteError(Refusal):
    """``--strict``: measures were lost, or nothing was found."""

    exit_code = ExitCode.LOST


class SpaceError(Refusal):
    """No space is left to write the output."""

    exit_code = ExitCode.NO_SPACE


class BusyError(Refusal):
    """Another batch writes to the same place."""

    exit_code = ExitCode.BUSY


_NO_HANDLES = frozenset({errno.EMFILE, errno.ENFILE})


def find_shortage(error: BaseException | None) -> ShortageError | None:
    """The refusal ``no-handles`` if an error, or one of its causes, means too many open files."""
    while error is not None:
        is_said = isinstance(error, ImportError) and os.strerror(errno.EMFILE) in str(error)  # of a library
        if is_said or (isinstance(error, OSError) and error.errno in _NO_HANDLES):
            what = "too many open files"
            return ShortageError("no-handles", what, "raise the limit (ulimit -n) or use fewer --jobs, and run again")
        error = error.__cause__ or error.__context__
    return None


def to_killed() -> ShortageError:
    """The refusal ``killed`` of a file whose process somebody else ended."""
    what = "the system killed the process that read the file (SIGKILL), probably because memory ran out"
    return ShortageError("killed", what, "use fewer --jobs or a smaller --memory, and run again")
