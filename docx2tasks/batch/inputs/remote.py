"""Remote files: ``s3://bucket/2022``, ``https://…``, ``zip://*.docx::sftp://…``, through fsspec.

    listing ─ a child of ours ─▶ names, sizes, times ─▶ Input      the parent never speaks to a network
    loading ─ the child that reads the file

fsspec runs threads, and a process with threads is not copied safely: so the parent leaves it alone.  Passwords,
keys and signatures in an address go to the children and nowhere else; since errors of other libraries quote
the address, their words are not shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import NamedTuple

from docx2tasks.addresses import HIDDEN, address_to_base, address_to_steps, show
from docx2tasks.batch.inputs.listing import ListedFile, key_to_name, list_address
from docx2tasks.batch.inputs.origins import Input, Loaded, Refused, Stamp, changed, check_size, vanished
from docx2tasks.batch.inputs.systems import Settings, is_object_store, open_address, remote_to_refusal
from docx2tasks.batch.inputs.walk import split_pattern
from docx2tasks.errors import InputError, LimitError, Refusal
from docx2tasks.isolate import iterate_isolated
from docx2tasks.limits import Limits


class RemoteFile(NamedTuple):
    """A remote file; ``path`` is its path there, empty if the URL says it all."""

    address: str
    path: str
    shown: str
    seen: Stamp = Stamp()
    settings: Settings = ()

    def __repr__(self) -> str:
        return f"RemoteFile({self.shown!r})"

    def load(self, limits: Limits) -> Loaded:
        """The content, up to ``limits.input_bytes``; only called in a child process.

        Raises ``vanished``, ``unreadable``, ``unreachable``, ``changed`` (it ended early) and ``too-big``.
        """
        try:
            data = self._read(limits.input_bytes)
        except Exception as error:  # noqa: BLE001  each protocol has errors of its own
            refusal = remote_to_refusal(error, self.shown)
            is_gone = isinstance(refusal, Refusal) and refusal.code == "missing"
            raise (vanished(self.shown) if is_gone else refusal) from None
        if self.seen.size is not None and len(data) < self.seen.size:
            raise changed(self.shown)
        return Loaded(data, self.seen._replace(size=len(data)))

    def _read(self, most: int) -> bytes:
        check_size(self.shown, self.seen.size or 0, most)
        system, path = open_address(self.address, self.settings)
        if self.path and self.seen.size is not None and is_object_store(system):
            return bytes(system.cat_file(self.path))  # one request: the listing told its size
        data = b""
        with system.open(self.path or path, "rb") as stream:
            while len(data) <= most and (piece := stream.read(most + 1 - len(data))):
                data += piece
        check_size(self.shown, len(data), most)
        return data

    def stamp(self) -> Stamp:
        """The stamp from the listing, without another request."""
        return self.seen

    def identity(self) -> str:
        """The URL, and what was found there."""
        return f"{self.address} {self.path}"


def address_to_input(address: str, settings: Settings = ()) -> Input:
    """The input for the URL of a file."""
    shown = show(address)
    origin = RemoteFile(address, "", shown, settings=settings)
    return Input(key_to_name(address_to_steps(address)) or "unnamed", shown, origin)


def is_whole_address(one: Input) -> bool:
    """Whether an input is the file at an address, and not one of many below it."""
    return isinstance(one.origin, RemoteFile) and not one.origin.path


def find_remote(
    address: str, limits: Limits, left_out: Counter[str], settings: Settings = ()
) -> Iterator[Input]:
    """The file at an address, or the files below it, named from there, in the order of the listing.

    ``left_out`` counts those that are ``hidden``.

    Raises ``UsageError`` ``not-installed`` and ``unknown-protocol``, and ``InputError`` ``missing``,
    ``unreadable`` (no permission) and ``unreachable``.
    """
    shown, patience = show(address), replace(limits, file_seconds=limits.listing_seconds)
    try:
        with closing(iterate_isolated(list_address, patience, address, settings)) as groups:
            for group in groups:
                left_out["hidden"] += group.hidden
                yield from (_to_input(one, address, shown, settings) for one in group.files)
    except LimitError as error:
        if error.code != "too-slow":
            raise
        what = f"listing {shown} timed out after {limits.listing_seconds:g} seconds"
        raise InputError(
            "unreachable", what, "check the URL, or allow more time with --limit listing_seconds="
        ) from None


def _to_input(one: ListedFile, address: str, shown: str, settings: Settings) -> Input:
    path = _add_name(shown, one.name) if one.path else shown
    name = key_to_name(one.name if one.path else address_to_base(address)) or "unnamed"
    if one.refusal is not None:
        return Input(name, path, Refused(one.refusal, path))
    return Input(name, path, RemoteFile(address, one.path, path, one.seen, settings))


def _add_name(shown: str, name: str) -> str:
    """The address of a file below one: in a chain, the name belongs to the first link that has a path."""
    links = shown.removesuffix(HIDDEN).split("::")
    place = next((number for number, link in enumerate(links) if "://" in link), 0)
    protocol, _, path = links[place].partition("://")
    folder = split_pattern(path)[0] if "*" in path else path.rstrip("/")
    links[place] = f"{protocol}://{folder}/{name}" if folder else f"{protocol}://{name}"
    return "::".join(links)
