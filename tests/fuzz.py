"""Spoilt documents for as long as you like: ``python tests/fuzz.py --minutes 30 --seed 1 --format pdf``.

Each is read in a child, as a native library may take the process with it.  An input does harm that raises
anything but a refusal, takes more than 5 seconds or 500 MB, ends its process, or gives records that do not say
what the text says; such inputs are written to a folder, each with its trace, and counts are printed.
Input number N of a format and a seed is always the same: ``fuzz.make_input("pdf", seed, N)``.
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import logging
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import IO, NamedTuple, Self

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))

from copies import start_copy
from fuzz_seeds import SEEDS, SLOW
from mutate import mutate

from docx2tasks.errors import Refusal
from docx2tasks.export.json_text import document_to_json, text_to_bytes
from docx2tasks.limits import DEFAULT
from docx2tasks.pipeline import source_to_reading
from docx2tasks.readers import read
from docx2tasks.readers.containers import find_container, find_members
from docx2tasks.rules import Rules, load_rules

SECONDS = 5  # of the processor
MEMORY = 500_000  # KB, above what the program needs for itself
ADDRESSES = 4_000_000_000
_WAIT = 60  # seconds by the clock: on a busy machine, or in LibreOffice, which has its own limits
_STATUS = Path("/proc/self/status")
_ROUND = 250  # inputs a child reads: what leaks is seen, and does not add up


class Outcome(NamedTuple):
    """What became of an input: ``read``, the code of a refusal, or the harm it does."""

    format: str
    number: int
    what: str
    seconds: float
    trace: str = ""

    @property
    def is_harm(self) -> bool:
        """Whether it did what no input may do."""
        return self.what.startswith("!")


@cache
def _seeds(kind: str) -> list[bytes]:
    return SEEDS[kind]()


def make_input(kind: str, seed: int, number: int) -> bytes:
    """The spoilt document of this number."""
    random = Random(f"{kind} {seed} {number}")  # noqa: S311  no secret
    seeds = _seeds(kind)
    return mutate(random.choice(seeds), random.choice(seeds), random)


# in the child ------------------------------------------------------------------------------


def read_all(data: bytes, rules: Rules) -> str:
    """What a user gets: the records as bytes, of each member where there are several; the code of a refusal."""
    try:
        container = find_container(data)
        if container is None:
            return _read_one(data, rules)
        members = [member.data for member in find_members(data, container)]
    except Refusal as refusal:
        return _checked(refusal)
    answers = {_answer(member, rules) for member in members}
    return min(answers, default="nothing")


def _answer(data: bytes, rules: Rules) -> str:
    try:
        return _read_one(data, rules)
    except Refusal as refusal:
        return _checked(refusal)


def _checked(refusal: Refusal) -> str:
    str(refusal).encode()  # it can be printed
    return refusal.code


def _read_one(data: bytes, rules: Rules) -> str:
    if data.startswith((b"\x89PNG", b"\xff\xd8", b"II*", b"MM\0*", b"GIF8", b"BM")):
        _load_pictures(data)
    source = read(data, DEFAULT)
    reading = source_to_reading(source, data, None, rules, DEFAULT)
    text_to_bytes(document_to_json(reading.document))
    text = reading.source.text
    for task in reading.document.tasks:
        if not 0 <= task.location.start < task.location.end <= len(text):
            message = f"a task at {task.location.start} to {task.location.end} of {len(text)}"
            raise AssertionError(message)
    return "read"


def _load_pictures(data: bytes) -> None:
    from docx2tasks.readers.scan.images import load_pictures  # noqa: PLC0415

    for _picture in load_pictures(data, DEFAULT):
        pass


class _Raise(logging.Handler):
    """Raises what the program caught as the fault of one place: here it is harm."""

    def emit(self, record: logging.LogRecord) -> None:
        """Raise the exception that is noted."""
        if record.exc_info and record.exc_info[1]:
            raise record.exc_info[1]


def _raise_faults() -> None:
    logger = logging.getLogger("docx2tasks")
    logger.setLevel(logging.DEBUG)
    logger.addHandler(_Raise())


def _run_child(kind: str, seed: int, first: int, count: int) -> None:
    """Print a line before and after each input; a watch ends the process when one takes too long."""
    for name in ("rapidocr", "onnxruntime"):
        sys.modules[name] = None  # type: ignore[assignment]  # as without the extra: recognition is another matter
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    faulthandler.enable()
    faulthandler.register(signal.SIGPROF, chain=True)  # a trace, then the end that the signal means
    _raise_faults()
    rules = load_rules()
    _seeds(kind)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    for number in range(first, first + count):
        data = make_input(kind, seed, number)
        print(number, flush=True)  # noqa: T201
        base = _reset_peak()
        begun = time.process_time()
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        faulthandler.dump_traceback_later(_WAIT, exit=True)
        what, trace = _read_caught(data, rules)
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
        if _peak() - base > MEMORY:
            what, trace = "!memory", f"{_peak() - base} KB"
        print(json.dumps([number, what, round(time.process_time() - begun, 4), trace]), flush=True)  # noqa: T201


def _read_caught(data: bytes, rules: Rules) -> tuple[str, str]:
    try:
        return read_all(data, rules), ""
    except BaseException as error:  # noqa: BLE001  whatever it is, it is told
        return f"!{type(error).__name__}", traceback.format_exc()


def _reset_peak() -> int:
    """Begin to measure anew; the memory in use now, in KB."""
    if not _STATUS.exists():
        return 0
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return _peak()


def _peak() -> int:
    return int(_STATUS.read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) if _STATUS.exists() else 0


# in the parent -----------------------------------------------------------------------------


def run(kind: str, seed: int, first: int, count: int) -> Iterator[Outcome]:
    """Outcomes of inputs in their order; a child that ended in the midst of one is followed by another."""
    _prepare(kind)
    end = first + count
    while first < end:
        for outcome in _run_some(kind, seed, first, min(end - first, _ROUND)):
            yield outcome
            first = outcome.number + 1


@cache
def _prepare(kind: str) -> None:
    """Build what all copies share."""
    _seeds(kind)
    for data in _seeds("text"):
        _read_one(data, load_rules())


def _run_some(kind: str, seed: int, first: int, count: int) -> Iterator[Outcome]:
    """Outcomes of the inputs that one child reads; if it ends too soon, the last one is to blame."""
    begun = None
    with tempfile.TemporaryFile() as errors, _Child(partial(_run_child, kind, seed, first, count), errors) as child:
        for line in child.said:
            if line.startswith("["):
                begun = None
                yield Outcome(kind, *json.loads(line))
            else:
                begun = int(line)
        code = child.wait()
        errors.seek(0)
        trace = errors.read().decode("utf-8", "replace")
    if begun is not None:
        is_slow = code == -signal.SIGPROF or "Timeout (" in trace
        yield Outcome(kind, begun, "!slow" if is_slow else f"!crash {code}", SECONDS, trace)
    elif code:
        message = f"the child for {kind} did not begin: {trace[-500:]}"
        raise RuntimeError(message)


class _Child:
    """A copy of this process that reads inputs: nothing is loaded anew, as it is in a new interpreter."""

    def __init__(self, call: Callable[[], object], errors: IO[bytes]) -> None:
        line, own = os.pipe()
        self._code: int | None = None
        self._process = start_copy(call, own, errors.fileno())
        os.close(own)
        self.said = open(line, encoding="utf-8")  # noqa: PTH123, SIM115  a pipe, closed at the end

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.said.close()
        if self._code is None:
            os.kill(self._process, signal.SIGKILL)
            self.wait()

    def wait(self) -> int:
        """Its exit code, or the number of the signal that ended it, below zero."""
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self._process, 0)[1])
        return self._code


def _write_harm(folder: Path, outcome: Outcome, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{outcome.format}-{seed}-{outcome.number}"
    (folder / f"{name}.bin").write_bytes(make_input(outcome.format, seed, outcome.number))
    (folder / f"{name}.txt").write_text(f"{outcome.what}\n{outcome.trace}", encoding="utf-8", errors="replace")


def main() -> None:
    """Run until the minutes are over, a round of each format in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", choices=SEEDS, action="append", help="only this one; may be given again")
    parser.add_argument("--out", type=Path, default=Path("fuzz-harm"))
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=_ROUND)
    given = parser.parse_args()
    kinds = given.format or [kind for kind in SEEDS if kind not in SLOW]
    end, first = time.monotonic() + 60 * given.minutes, given.first
    counts: Counter[tuple[str, str]] = Counter()
    while time.monotonic() < end:
        for kind in kinds:
            for outcome in run(kind, given.seed, first, given.count):
                counts[kind, outcome.what] += 1
                if outcome.is_harm:
                    _write_harm(given.out, outcome, given.seed)
            if time.monotonic() > end:
                break
        first += given.count
        _print_counts(counts)


def _print_counts(counts: Counter[tuple[str, str]]) -> None:
    for kind in sorted({kind for kind, _ in counts}):
        inner = {what: count for (one, what), count in counts.most_common() if one == kind}
        print(kind, sum(inner.values()), inner, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
