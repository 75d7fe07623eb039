"""Addresses as words: what is one, what of it may be shown."""

from __future__ import annotations

import os
import re
from urllib.parse import unquote

from docx2tasks.batch.inputs.walk import split_pattern

_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]+(?:://|::)")
_LOCAL = re.compile(r"(?i)(?:file|local)://")
_WHO = re.compile(r"(?<=://)(?:[^/]*@|[^/:]*:(?!\d*(?:/|$)).*@)")  # me:password@, also with a stroke that should be %2F
_WHAT = re.compile(r"(?s)\?.*")  # ?token=…


def is_address(source: str) -> bool:
    """Whether a source is no path: ``s3://…``, ``simplecache::s3://…``."""
    return _ADDRESS.match(source) is not None


def is_local_address(source: str) -> bool:
    """Whether an address leads to a path of this system."""
    return _LOCAL.match(source) is not None and "::" not in source


def address_to_path(address: str) -> str:
    """The path in ``file:///档案``; signs written as ``%E6`` are taken for themselves where nothing is called so."""
    path = _LOCAL.sub("", address)
    return path if os.path.lexists(path) else unquote(path, errors="surrogateescape")


def show(address: str) -> str:
    """An address without password and signature; a path as it is."""
    if not is_address(address):
        return address
    return "::".join(_WHAT.sub("?…", _WHO.sub("", link)) for link in address.split("::"))


def add_name(shown: str, name: str) -> str:
    """The address of a file below one: in a chain, the name belongs to the first link that has a path."""
    links = shown.split("::")
    place = next((number for number, link in enumerate(links) if "://" in link), 0)
    protocol, _, path = links[place].partition("://")
    folder = split_pattern(path)[0] if "*" in path else path.rstrip("/")
    links[place] = f"{protocol}://{folder}/{name}" if folder else f"{protocol}://{name}"
    return "::".join(links)
