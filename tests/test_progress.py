"""How far one long file is, at a terminal: pages of a scan, LibreOffice at work."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest

from docx2tasks.cli.progress import Bar, Count, open_progress
from docx2tasks.cli.stderr import note_to_words, showing_notes
from docx2tasks.isolate import Note, hearing, iterate_isolated, run_isolated, tell_progress
from docx2tasks.limits import DEFAULT
from docx2tasks.readers.pdf.scanned import _tell_each


class Terminal(io.StringIO):
    """What is written to somebody who looks."""

    def isatty(self) -> bool:
        """Somebody does."""
        return True


def read_pages(count: int) -> str:
    """Go through the pages of a scan."""
    return f"{len([*_tell_each(range(count))])} pages"


def read_pages_one_by_one(count: int) -> Iterator[int]:
    """The same, with something to show for each."""
    yield from _tell_each(range(count))


@pytest.mark.parametrize("way", ["bounded", "portable", "in-place"])
def test_notes_of_a_child_are_heard(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """They come through the pipe, before what the child answers."""
    monkeypatch.setenv("DOCX2TASKS_ISOLATION", way)
    heard: list[Note] = []
    with hearing(heard.append):
        read = read_pages(3) if way == "in-place" else run_isolated(read_pages, DEFAULT, 3)
        assert read == "3 pages"
    assert heard == [Note("page", number, 3) for number in (1, 2, 3)]
    tell_progress(Note("page", 9, 9))
    assert len(heard) == 3


def test_notes_beside_items() -> None:
    """They are no items."""
    assert [*iterate_isolated(read_pages_one_by_one, DEFAULT, 2)] == [0, 1]


@pytest.mark.parametrize(
    ("note", "words"),
    [
        pytest.param(Note("page", 3, 12), "page 3 of 12", id="scan"),
        pytest.param(Note("picture", 2), "picture 2 …", id="picture"),
        pytest.param(Note("converting with LibreOffice"), "converting with LibreOffice …", id="LibreOffice"),
    ],
)
def test_notes_in_words(note: Note, words: str) -> None:
    """What a line of the terminal says."""
    assert note_to_words(note) == words


def test_one_file_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each note takes the place of the last one; nothing is left of them."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with showing_notes():
        read_pages(2)
    lines = terminal.getvalue().split("\r")
    assert [line.strip() for line in lines] == ["", "docx2tasks: page 1 of 2", "docx2tasks: page 2 of 2", "", ""]
    assert len({len(line) for line in lines[1:4]}) == 1


def test_one_file_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log gets no notes."""
    said = io.StringIO()
    monkeypatch.setattr(sys, "stderr", said)
    with showing_notes():
        read_pages(2)
    assert said.getvalue() == ""


def test_a_batch_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bar has the note behind its count."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "160")
    with open_progress(iter([1]), quiet=False) as bar:
        assert isinstance(bar, Bar)
        tell_progress(Note("page", 7, 20))
        bar.draw()
    assert "0 files, 0.0/s, 0 failed, 0 tasks; page 7 of 20" in terminal.getvalue()
    assert Count(iter(())).to_words().endswith("0 tasks")
    assert Count(iter(()), lambda: "0 workers").to_words().endswith("0 tasks, 0 workers")
