"""The full-text index of SQLite outputs: the table ``tasks_fts``, as Datasette and sqlite-utils look for it.

SQLite takes a run of Chinese characters for one word, in texts as in questions.  So that 河道 finds
全市河道治理, the index is given all words that a text may be read as: each run of one to four characters.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence

_LONGEST = 4  # characters of a word; 99.7 % of the words in real tasks are no longer
_RUN = re.compile(r"[^\W_]+")
_SIGN = re.compile(r"[0-9A-Za-z]+|.")  # a number or a Latin word is one character of a word: 2025年底
_WHOLE = re.compile(r"[0-9A-Za-z]")
_MAKE = """
CREATE VIRTUAL TABLE tasks_fts USING fts5
(text, path, content="tasks", content_rowid="id", detail=none, tokenize="unicode61")
"""
_ADD = "INSERT INTO tasks_fts (rowid, text, path) VALUES (?, ?, ?)"
_REMOVE = "INSERT INTO tasks_fts (tasks_fts, rowid, text, path) VALUES ('delete', ?, ?, ?)"
Entry = tuple[object, object, object]  # of a task: its id, its text, the headings above it


def make_index(connection: sqlite3.Connection) -> None:
    """Make the index of the tasks, where there is none; one of an earlier version gives way."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'tasks_fts'").fetchone():
        return
    connection.execute("DROP TABLE IF EXISTS search")
    connection.execute(_MAKE)
    add_tasks(connection, connection.execute("SELECT id, text, path FROM tasks").fetchall())


def add_tasks(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Let tasks be found."""
    connection.executemany(_ADD, _to_words(entries))


def remove_tasks(connection: sqlite3.Connection, condition: str, values: Sequence[object] = ()) -> None:
    """Let tasks be found no more, before their rows are deleted; the index has no copy of their texts."""
    old = connection.execute(f"SELECT id, text, path FROM tasks WHERE {condition}", values)  # noqa: S608  our own words
    connection.executemany(_REMOVE, [*_to_words(old)])


def _to_words(entries: Iterable[Entry]) -> Iterator[Entry]:
    return ((key, text_to_words(str(text)), text_to_words(str(path or ""))) for key, text, path in entries)


def text_to_words(text: str) -> str:
    """All words that a text may be read as, each once: of ``治河道`` 治, 河, 道, 治河, 河道, 治河道."""
    words: list[str] = []
    for run in _RUN.findall(text):
        signs = _SIGN.findall(run) if _WHOLE.search(run) else run
        for length in range(1, _LONGEST + 1):
            words += ["".join(signs[at : at + length]) for at in range(len(signs) - length + 1)]
    return " ".join(dict.fromkeys(words))
