"""Which language: ``--lang``, else ``DOCX2TASKS_LANG``, else the locale of the system."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from docx2tasks.errors import UsageError

OPTION = "--lang"
VARIABLE = "DOCX2TASKS_LANG"
LANGUAGES = ("zh", "en")
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides
_PRIMARY = 0x3FF  # the bits of a Windows language that say which, without the country
_CHINESE = 0x04


def choose_language(args: Sequence[str], environment: Mapping[str, str]) -> tuple[str, list[str]]:
    """The language of a call, and its arguments without ``--lang``, which may stand anywhere before a ``--``.

    ``["parse", "清单.docx", "--lang", "zh"]`` gives ``zh`` and ``["parse", "清单.docx"]``.  Raises ``usage`` for a
    language that there is not.
    """
    named, rest = _take_option(args)
    if named is not None:
        return _check(named, OPTION), rest
    return find_language(environment), rest


def find_language(environment: Mapping[str, str]) -> str:
    """The language that the environment asks for; raises ``usage`` for a wrong ``DOCX2TASKS_LANG``."""
    named = environment.get(VARIABLE)
    return _check(named, VARIABLE) if named else find_locale(environment)


def find_locale(environment: Mapping[str, str]) -> str:
    """The language of the system: ``zh`` for ``LANG=zh_CN.UTF-8``, and on Windows where its own is Chinese."""
    for name in _LOCALES:
        if locale := environment.get(name):
            return "zh" if locale.lower().startswith("zh") else "en"
    return "zh" if _is_windows_chinese() else "en"


def _take_option(args: Sequence[str]) -> tuple[str | None, list[str]]:
    """The value of the last ``--lang``, and the other arguments."""
    named: str | None = None
    rest: list[str] = []
    left = iter(args)
    for arg in left:
        if arg == "--":
            rest += [arg, *left]
        elif arg == OPTION:
            named = next(left, "")
        elif arg.startswith(f"{OPTION}="):
            named = arg.partition("=")[2]
        else:
            rest.append(arg)
    return named, rest


def _check(named: str, where: str) -> str:
    """``zh`` for ``zh``, ``zh_CN`` and ``zh-CN``."""
    language = named.lower().replace("_", "-").partition("-")[0]
    if language not in LANGUAGES:
        raise UsageError("usage", f"{where} {named[:20]!r} is not a language", f"use {' or '.join(LANGUAGES)}")
    return language


def _is_windows_chinese() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes  # noqa: PLC0415

    return ctypes.windll.kernel32.GetUserDefaultUILanguage() & _PRIMARY == _CHINESE
