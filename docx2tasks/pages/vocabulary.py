"""What the codes of records mean, in the languages of the pages."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind, Word

LANGUAGES = ("zh", "en")
_CHINESE = Path(__file__).parent / "templates" / "vocabulary.zh.json"


@cache
def load_vocabulary(language: str) -> Mapping[str, Mapping[str, str]]:
    """``leftovers`` and ``diagnostics``: the meaning of each code (``spam``, ``no-tasks``) in ``zh`` or ``en``."""
    if language == "en":
        return {"leftovers": _meanings(LeftoverKind), "diagnostics": _meanings(DiagnosticCode)}
    meanings: dict[str, dict[str, str]] = json.loads(_CHINESE.read_text(encoding="utf-8"))
    return meanings


def _meanings(words: type[Word]) -> dict[str, str]:
    return {word.value: word.meaning.replace("`", "") for word in words}
