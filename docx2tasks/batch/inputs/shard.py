"""One of several shards of the inputs, for as many machines that know nothing of each other."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from docx2tasks.batch.inputs.origins import Input
from docx2tasks.errors import UsageError

_SHARD = re.compile(r"([0-9]{1,6})/([0-9]{1,6})")


class Shard(NamedTuple):
    """The ``number``-th of so many shards, from 1."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def holds(self, name: str) -> bool:
        """Whether a name falls into it: by its digest, so that a shard does not depend on what else there is."""
        digest = hashlib.sha256(os.fsencode(name)).digest()
        return int.from_bytes(digest, "big") % self.of == self.number - 1


def words_to_shard(words: str) -> Shard:
    """The shard of ``3/16``; raises ``wrong-shard``."""
    found = _SHARD.fullmatch(words)
    shard = Shard(int(found[1]), int(found[2])) if found else Shard(0, 0)
    if not 1 <= shard.number <= shard.of:
        hint = "use --shard 1/16 to --shard 16/16 for sixteen of them"
        raise UsageError("wrong-shard", f"{words[:40]} is not a shard", hint)
    return shard


def take_shard(inputs: Iterable[Input], shard: Shard) -> Iterator[Input]:
    """The inputs of a shard, in their order; an archive is in one as a whole."""
    return (one for one in inputs if shard.holds(one.name))
