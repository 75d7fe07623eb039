"""Escapes control characters in untrusted text.

Imports nothing of ours.
"""

from __future__ import annotations

import re

# C0 and C1 controls, marks that turn the direction of writing, signs without width, half characters
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_BYTE = 0x100


def escape_controls(text: str) -> str:
    r"""``text`` with control characters and bidi overrides escaped: ``\x1b``, ``\u202e``."""
    return _UNSEEN.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < _BYTE else f"\\u{code:04x}"
