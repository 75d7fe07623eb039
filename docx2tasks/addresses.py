"""URLs as text: what counts as one, and what of it may be shown.

User, password, query and fragment of an address may be secrets (signed addresses carry the right to read in
their query).  They appear in no name, record, message or log; imports nothing of ours.
"""

from __future__ import annotations

import hashlib
import os
import re
from urllib.parse import unquote

HIDDEN = "?…"  # what stands for a query and a fragment

_ADDRESS = re.compile(r"(?i)[a-z][a-z0-9+.-]+(?:://|::)")
_LOCAL = re.compile(r"(?i)(?:file|local)://")
# me:password@, also with a slash or question mark that should be %2F or %3F; host:8080?… is not a password
_WHO = re.compile(r"(?s)(?<=://)(?:[^/?#]*@|[^/:?#]*:(?!\d*(?:[/?#]|$))(?:(?!://).)*@)")
_WHAT = re.compile(r"(?s)[?#].*")  # ?token=…, #token=…
_IN_WORDS = re.compile(r"(?i)\b[a-z][a-z0-9+.-]+://\S+")
_PASSWORD = re.compile(r"^(\w+://[^/:]*):[^/]*@")
_DIGEST = 12


def is_address(source: str) -> bool:
    """Whether a source is an address and not a path: ``s3://…``, ``simplecache::s3://…``."""
    return _ADDRESS.match(source) is not None


def is_local_address(source: str) -> bool:
    """Whether an address leads to a path of this system."""
    return _LOCAL.match(source) is not None and "::" not in source


def address_to_path(address: str) -> str:
    """The path in ``file:///档案``; ``%E6`` and the like are read as such where no file has that name."""
    path = _LOCAL.sub("", address)
    return path if os.path.lexists(path) else unquote(path, errors="surrogateescape")


def show(address: str) -> str:
    """An address without user, password, query and fragment; a path as it is.

    ``https://me:密码@host/方案.docx?sign=1`` is ``https://host/方案.docx?…``.  In a chain, a link without ``://``
    behind a query may be a part of it, and goes with it.
    """
    if not is_address(address):
        return address
    shown: list[str] = []
    for link in _WHO.sub("", address).split("::"):
        if "://" in link or not (shown and shown[-1].endswith(HIDDEN)):
            shown.append(_WHAT.sub(HIDDEN, link))
    return "::".join(shown)


def hide_in_words(words: str) -> str:
    """Words of somebody else, with every address in them as :func:`show` shows it."""
    return _IN_WORDS.sub(lambda found: show(found[0]), words)


def hide_password(address: str) -> str:
    """The address of a database without the passwords in it; user and settings stay.

    ``postgresql://u:p@h/d?schema=s`` is ``postgresql://u@h/d?schema=s``.
    """
    place, mark, settings = _PASSWORD.sub(r"\1@", address).partition("?")
    kept = [setting for setting in settings.split("&") if "password" not in setting.partition("=")[0].lower()]
    return place + mark + "&".join(kept)


def address_to_base(address: str) -> str:
    """The base name of a URL, empty if it has none.

    A query makes another file of it: ``方案.docx?id=1`` is ``方案~4a2c1f0b9d3e.docx``, with a digest of query and
    fragment, so that two addresses that differ in nothing else have two names.
    """
    return address_to_steps(address).rpartition("/")[2]


def address_to_steps(address: str) -> str:
    """Host and path of the first link of a chain that has them, with the digest of :func:`address_to_base`."""
    shown = show(address)
    link = next((link for link in shown.split("::") if "://" in link), shown)
    steps = unquote(link.split("://", 1)[-1].removesuffix(HIDDEN), errors="surrogateescape").rstrip("/")
    if not shown.endswith(HIDDEN):
        return steps
    above, mark, base = steps.rpartition("/")
    stem, suffix = os.path.splitext(base)  # noqa: PTH122  it is not a path of this system
    return f"{above}{mark}{stem}~{_find_digest(address)}{suffix}"


def _find_digest(address: str) -> str:
    """A digest of query and fragment; the password has no part in it."""
    found = _WHAT.search(_WHO.sub("", address))
    secret = found[0] if found else ""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
