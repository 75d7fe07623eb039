"""The templates of review pages, and their words in each language."""

from __future__ import annotations

from pathlib import Path

from docx2tasks.model import Document
from docx2tasks.pages.assets import Assets
from docx2tasks.pages.vocabulary import LANGUAGES, load_vocabulary
from docx2tasks.vocabulary import DiagnosticCode

PAGES = Assets(Path(__file__).parent / "templates")
_OF_ANY_PAGE = frozenset((DiagnosticCode.UNRESOLVED_TIME, DiagnosticCode.LOW_CONFIDENCE))


def load_words(document: Document) -> dict[str, object]:
    """The words of a document's page in each language; of the diagnostics only those that it has."""
    codes = {one.code for one in document.diagnostics} | _OF_ANY_PAGE
    return {language: _with_codes(language, codes) for language in LANGUAGES}


def _with_codes(language: str, codes: set[str]) -> dict[str, object]:
    known = load_vocabulary(language)
    diagnostics = {code: known["diagnostics"].get(code, code) for code in sorted(codes)}
    return {"page": PAGES.load_language(language)["page"], "leftovers": known["leftovers"], "diagnostics": diagnostics}
