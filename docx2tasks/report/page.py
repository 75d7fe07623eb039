"""A report as one page: its figures and tasks with templates, styles, scripts and words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from docx2tasks.office.papers import Unread
from docx2tasks.pages.assets import Assets
from docx2tasks.pages.vocabulary import LANGUAGES, load_vocabulary
from docx2tasks.report.values import Report, find_codes

PAGES = Assets(Path(__file__).parent / "templates")
SCRIPTS = (
    "given", "words", "dom", "data", "filter", "drawing", "timeline", "heat", "bars", "papers", "command", "list",
    "main",
)  # fmt: skip


def report_to_page(report: Report, unread: Sequence[Unread] = ()) -> str:
    """The report as HTML that asks nothing of any network; ``unread`` are the files that were not read."""
    values = report.to_values(unread)
    codes = {*find_codes(values)} | {*values["outcomes"]}
    words = {language: _load_words(language, codes) for language in LANGUAGES}
    title = words["zh"]["page"]["title"]
    styles = ("tokens", "report")
    return PAGES.fill("report", styles=styles, scripts=SCRIPTS, title=title, values={**values, "words": words})


def _load_words(language: str, codes: Collection[str]) -> Mapping[str, Any]:
    """``page``, ``texts`` (where text went), ``outcomes``, and what the codes mean."""
    own, known = PAGES.load_language(language), load_vocabulary(language)
    diagnostics = {code: meaning for code, meaning in known["diagnostics"].items() if code in codes}
    return {**own, "texts": {**known["leftovers"], **own["texts"]}, "diagnostics": diagnostics}
