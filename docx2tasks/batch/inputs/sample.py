"""A deterministic sample of the inputs."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from heapq import heappush, heappushpop
from operator import itemgetter

from docx2tasks.batch.inputs.origins import Input


def take_sample(inputs: Iterable[Input], size: int) -> Iterator[Input]:
    """A sample of the inputs, the same for the same names, in their order.

    All are listed first, and no more than ``size`` are held.
    """
    kept: list[tuple[int, int, Input]] = []  # the largest digest first, as a negative number
    for place, one in enumerate(inputs):
        digest = int.from_bytes(hashlib.sha256(os.fsencode(one.name)).digest(), "big")
        push = heappush if len(kept) < size else heappushpop
        push(kept, (-digest, place, one))
    return (one for _, _, one in sorted(kept, key=itemgetter(1)))
