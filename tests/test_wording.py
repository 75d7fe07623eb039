"""The English that users read: no phrasing that a native engineer would have to read twice.

Each row of the table is a pattern with its reason, a text that it must find and one that it must leave alone.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from program import ROOT, call
from test_help import HELPS

PACKAGE = ROOT / "docx2tasks"
PAGES = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "SECURITY.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if not path.name.endswith(".zh-CN.md")),
]


class Banned(NamedTuple):
    """A phrasing to avoid: why, and a text with and one without it."""

    pattern: str
    instead: str
    bad: str
    good: str


BANNED = [
    Banned(r"(?<!there )(?:is|are|was|were) no (?!longer|more)\w+", "is not a", "it is no file", "it is no longer so"),
    Banned(r"anew", "again", "all is read anew", "all is read again"),
    Banned(r"by way of", "with, through", "read by way of fsspec", "read with fsspec"),
    Banned(r"told(?! apart)", "reported, detected", "the format is told by content", "both can be told apart"),
    Banned(r"goes? on", "continues, resumes", "run again: it goes on", "it goes only once"),
    Banned(r"(?:broke|breaks) down", "crashed", "the process broke down", "the numbering breaks off"),
    Banned(r"mend(?:s|ed|ing)?", "fix, repair, correct", "mend the file", "`recognition-mended`"),
    Banned(r"stands?(?! for| alone)", "is, appears", "what stands in the output", "what the letters stand for"),
    Banned(r"lies?", "is", "where it lies", "the lines"),
    Banned(r"went nowhere", "is not accounted for", "2 % of it went nowhere", "2 % went to a record"),
    Banned(r"looked at", "checked, examined", "the output is looked at", "the output looks right"),
    Banned(r"(?:a|the|no|each|every) measure|measures", "task", "no measure was found", "the kind `measure`"),
    Banned(r"honest", "legitimate, valid", "this is no honest page", "honestly"),
    Banned(r"(?:line|row|file) a (?:line|row|task|document|file)", "one … per …", "a row a task", "a row per task"),
    Banned(r"beside", "next to", "the file beside it", "besides"),
    Banned(r"say (?:it )?so", "say what is meant", "where rules say so", "say something"),
]
_CODE = re.compile(r"```.*?```|`[^`\n]*`|\]\([^)]*\)|<[a-z[][^>]*>", re.DOTALL)  # names, links and types of options


def find_banned(text: str) -> Iterator[str]:
    """What is to be avoided in a text, with its line and what to write instead."""
    prose = _CODE.sub(lambda code: re.sub(r"[^\n]", "`", code.group()), text)
    for banned in BANNED:
        for found in re.finditer(rf"\b(?:{banned.pattern})\b", prose, re.IGNORECASE):
            line = prose.count("\n", 0, found.start()) + 1
            yield f"line {line}: {found.group()!r}; write {banned.instead}"


@pytest.mark.parametrize("banned", BANNED, ids=lambda banned: banned.bad)
def test_patterns_find_what_they_are_for(banned: Banned) -> None:
    """Each pattern finds its bad example, and leaves the good one alone."""
    assert [*find_banned(banned.bad)]
    assert not re.search(rf"\b(?:{banned.pattern})\b", _CODE.sub("", banned.good), re.IGNORECASE)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages(path: Path) -> None:
    """The README and the documentation."""
    assert [*find_banned(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("command", HELPS, ids=lambda name: name or "docx2tasks")
def test_help_screens(command: str) -> None:
    """What ``--help`` prints."""
    assert [*find_banned(call(*command.split(), "--help").stdout.decode())] == []


def _find_messages(path: Path) -> Iterator[str]:
    """The texts in a module that people can read: literals of at least three English words, without docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docstrings)
    for text in (node.value for node in constants if isinstance(node.value, str)):
        if len(re.findall(r"\b[a-z]{2,}\b", text)) > 2:
            yield text


@pytest.mark.parametrize("path", [*PACKAGE.rglob("*.py")], ids=lambda path: str(path.relative_to(PACKAGE)))
def test_messages(path: Path) -> None:
    """Errors, diagnostics, hints and meanings, wherever they are made."""
    found = {text: [*find_banned(text)] for text in _find_messages(path)}
    assert {text: banned for text, banned in found.items() if banned} == {}
