"""Remote files: ``s3://bucket/2022``, ``https://…``, ``zip://*.docx::sftp://…``, through fsspec.

    listing ─ a child of ours ─▶ names, sizes, times ─▶ Input      the parent never speaks to a network
    loading ─ the child that reads the file

fsspec runs threads, and a process with threads is not copied safely: so the parent leaves it alone.  Passwords,
keys and signatures in an address go to the children and nowhere else; since errors of other libraries quote
the address, their words are not shown.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote

from docx2tasks.addresses import HIDDEN, address_to_base, address_to_steps, show
from docx2tasks.batch.inputs.lists import path_to_name
from docx2tasks.batch.inputs.origins import Input, Loaded, Refused, Stamp, changed, check_size, vanished
from docx2tasks.batch.inputs.walk import ANY, Pattern, split_pattern
from docx2tasks.errors import InputError, LimitError, Refusal, UsageError
from docx2tasks.isolate import is_out_of_memory, iterate_isolated
from docx2tasks.limits import Limits
from docx2tasks.readers.containers import is_left_behind

_GROUP = 500  # names per message
_UNKNOWN, _FORBIDDEN, _MISSING = 401, 403, 404  # what web servers say
_DIGITS = re.compile(r"^(\d{8})(\d{6})")
_TIMES = ("mtime", "LastModified", "last_modified", "updated", "modify", "date_time", "Last-Modified")
_PACKAGES = {
    "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "az": "adlfs", "oss": "ossfs",
    "http": "aiohttp", "https": "aiohttp", "sftp": "paramiko", "ssh": "paramiko", "smb": "smbprotocol",
    "webdav": "webdav4", "hdfs": "pyarrow",
}  # fmt: skip


class _Listed(NamedTuple):
    """A file as the child tells of it: its name below the address, its path there, why it cannot be had.

    Name and path are empty where the address is the file's own.
    """

    name: str
    path: str
    seen: Stamp = Stamp()
    refusal: Refusal | None = None


class RemoteFile(NamedTuple):
    """A remote file; ``path`` is its path there, empty if the URL says it all."""

    address: str
    path: str
    shown: str
    seen: Stamp = Stamp()

    def __repr__(self) -> str:
        return f"RemoteFile({self.shown!r})"

    def load(self, limits: Limits) -> Loaded:
        """The content, up to ``limits.input_bytes``; only called in a child process.

        Raises ``vanished``, ``unreadable``, ``unreachable``, ``changed`` (it ended early) and ``too-big``.
        """
        try:
            data = self._read(limits.input_bytes)
        except Exception as error:  # noqa: BLE001  each protocol has errors of its own
            refusal = _to_refusal(error, self.shown)
            is_gone = isinstance(refusal, Refusal) and refusal.code == "missing"
            raise (vanished(self.shown) if is_gone else refusal) from None
        if self.seen.size is not None and len(data) < self.seen.size:
            raise changed(self.shown)
        return Loaded(data, self.seen._replace(size=len(data)))

    def _read(self, most: int) -> bytes:
        check_size(self.shown, self.seen.size or 0, most)
        system, path = _open_address(self.address)
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


def address_to_input(address: str) -> Input:
    """The input for the URL of a file."""
    shown = show(address)
    return Input(path_to_name(address_to_steps(address)) or "unnamed", shown, RemoteFile(address, "", shown))


def is_whole_address(one: Input) -> bool:
    """Whether an input is the file at an address, and not one of many below it."""
    return isinstance(one.origin, RemoteFile) and not one.origin.path


def find_remote(address: str, limits: Limits) -> Iterator[Input]:
    """The file at an address, or the files below it, named from there, in the order of names.

    Raises ``UsageError`` ``not-installed`` and ``unknown-protocol``, and ``InputError`` ``missing``,
    ``unreadable`` (no permission) and ``unreachable``.
    """
    shown, patience = show(address), replace(limits, file_seconds=limits.listing_seconds)
    try:
        with closing(iterate_isolated(_list_address, patience, address)) as groups:
            for group in groups:
                yield from (_to_input(one, address, shown) for one in group)
    except LimitError as error:
        if error.code != "too-slow":
            raise
        what = f"listing {shown} timed out after {limits.listing_seconds:g} seconds"
        raise InputError(
            "unreachable", what, "check the URL, or allow more time with --limit listing_seconds="
        ) from None


def _to_input(one: _Listed, address: str, shown: str) -> Input:
    path = _add_name(shown, one.name) if one.path else shown
    name = path_to_name(one.name if one.path else address_to_base(address)) or "unnamed"
    if one.refusal is not None:
        return Input(name, path, Refused(one.refusal, path))
    return Input(name, path, RemoteFile(address, one.path, path, one.seen))


def _add_name(shown: str, name: str) -> str:
    """The address of a file below one: in a chain, the name belongs to the first link that has a path."""
    links = shown.removesuffix(HIDDEN).split("::")
    place = next((number for number, link in enumerate(links) if "://" in link), 0)
    protocol, _, path = links[place].partition("://")
    folder = split_pattern(path)[0] if "*" in path else path.rstrip("/")
    links[place] = f"{protocol}://{folder}/{name}" if folder else f"{protocol}://{name}"
    return "::".join(links)


# --- what runs in a child ----------------------------------------------------------------------------


def _list_address(address: str) -> Iterator[list[_Listed]]:
    """The files at an address in groups; an empty one tells that we are still at it."""
    shown = show(address)
    try:
        yield from _list(address)
    except Exception as error:  # noqa: BLE001  each protocol has errors of its own
        raise _to_refusal(error, shown) from None


@lru_cache(maxsize=4)
def _open_address(address: str) -> tuple[Any, str]:
    """The file system behind an address, and the path there; an archive stays open for its next file."""
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  most batches have no addresses
        from fsspec.registry import available_protocols  # noqa: PLC0415
    except ImportError:
        what = f"{show(address)} needs fsspec, which is not installed"
        raise UsageError("not-installed", what, "pip install 'docx2tasks[remote]'") from None
    known = set(available_protocols())
    for protocol in re.findall(r"(?:^|::)([\w+.-]+)(?=://|::)", address):
        if protocol not in known:
            hint = "check its spelling; fsspec lists the schemes it supports"
            raise UsageError("unknown-protocol", f"unknown URL scheme {protocol[:20]}", hint)
    system, path = url_to_fs(address)
    return system, str(path)


def _list(address: str) -> Iterator[list[_Listed]]:
    system, path = _open_address(address)
    if "*" in path:
        root, steps = split_pattern(path)
        yield from _walk(system, root, Pattern(steps))
    elif _is_folder(system, path, address):
        yield from _walk(system, path.rstrip("/"), Pattern([ANY]))
    else:
        yield [_Listed("", "", _to_stamp(system.info(path)))]


def _is_folder(system: Any, path: str, address: str) -> bool:  # noqa: ANN401  fsspec has no types
    """Web servers do not tell a folder from a page: there the address has to end in a stroke."""
    if address.partition("::")[0].endswith("/"):
        return True
    return bool(system.info(path)["type"] == "directory")


def _walk(system: Any, root: str, pattern: Pattern) -> Iterator[list[_Listed]]:  # noqa: ANN401  as above
    """The files below ``root``, in the order of names; a folder that is forbidden is told in its place."""
    waiting = [("", pattern.start, iter(_find_entries(system, root)))]
    group: list[_Listed] = []
    while waiting:
        above, at, entries = waiting[-1]
        entry = next(entries, None)
        if entry is None:
            waiting.pop()
            continue
        name, facts = entry
        there = pattern.go(at, name)
        if facts["type"] == "directory" and there:
            try:
                waiting.append((f"{above}{name}/", there, iter(_find_entries(system, facts["name"]))))
            except (PermissionError, FileNotFoundError) as error:
                what = f"{name} cannot be listed: {type(error).__name__}"
                refusal = InputError("unreadable", what, "check your permissions")
                group.append(_Listed(above + name, facts["name"], refusal=refusal))
        elif facts["type"] == "file" and pattern.is_end(there):
            group.append(_Listed(above + name, facts["name"], _to_stamp(facts)))
        if len(group) >= _GROUP or facts["type"] == "directory":
            yield group
            group = []
    yield group


def _find_entries(system: Any, folder: str) -> list[tuple[str, dict[str, Any]]]:  # noqa: ANN401  as above
    """What stands right below a folder, by name: what a server lists besides is not followed."""
    start = f"{folder.rstrip('/')}/" if folder else ""
    is_web = folder.startswith(("http://", "https://"))
    found: dict[str, dict[str, Any]] = {}
    for facts in system.ls(folder, detail=True):
        path = str(facts["name"])
        base = path.rstrip("/").removeprefix(start)
        if not path.startswith(start) or not base or "/" in base or facts.get("islink"):
            continue
        if is_web and ("?" in base or "#" in base):
            continue  # the same list, sorted otherwise
        name = unquote(base, errors="surrogateescape") if is_web else base
        if not is_left_behind(name):
            found[name] = facts
    with suppress(Exception):  # not all have a memory of what they listed
        system.invalidate_cache(folder)
    return sorted(found.items(), key=lambda pair: os.fsencode(pair[0]))


def _to_stamp(facts: dict[str, Any]) -> Stamp:
    """Size and time as the many file systems tell them."""
    size = facts.get("size")
    told = next((facts[key] for key in _TIMES if facts.get(key)), None)
    return Stamp(size if isinstance(size, int) else None, None if told is None else _to_nanoseconds(told))


def _to_nanoseconds(told: object) -> int | None:
    """A time as a number, a date, or words (ISO 8601, RFC 9110, ``20220101120000``), in nanoseconds since 1970."""
    try:
        if isinstance(told, (int, float)):
            return int(told * 1_000_000_000)
        if isinstance(told, tuple):
            told = datetime(*told[:6], tzinfo=UTC)  # type: ignore[misc]  # six numbers
        elif isinstance(told, str):
            told = _words_to_date(told)
        if isinstance(told, datetime):
            zoned = told if told.tzinfo else told.replace(tzinfo=UTC)
            return int(zoned.timestamp()) * 1_000_000_000 + zoned.microsecond * 1_000
    except (ValueError, TypeError, OverflowError):
        pass
    return None


def _words_to_date(words: str) -> datetime:
    if "," in words:
        return parsedate_to_datetime(words)
    return datetime.fromisoformat(_DIGITS.sub(r"\1T\2", words))


def _to_refusal(error: Exception, shown: str) -> Exception:
    """What to tell of an error without its own words, which may hold the address and its password."""
    if isinstance(error, Refusal):
        return error
    if is_out_of_memory(error):
        return MemoryError()
    if isinstance(error, ImportError):
        protocol = shown.partition(":")[0].lower()
        hint = f"pip install {_PACKAGES.get(protocol, 'what fsspec says it needs')}"
        return UsageError("not-installed", f"{protocol} URLs need another package", hint)
    status = _find_status(error)
    if status == _MISSING:
        return InputError("missing", f"{shown} does not exist", "check the URL")
    if status in {_UNKNOWN, _FORBIDDEN}:
        return InputError("unreadable", f"access to {shown} was denied", "check your credentials and permissions")
    what = f"{shown} cannot be reached: {type(error).__name__}"
    return InputError("unreachable", what, "check the URL, the network and your credentials, and run again")


def _find_status(error: BaseException) -> int:
    """What a web server said, or would have said; fsspec tells of servers that do not answer as of missing files."""
    causes = [error]
    while causes[-1].__cause__ is not None:
        causes.append(causes[-1].__cause__)
    said = [status for one in causes if isinstance(status := getattr(one, "status", None), int)]
    if said or any(isinstance(one, (ConnectionError, TimeoutError)) for one in causes):
        return int(said[0]) if said else 0
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return _MISSING
    return _FORBIDDEN if isinstance(error, PermissionError) else 0
