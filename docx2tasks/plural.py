"""Numbers of things in English, as messages say them."""

from __future__ import annotations


def count(number: int, name: str) -> str:
    """``1 document``, ``2,000 documents``."""
    return f"{number:,} {name if number == 1 else f'{name}s'}"
