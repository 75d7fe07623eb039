"""Output paths that mirror the input: one JSON file per document.

What keeps names apart is their form, so that nothing has to be remembered but which places are given away:
files end in ``.json`` and folders never do; a batch's own files in ``OUT`` (``_ledger.sqlite``, ``.lock``,
``part-00001.jsonl``, ``records.duckdb``) do not end so either, and no folder is named like them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import NamedTuple

_SUFFIX = ".json"
_LONGEST = 240  # bytes of a name: systems allow 255, and the suffix and a number have to fit
_DEEPEST = 1_000  # bytes of the folders above it: systems allow 1,024 to 4,096 for all, ours and theirs
_TWINS = 9  # names distinguished by numbers; further ones get digests, which stays cheap
_DIGEST = 12

_HARMFUL = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')  # signs that some systems give a meaning
_UNDECODED = re.compile(r"[\udc80-\udcff]")  # a byte of a name in another encoding
# Windows, whatever the suffix
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\.|$)")
_OWN = re.compile(r"\.|_?ledger\.|(?:records|part-\d+)\.")  # what a batch calls its own files, folded


class MirrorPlace(NamedTuple):
    """A place in the mirror, and its key: two places with one key would be one file on some system."""

    target: str
    key: str


class OutputNames:
    """Gives each document a place of its own in the mirror, the same one for the same documents in one order."""

    def __init__(self, is_taken: Callable[[str], bool]) -> None:
        """``is_taken`` tells whether a key was given before; what was given since :meth:`settle` is known here."""
        self._is_taken = is_taken
        self._given: set[str] = set()

    def new(self, name: str) -> MirrorPlace:
        """A path for a document: its name with ``.json``, made valid and unique."""
        for target in _find_targets(name):
            key = target_to_key(target)
            if key not in self._given and not self._is_taken(key):
                break
        self._given.add(key)
        return MirrorPlace(target, key)

    def settle(self) -> None:
        """Forget names given so far; from now on ``is_taken`` knows them."""
        self._given.clear()


def target_to_key(target: str) -> str:
    """What systems compare that fold case and compose letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", target).casefold())


def _find_targets(name: str) -> Iterator[str]:
    """The places for a name: as it is, with a number, with a digest, with both."""
    *folders, base = [step for step in name.split("/") if step] or ["unnamed"]
    above = "/".join(_to_folder(step, is_first=not depth) for depth, step in enumerate(folders))
    if len(above.encode()) > _DEEPEST:
        above = _to_digest(above)
    start, base = f"{above}/" if above else "", _to_step(base)
    yield f"{start}{base}{_SUFFIX}"
    yield from (f"{start}{base} ({number}){_SUFFIX}" for number in range(2, _TWINS + 1))
    base, number = _shorten(base, _to_digest(name)), 1
    yield f"{start}{base}{_SUFFIX}"
    while number := number + 1:
        yield f"{start}{base} ({number}){_SUFFIX}"


def _to_folder(step: str, *, is_first: bool) -> str:
    """A folder's name: none of a file of ours, none that ends as files do, or that Windows cuts."""
    found = re.sub(r"[. ]+$", lambda end: "_" * len(end[0]), _to_step(step))
    folded = target_to_key(found)
    if is_first and _OWN.match(folded):
        found = f"__{found}" if "ledger" in folded else f"_{found}"  # with one stroke it may be a ledger
    return f"{found}_" if folded.endswith(_SUFFIX) else found


def _to_step(step: str) -> str:
    """A step of a path that all systems can hold: the rest of a long one becomes its digest."""
    safe = _UNDECODED.sub(lambda byte: f"%{ord(byte[0]) - 0xDC00:02X}", _HARMFUL.sub("_", step))
    safe = safe.encode("utf-8", "replace").decode()  # half characters that come from no file's name
    if _DEVICES.match(safe):
        safe = f"_{safe}"
    return safe if len(safe.encode()) <= _LONGEST else _shorten(safe, _to_digest(step))


def _shorten(step: str, digest: str) -> str:
    return f"{step.encode()[: _LONGEST - _DIGEST - 1].decode('utf-8', 'ignore')}~{digest}"


def _to_digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
