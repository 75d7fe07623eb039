"""The file systems behind addresses, as fsspec has them: opened, with sizes and times, and what their errors mean.

Runs in children alone, but for :func:`load_systems`, which only imports.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Any

from docx2tasks.addresses import show
from docx2tasks.batch.inputs.origins import Stamp
from docx2tasks.errors import InputError, Refusal, UsageError
from docx2tasks.isolate import is_out_of_memory

_UNKNOWN, _FORBIDDEN, _MISSING = 401, 403, 404  # what web servers say
_DIGITS = re.compile(r"^(\d{8})(\d{6})")
_TIMES = ("mtime", "LastModified", "last_modified", "updated", "modify", "date_time", "Last-Modified")
_PACKAGES = {
    "s3": "s3fs", "s3a": "s3fs", "gs": "gcsfs", "gcs": "gcsfs", "abfs": "adlfs", "az": "adlfs", "oss": "ossfs",
    "http": "aiohttp", "https": "aiohttp", "sftp": "paramiko", "ssh": "paramiko", "smb": "smbprotocol",
    "hdfs": "pyarrow",
}  # fmt: skip
Settings = tuple[tuple[str, str], ...]  # of a file system: names and values; they may hold secrets
_OBJECT_STORES = frozenset({"s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "adl", "oss", "oci", "cos", "obs", "tos"})
_PROTOCOL = re.compile(r"(?:^|::)([\w+.-]+)(?=://|::)")
_LITERAL = re.compile(r"true|false|null|-?\d{1,9}(?:\.\d+)?")
_CODE = 60  # characters of what a server calls its reason
_AWS = "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
_HINTS = {
    "NoCredentialsError": _AWS,
    "EndpointConnectionError": "check the network, and the endpoint (AWS_ENDPOINT_URL)",
}


def words_to_settings(words: Sequence[str]) -> Settings:
    """The settings of ``key=value``; raises ``wrong-setting``.

    ``anon=true`` and numbers are such; ``client_kwargs.region_name=x`` is a setting of a setting.
    """
    found = [one.partition("=") for one in words]
    wrong = next((key for key, mark, _ in found if not (key.strip(".") and mark)), None)
    if wrong is not None:  # its value may be a secret
        hint = "use the form --storage-option endpoint_url=https://HOST"
        raise UsageError("wrong-setting", f"{wrong[:40]!r} is not a setting with a value", hint)
    return tuple((key, value) for key, _, value in found)


def _to_options(settings: Settings) -> dict[str, Any]:
    options: dict[str, Any] = {}
    for key, value in settings:
        *above, name = key.split(".")
        place = options
        for step in above:
            place = place.setdefault(step, {})
        place[name] = json.loads(value) if _LITERAL.fullmatch(value) else value
    return options


@lru_cache(maxsize=4)
def open_address(address: str, settings: Settings = ()) -> tuple[Any, str]:
    """The file system behind an address, and the path there; an archive stays open for its next file.

    In a chain, the settings are those of its last link.
    """
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415  most batches have no addresses
        from fsspec.registry import available_protocols  # noqa: PLC0415
    except ImportError:
        what = f"{show(address)} needs fsspec, which is not installed"
        raise UsageError("not-installed", what, "pip install 'docx2tasks[remote]'") from None
    known = set(available_protocols())
    protocols = _PROTOCOL.findall(address)
    for protocol in protocols:
        if protocol not in known:
            hint = "check its spelling; fsspec lists the schemes it supports"
            raise UsageError("unknown-protocol", f"unknown URL scheme {protocol[:20]}", hint)
    system, path = url_to_fs(address, **({protocols[-1]: _to_options(settings)} if settings and protocols else {}))
    if hasattr(system, "max_concurrency"):
        system.max_concurrency = 1  # s3fs: with more it asks for the size of each object before it gets it
    return system, str(path)


def is_object_store(system: Any) -> bool:  # noqa: ANN401  fsspec has no types
    """Whether a file system is a flat list of keys, whose folders are made up."""
    protocol = system.protocol
    return not _OBJECT_STORES.isdisjoint([protocol] if isinstance(protocol, str) else protocol)


def load_systems(addresses: Iterable[str]) -> None:
    """Import what the addresses need, so that the children forked afterwards share it; no thread is started.

    What is not installed is told by the child that asks for it.
    """
    with suppress(ImportError, ValueError):
        from fsspec import get_filesystem_class  # noqa: PLC0415

        for protocol in {found for one in addresses for found in _PROTOCOL.findall(one)}:
            get_filesystem_class(protocol)


def facts_to_stamp(facts: dict[str, Any]) -> Stamp:
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


def remote_to_refusal(error: Exception, shown: str) -> Exception:
    """What to tell of an error without its own words, which may hold the address and its password."""
    if isinstance(error, Refusal):
        return error
    if is_out_of_memory(error):
        return MemoryError()
    if isinstance(error, ImportError):
        protocol = shown.partition(":")[0].lower()
        hint = f"pip install {_PACKAGES.get(protocol, 'what fsspec says it needs')}"
        return UsageError("not-installed", f"{protocol} URLs need another package", hint)
    status, reason = _find_status(error), find_reason(error)
    if status == _MISSING:
        why = " (NoSuchBucket)" if reason == "NoSuchBucket" else ""
        return InputError("missing", f"{shown} does not exist{why}", "check the URL")
    if status in {_UNKNOWN, _FORBIDDEN}:
        what = f"access to {shown} was denied ({reason})"
        return InputError("unreadable", what, "check your credentials and permissions")
    hint = _HINTS.get(reason, "check the URL, the network and your credentials, and run again")
    return InputError("unreachable", f"{shown} cannot be reached: {reason}", hint)


def find_reason(error: BaseException) -> str:
    """The reason that a system gives, as a word or two of its own that show no address: a code, a status, an errno."""
    causes = _find_causes(error)
    for one in causes:
        response = getattr(one, "response", None)  # of S3: its codes are words, as AccessDenied
        if isinstance(response, dict) and (code := response.get("Error", {}).get("Code")):
            return str(code)[:_CODE]
    for one in causes:
        if isinstance(status := getattr(one, "status", None), int):
            return f"HTTP {status}"
    for one in reversed(causes):
        if isinstance(one, OSError) and one.errno:
            return os.strerror(one.errno) if one.errno > 0 else str(one.strerror)  # below: of names of machines
    return type(causes[-1]).__name__


def _find_causes(error: BaseException) -> list[BaseException]:
    causes = [error]
    while (cause := causes[-1].__cause__) is not None:
        causes.append(cause)
    return causes


def _find_status(error: BaseException) -> int:
    """What a web server said, or would have said; fsspec tells of servers that do not answer as of missing files."""
    causes = _find_causes(error)
    said = [status for one in causes if isinstance(status := getattr(one, "status", None), int)]
    if said or any(isinstance(one, (ConnectionError, TimeoutError)) for one in causes):
        return int(said[0]) if said else 0
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return _MISSING
    return _FORBIDDEN if isinstance(error, PermissionError) else 0
