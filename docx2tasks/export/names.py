r"""Document names and values as text that every store can hold, and back.

A file name of another encoding holds lone surrogates (half characters), which no database or column of text
takes; some take no NUL either.  Such a name is written with escapes, so that it stays one of its own:

    甲/方案.docx        → 甲/方案.docx          (nearly all names: as they are)
    bad?.txt            → bad\udcff.txt         (? is the byte FF: a backslash, u, d, c, f, f)
    C:\udcff.txt        → C:\\udcff.txt         (what looks like an escape is told apart)
"""

from __future__ import annotations

import json
import re
from typing import Any

_UNFIT = re.compile("[\ud800-\udfff\0]")
_ESCAPE = re.compile(r"\\u(?:d[89a-f][0-9a-f]{2}|0000)")
_TO_ESCAPE = re.compile("[\ud800-\udfff\0\\\\]")
_TO_RESTORE = re.compile(r"\\(?:\\|u([0-9a-f]{4}))")
_ODD = re.compile(rb"\\u|[0-9]{19}")  # without these no value can be unfit: few lines have to be gone through
_HIGHEST = 2**63
REPLACEMENT = "\ufffd"


def name_to_text(name: str) -> str:
    r"""A name as text without lone surrogates and NUL, a different one for each name.

    Where there are none, and nothing that looks like an escape, it is the name; else ``\`` becomes ``\\`` and
    each of them ``\udcff``, ``\u0000``.
    """
    if _UNFIT.search(name) is None and _ESCAPE.search(name) is None:
        return name
    return _TO_ESCAPE.sub(lambda found: "\\\\" if found[0] == "\\" else f"\\u{ord(found[0]):04x}", name)


def text_to_name(text: str) -> str:
    """The reverse of :func:`name_to_text`."""
    if _ESCAPE.search(text) is None:
        return text
    return _TO_RESTORE.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", text)


def clean_text(text: str) -> str:
    """Text with U+FFFD for lone surrogates and NUL."""
    return _UNFIT.sub(REPLACEMENT, text)


def clean_value(value: object) -> object:
    """The same for all text in a plain value, except keys; None for numbers over 64 bits."""
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, int):
        return value if -_HIGHEST <= value < _HIGHEST else None
    if isinstance(value, list):
        return [clean_value(one) for one in value]
    if isinstance(value, dict):
        return {key: clean_value(one) for key, one in value.items()}
    return value


def json_to_values(data: bytes) -> dict[str, Any]:
    """A JSON object as plain values that every store can hold (:func:`clean_value`)."""
    values: dict[str, Any] = json.loads(data)
    if _ODD.search(data):
        return {key: clean_value(value) for key, value in values.items()}
    return values
