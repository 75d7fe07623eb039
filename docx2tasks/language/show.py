"""What is shown, in the language of this call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx2tasks.errors import Refusal

_language: ContextVar[str] = ContextVar("language", default="en")


@contextmanager
def using(language: str) -> Iterator[None]:
    """Show everything in a language, ``zh`` or ``en``, while it lasts."""
    before = _language.set(language)
    try:
        yield
    finally:
        _language.reset(before)


def is_chinese() -> bool:
    """Whether people are shown Chinese."""
    return _language.get() == "zh"


def shown(english: str) -> str:
    """A message, or a list of its parts, as it is shown; what the catalogue does not know stays as it is.

    A place or a name may stand before it: ``roles.toml:3: own.lead: needs a value``.
    """
    if not is_chinese():
        return english
    from docx2tasks.language.catalogue import load_catalogue  # noqa: PLC0415  loaded only for Chinese

    if found := load_catalogue().find(english):
        return found
    place, colon, rest = english.partition(": ")
    said = shown(rest) if colon else rest
    return english if said == rest else f"{load_catalogue().find(place) or place}：{said}"


def to_chinese(reason: str) -> str:
    """The reason of a rule in Chinese, whatever is shown; users' own reasons stay as they are."""
    from docx2tasks.language.catalogue import load_catalogue  # noqa: PLC0415

    return load_catalogue().find_whole(reason) or reason


def shown_refusal(refusal: Refusal) -> str:
    """A refusal on one line, in Chinese with its code behind: ``找不到 清单.docx；请检查路径（missing）``."""
    return shown_error(refusal.code, refusal.message, refusal.hint)


def shown_error(code: str, message: str, hint: str) -> str:
    """The parts of a refusal on one line: ``missing: 清单.docx does not exist; check the path``."""
    if not is_chinese():
        return f"{code}: {message}; {hint}"
    return f"{shown(message)}；{shown(hint)}（{code}）"


def shown_diagnostic(level: str, code: str, message: str, more: int) -> str:
    """A diagnostic on one line, with how many others have its code: ``warning: seal: … (and 2 more)``."""
    if not is_chinese():
        return f"{level}: {code}: {message}" + (f" (and {more} more)" if more else "")
    others = f"，另有 {more} 处" if more else ""
    return f"{shown(level)}：{shown(message)}{others}（{code}）"


def value_to_english(value: str) -> str:
    """The value of an option as the program has it: ``牵头`` is ``lead``, in every language; others stay."""
    if value.isascii():
        return value
    from docx2tasks.language.catalogue import load_words  # noqa: PLC0415

    return load_words("words")["choices"].get(value, value)
