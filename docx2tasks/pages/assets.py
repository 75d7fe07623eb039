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

from docx2tasks.readers.page.html import GENERATOR

_SHARED = Path(__file__).parent / "templates"
_SLOT = re.compile(r"@@([a-z]+)@@")
_MODULE_WORDS = re.compile(r"(?m)^import [^;]*;\n|^export (?=(?:async )?(?:const|let|function|class)\b)")
# what could close the element around the JSON, and old line terminators of JavaScript
_ENDING = re.compile("[<>&\u2028\u2029\ud800-\udfff]")


class Assets:
    """The templates of a room, and behind them those that all pages share."""

    def __init__(self, folder: Path) -> None:
        self._folders = (folder, _SHARED)
        self._kind = folder.parent.name

    def load(self, name: str) -> str:
        """A file as text (``page.css``), the room's own before the shared one."""
        return _load(self._find(name))

    def load_language(self, language: str) -> Mapping[str, Any]:
        """The words of the room's pages in ``zh`` or ``en``: ``words.zh.json``."""
        return _load_words(self._find(f"words.{language}.json"))

    def _find(self, name: str) -> Path:
        return next(path for path in (folder / name for folder in self._folders) if path.is_file())

    def _bundle(self, names: Sequence[str]) -> str:
        """Modules as one script, in this order: in one file there is nothing to import."""
        modules = (_MODULE_WORDS.sub("", self.load(f"{name}.js")) for name in names)
        return '"use strict";\n(() => {\n' + "\n".join(modules) + "})();\n"

    def fill(self, name: str, *, styles: Sequence[str], scripts: Sequence[str], title: str, values: object) -> str:
        """The page with the body ``NAME.html``, its styles, scripts and values; ``title`` may be anybody's words."""
        style = "".join(self.load(f"{one}.css") for one in styles)
        script = self._bundle(scripts)
        slots = {
            "generator": f"{GENERATOR} {self._kind}",
            "policy": _policy(style, script),
            "title": escape(title.encode("utf-8", "replace").decode()),
            "style": style,
            "body": self.load(f"{name}.html"),
            "data": value_to_inert_json(values),
            "script": script,
        }
        return _SLOT.sub(lambda slot: slots[slot[1]], self.load("shell.html"))


@cache
def _load(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def _load_words(path: Path) -> Mapping[str, Any]:
    words: dict[str, Any] = json.loads(_load(path))
    return words


def value_to_inert_json(value: object) -> str:
    r"""Values as JSON that no parser of HTML can leave: ``<`` is ``\u003c``, a lone surrogate its escape too."""
    words = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _ENDING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", words)


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _digest(code: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
