r"""Names of files as text that every program can hold.

A name in another encoding comes as lone surrogates (``\udcc1``), which neither UTF-8 nor a database takes.
"""

from __future__ import annotations

import re

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ESCAPED = re.compile(r"\\(?:\\|u(d[89a-f][0-9a-f]{2}))")


def name_to_text(name: str) -> str:
    r"""A name without lone surrogates, another one for each name.

    ``方案.docx`` stays what it is, the byte C1 of an unknown encoding becomes ``\udcc1``.  A backslash is doubled
    where the name holds a surrogate, or words that would be taken for one.
    """
    if r"\ud" not in name and _SURROGATE.search(name) is None:
        return name
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", name.replace("\\", "\\\\"))


def text_to_name(text: str) -> str:
    """The name that :func:`name_to_text` was given."""
    if r"\ud" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)) if found[1] else "\\", text)
