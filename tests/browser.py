"""A browser for tests of pages: Chromium without a window, started once for a file of tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

_SELECT = """([words, after]) => {
    const walker = document.createTreeWalker(document.getElementById('sheet'), NodeFilter.SHOW_TEXT);
    const nodes = [], starts = [];
    let all = '';
    while (walker.nextNode()) {
        nodes.push(walker.currentNode);
        starts.push(all.length);
        all += walker.currentNode.data;
    }
    const find = (at, isIn) => { const i = starts.findLastIndex(isIn); return [nodes[i], at - starts[i]]; };
    const start = all.indexOf(words, all.indexOf(after)), end = start + words.length, range = document.createRange();
    range.setStart(...find(start, (one) => one <= start));
    range.setEnd(...find(end, (one) => one < end));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    document.activeElement?.blur();
}"""
_TURNS = 1500  # half a minute: a busy machine is slow
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str | None:
    """The first of the programs that is installed."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@contextmanager
def open_browser() -> Iterator[Any]:
    """A running browser; skips where playwright or Chromium is not installed."""
    playwright = pytest.importorskip("playwright.sync_api")
    program = find_chromium()
    if program is None:
        pytest.skip("Chromium is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-dev-shm-usage"])
        yield browser
        browser.close()


class Tab:
    """A page in a tab of its own, with what it said and asked for; nothing that a test before it kept is in it."""

    def __init__(self, browser: Any, path: Path, **options: Any) -> None:
        size = {"width": 1366, "height": 720}
        self.context = browser.new_context(**{"viewport": size, "accept_downloads": True, **options})
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("dialog", lambda dialog: self.said.append(f"dialog: {dialog.message}"))
        self.open(path)

    def open(self, path: Path) -> None:
        """Load a page, and wait until it is laid out."""
        self.page.goto(path.as_uri())
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")

    def begin_anew(self) -> None:
        """The page as it is when it is opened for the first time."""
        self.ask("localStorage.clear()")
        self.page.reload()
        self.page.wait_for_selector("html[data-ready=yes]", state="attached")
        self.said.clear()
        self.asked.clear()

    def wait(self, condition: str) -> None:
        """Until a condition holds; the page's policy lets no test leave a script in it that waits."""
        for _ in range(_TURNS):
            if self.ask(condition):
                return
            self.page.wait_for_timeout(20)
        pytest.fail(f"never came true: {condition}")

    def ask(self, script: str, *values: object) -> Any:
        """What JavaScript gives: ``ask("document.title")``, ``ask("(n) => n + 1", 1)``."""
        return self.page.evaluate(script, *values)

    def press(self, *keys: str) -> None:
        """Keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def current(self) -> int:
        """The number of the record that is chosen."""
        return int(self.ask("document.querySelector('.record.current').dataset.number"))

    def verdicts(self) -> dict[int, str]:
        """The verdict of each record that has one, by number."""
        script = """[...document.querySelectorAll('#rows .record')].map((card) => [
            Number(card.dataset.number),
            ['right', 'wrong', 'fixed', 'added', 'gone'].find((one) => card.classList.contains(one))])"""
        return {number: verdict for number, verdict in self.ask(script) if verdict}

    def choose(self, number: int) -> None:
        """A click on the record with this number."""
        self.ask("(number) => document.querySelector(`#rows .record[data-number='${number}']`).click()", number)

    def select(self, words: str, after: str = "") -> None:
        """Select words of the paper, the first behind ``after``."""
        self.ask(_SELECT, [words, after])

    def download(self, selector: str) -> str:
        """What a click on something of the export dialog gives as a file."""
        if not self.ask("document.getElementById('dialog').open"):
            self.page.click("#acts .main")
        with self.page.expect_download() as waiting:
            self.page.click(selector)
        self.press("Escape")
        return Path(waiting.value.path()).read_text(encoding="utf-8")

    def upload(self, *files: Path) -> None:
        """Import files as the dialog does."""
        self.page.click("#acts .main")
        with self.page.expect_file_chooser() as waiting:
            self.page.click("#dialog .end button:not(.narrow)")
        waiting.value.set_files([str(file) for file in files])
