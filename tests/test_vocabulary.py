"""Chinese words are rules: code holds none, but in the modules listed here, each for a reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "docx2tasks"
HAN = re.compile("[\u2e80-\u2fdf\u3400-\u9fff]")

# a module, or a folder of them, by the reason for the Chinese in it
REASONS = {
    "what the program says: screens and workbooks": ["cli/", "office/", "language/", "batch/ledger.py"],
    "a document that is read once to warm a worker up": ["batch/preload.py"],
    "what a kind or a value means, with an example": [
        "rules/kinds/", "rules/unit_file.py", "vocabulary.py", "model.py",
    ],
    "phrases in which examples of rules are tried": ["trials/"],
    "numerals and signs of units, which are counted with": [
        "numerals.py", "extract/amounts.py", "extract/quantities.py", "extract/dates.py", "extract/stretches.py",
        "extract/targets.py", "extract/times/", "judge/prose.py", "export/csv_text.py", "rules/firsts.py",
    ],
    "ranges of characters, which tell Chinese from other writing": [
        "source.py", "judge/legible.py", "readers/characters.py", "readers/encoding.py", "readers/page/paragraphs.py",
        "readers/plain/text.py", "readers/scan/glyphs.py", "readers/sheet/ods.py", "compare/words.py",
    ],
    "particles and conjunctions, which part names and clauses: the grammar around the words of rules": [
        "extract/acting.py", "extract/actors.py", "extract/bodies.py", "extract/body_lists.py", "extract/brackets.py",
        "extract/label_patterns.py", "extract/labelled_clauses.py", "extract/labels.py", "extract/names.py",
        "extract/sentence_clauses.py", "extract/verbs.py", "segment/drafts/headings.py", "segment/outline/headings.py",
        "segment/outline/candidates.py",
    ],
    "collectives that no reader has to find, and names of files in a hint": ["score/words.py", "score/run.py"],
    "levels of administration, which names are built of": [
        "extract/unit_names.py", "segment/outline/spam.py", "compare/levels.py",
    ],
    "words of one field of a document's head, told apart once the rules have found it": [
        "extract/fields.py", "extract/metadata.py", "extract/scores.py",
    ],
    "how numbers of items and headings are written": [
        "readers/page/style.py", "readers/word/numberformats.py", "readers/word/styles.py", "segment/marks/",
        "segment/outline/attachments.py", "segment/outline/repeated.py", "segment/tables/",
    ],
    "what lines, cells and dates look like before there are words to ask rules about": [
        "readers/broken.py", "readers/broken_fields.py", "readers/layout/", "readers/plain/", "readers/scan/correct.py",
        "readers/unread.py",
    ],
    "formats and captions of spreadsheets": ["readers/sheet/"],
    "buttons and lines of web sites, a table of patterns with a reason each": [
        "readers/page/words.py", "readers/page/boilerplate.py",
    ],
}  # fmt: skip
LISTED = tuple(place for places in REASONS.values() for place in places)


def _strings(path: Path) -> Iterator[int]:
    """The lines of the strings of a module with Chinese in them, without its docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    yield from (text.lineno for text in texts if id(text) not in told and HAN.search(str(text.value)))


def _with_chinese() -> dict[str, int]:
    """The modules with Chinese strings, and the first line of one."""
    first = {path: min(_strings(path), default=0) for path in sorted(PACKAGE.rglob("*.py"))}
    return {path.relative_to(PACKAGE).as_posix(): line for path, line in first.items() if line}


def test_words_are_rules() -> None:
    """A word that tells something about documents goes to rules/; if it is none, its module is listed."""
    assert [f"{name}:{line}" for name, line in _with_chinese().items() if not name.startswith(LISTED)] == []


def test_the_list_is_not_longer_than_it_must_be() -> None:
    """A module from which the Chinese has gone leaves the list."""
    named = tuple(_with_chinese())
    assert [place for place in LISTED if not any(name.startswith(place) for name in named)] == []
