"""Whether text is legible, rather than decoded with a wrong or missing font encoding."""

from __future__ import annotations

import re

from docx2tasks.segment.drafts.draft import Drafts
from docx2tasks.source import Diagnostic
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

_UNKNOWN = re.compile("[\ue000-\uf8ff\ufffd\x80-\x9f\ufff0-\uffff]")
_WORDS = re.compile(r"[^\W_]")
_LEAST = 8  # characters of a text that is judged
_MOST_UNKNOWN = 0.2  # share of its characters: a list with symbols for bullets stays below
_LEAST_WORDS = 0.6  # share of letters and digits in a text without Chinese characters


def drop_illegible(drafts: Drafts, text: str) -> Drafts:
    """The drafts of a text, none of them where it cannot be read as words, which is a diagnostic."""
    doubt = find_illegible(text)
    if doubt is None:
        return drafts
    words = [p for draft in drafts.drafts for p in (draft.label, draft.text, *(s.title for s in draft.path)) if p]
    left = tuple((LeftoverKind.ILLEGIBLE, passage) for passage in words)
    kept = drafts._replace(drafts=(), prose=(), articles=())
    return kept._replace(leftovers=(*drafts.leftovers, *left), diagnostics=(*drafts.diagnostics, doubt))


def find_illegible(text: str) -> Diagnostic | None:
    """The warning ``unknown-characters`` for a text that cannot be read as words, None for others."""
    signs = "".join(text.split())
    if len(signs) < _LEAST:
        return None
    unknown = len(_UNKNOWN.findall(signs)) / len(signs)
    if not unknown or (unknown < _MOST_UNKNOWN and _has_words(signs)):
        return None
    words = f"{unknown:.0%} of the characters are not legible; no tasks were extracted"
    return Diagnostic(DiagnosticCode.UNKNOWN_CHARACTERS, words, "warning")


def _has_words(signs: str) -> bool:
    is_chinese = any("\u3400" <= sign <= "\u9fff" for sign in signs)
    return is_chinese or len(_WORDS.findall(signs)) >= _LEAST_WORDS * len(signs)
