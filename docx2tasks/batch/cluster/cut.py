"""Cuts the jobs of a batch into partitions that take about the same time.

Two hundred scans take half an hour, two hundred texts four seconds: so a partition ends at a number of files or at
what they are expected to take, by their kind and their bytes where the listing told them.  The first partitions
are small, so that few files are shared by all workers.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import repeat

from docx2tasks.batch.inputs.remote import RemoteFile
from docx2tasks.batch.worker import Job

SECONDS = 30.0  # that a partition is to take, at most

_GROWING = (8, 4, 2)  # the first partitions have an eighth of the files, the next a quarter, then half
_OF_EACH = 8
# seconds of a file by its suffix, as docs/scale.md has them; of all others a few hundredths
_KINDS = {
    **dict.fromkeys((".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif"), 2.0),  # recognized
    **dict.fromkeys((".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"), 1.5),  # through LibreOffice
    **dict.fromkeys((".zip", ".eml", ".mht", ".mhtml"), 0.5),  # of several documents
    ".pdf": 0.5,
    ".ofd": 0.3,
}
_OTHER = 0.02
_PER_MB = 0.5


def cut(jobs: Iterator[Job | None], files: int) -> Iterator[list[Job]]:
    """The jobs in partitions of at most so many files; an empty one for a None."""
    sizes = _find_sizes(files)
    some: list[Job] = []
    size, seconds = next(sizes), 0.0
    for job in jobs:
        if job is None:
            yield []
            continue
        some.append(job)
        seconds += find_seconds(job)
        if len(some) >= size or seconds >= SECONDS:
            yield some
            some, size, seconds = [], next(sizes), 0.0
    if some:
        yield some


def _find_sizes(files: int) -> Iterator[int]:
    for part in _GROWING:
        yield from repeat(max(1, files // part), _OF_EACH)
    yield from repeat(files)


def find_seconds(job: Job) -> float:
    """What reading a file is expected to take; nothing is asked of a disk or a server for it."""
    suffix = os.path.splitext(job.input.name)[1].lower()  # noqa: PTH122  of a million names
    size = job.input.origin.seen.size if isinstance(job.input.origin, RemoteFile) else None
    return _KINDS.get(suffix, _OTHER) + _PER_MB * (size or 0) / 1_000_000
