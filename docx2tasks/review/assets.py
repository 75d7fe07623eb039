"""Assembles the files of a page: markup, styles, scripts, texts.

A page's policy names the digests of its style and script: no other script runs in it, whatever a document holds.
"""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from docx2tasks.model import Document
from docx2tasks.readers.page.html import GENERATOR
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind, Word

_FOLDER = Path(__file__).parent / "templates"
LANGUAGES = ("zh", "en")
_SLOT = re.compile(r"@@([a-z]+)@@")
_MODULE_WORDS = re.compile(r"(?m)^import [^;]*;\n|^export (?=(?:async )?(?:const|let|function|class)\b)")
# what could close the element around the JSON, and old line terminators of JavaScript
_ENDING = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


def fill_template(name: str, styles: Sequence[str], scripts: Sequence[str], title: str, values: object) -> str:
    """The page ``NAME.html`` with its styles, scripts and values in place; ``title`` may be anybody's words."""
    style = "".join(load_asset(f"{one}.css") for one in styles)
    script = _bundle(tuple(scripts))
    policy = (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    slots = {
        "generator": GENERATOR,
        "policy": policy,
        "title": escape(title.encode("utf-8", "replace").decode()),
        "style": style,
        "data": value_to_inert_json(values),
        "script": script,
    }
    return _SLOT.sub(lambda slot: slots[slot[1]], load_asset(f"{name}.html"))


@cache
def load_asset(name: str) -> str:
    """A file of the templates as text."""
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _bundle(names: tuple[str, ...]) -> str:
    """Modules as one script, in this order: in one file there is nothing to import."""
    modules = (_MODULE_WORDS.sub("", load_asset(f"{name}.js")) for name in names)
    return '"use strict";\n(() => {\n' + "\n".join(modules) + "})();\n"


def value_to_inert_json(value: object) -> str:
    r"""Values as JSON that no parser of HTML can leave: ``<`` is ``\u003c``, a lone surrogate its escape too."""
    words = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _ENDING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", words)


@cache
def load_language(language: str) -> Mapping[str, Any]:
    """The words of the pages in one language: ``page``, ``index``, ``leftovers``, ``diagnostics``."""
    words: dict[str, Any] = json.loads(load_asset(f"words.{language}.json"))
    if language == "en":
        words |= {"leftovers": _meanings(LeftoverKind), "diagnostics": _meanings(DiagnosticCode)}
    return words


def load_words(document: Document) -> dict[str, object]:
    """The words of a document's page in each language; of the diagnostics only those that it has."""
    codes = {one.code for one in document.diagnostics} | {DiagnosticCode.UNRESOLVED_TIME, DiagnosticCode.LOW_CONFIDENCE}
    return {language: _with_codes(load_language(language), codes) for language in LANGUAGES}


def _with_codes(words: Mapping[str, Any], codes: set[str]) -> dict[str, object]:
    known = {code: words["diagnostics"].get(code, code) for code in sorted(codes)}
    return {"page": words["page"], "leftovers": words["leftovers"], "diagnostics": known}


def _meanings(words: type[Word]) -> dict[str, str]:
    return {word.value: word.meaning.replace("`", "") for word in words}


def _digest(code: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
