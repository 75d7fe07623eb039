"""The review page in each of its states and for documents of any kind: nobody is shut out, nothing acts or stalls."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from browser import Tab, open_browser
from program import call

from docx2tasks import load_rules, parse_with_source
from docx2tasks.pipeline import Reading
from docx2tasks.review.page import reading_to_page

PLAN = """某市2022年重点任务清单

一、优化服务
1.12月底前建成不低于22家服务站。（牵头单位：市卫生健康委；配合单位：市财政局、市民政局）
2.各街道每季一次开展检查，按《检查办法》办理。（责任单位：各县区人民政府；督导单位：市督查室）
3.XX月底前修订《某市服务办法》。（责任单位：市司法局）
二、保障
1.加强宣传。
2.市教育局要在6月30日前报送名单。（责任单位：市教育局）
"""
AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map((one) =>
    [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200)])"""


def to_page(folder: Path, reading: Reading) -> Path:
    """The page of a reading, as a file."""
    path = folder / "页.html"
    path.write_bytes(reading_to_page(reading, load_rules()).encode("utf-8", "backslashreplace"))
    return path


def read(words: str) -> Reading:
    """The reading of a text, its last line taken for text that went nowhere."""
    reading = parse_with_source(words.encode())
    document = reading.document
    nowhere = document.coverage.leftovers[0].model_copy(update={"kind": "unassigned"})
    coverage = document.coverage.model_copy(update={"leftovers": [nowhere, *document.coverage.leftovers[1:]]})
    return reading._replace(document=document.model_copy(update={"coverage": coverage}))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests of this file."""
    with open_browser() as started:
        yield started


# --- accessibility -----------------------------------------------------------------------------------


def _walk(tab: Tab, file: Path) -> Iterator[str]:
    """The states of a page, one after another."""
    yield "as opened"
    tab.press("Space", "x", "d", "w")
    yield "verdicts and a reason"
    tab.press("e")
    yield "the form"
    tab.press("Escape", "?")
    yield "the keys"
    tab.press("Escape")
    tab.page.click("#chips .lost")
    yield "text that went nowhere"
    tab.page.click("#chips .all")
    tab.page.click("#acts .main")
    yield "the dialog of export"
    tab.press("Escape")
    _disagree(tab, file)
    yield "two reviewers who disagree"
    tab.press("Escape")
    tab.select("加强宣传")
    tab.wait("!document.getElementById('pick').hidden")
    yield "a selection"
    tab.press("Escape")
    yield from _walk_on(tab)


def _walk_on(tab: Tab) -> Iterator[str]:
    tab.page.click("#acts button[lang=en]")
    yield "in English"
    tab.page.click("#more")
    tab.page.click("#notes summary")
    tab.page.click("#chips .doubt")
    tab.page.select_option("#by-role", "lead")
    yield "no record fits"
    tab.page.set_viewport_size({"width": 390, "height": 780})
    yield "narrow, the records"
    tab.page.click("#tabs [data-tab=t]")
    yield "narrow, the document"


def _disagree(tab: Tab, file: Path) -> None:
    """Import what contradicts a verdict that is there."""
    line = {"task": read(PLAN).document.tasks[0].id, "field": "verdict", "new": "wrong", "note": "少一个单位"}
    file.write_text(json.dumps(line | {"who": "李四"}))
    tab.choose(1)
    tab.press("Space")
    tab.upload(file)
    tab.wait("document.querySelector('.conflict') !== null")


MOST = ("verdicts and a reason", "the form")  # what shows most of the page


def _find_shut_out(browser: Any, folder: Path, scheme: str, *, is_short: bool) -> dict[str, Any]:
    """What axe-core finds in each state."""
    axe = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
    tab = Tab(browser, to_page(folder, read(PLAN)), color_scheme=scheme, bypass_csp=True)
    tab.ask(axe)
    walk = _walk(tab, folder / "更正.jsonl")
    states = takewhile(lambda name: name != "the keys", walk) if is_short else walk
    found = {name: tab.ask(AXE) for name in states if not is_short or name in MOST}
    assert tab.ask("document.documentElement.scrollWidth <= innerWidth")
    assert tab.said == []
    tab.context.close()
    return {name: faults for name, faults in found.items() if faults}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(browser: Any, tmp_path: Path, scheme: str) -> None:
    """axe-core finds nothing where most of the page shows: colours, names, roles and order, in either scheme."""
    assert _find_shut_out(browser, tmp_path, scheme, is_short=True) == {}


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out_of_any_state(browser: Any, tmp_path: Path, scheme: str) -> None:
    """axe-core finds nothing in any state, wide and narrow."""
    assert _find_shut_out(browser, tmp_path, scheme, is_short=False) == {}


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.long)])
def test_an_index_shuts_nobody_out(browser: Any, tmp_path: Path, scheme: str) -> None:
    """axe-core finds nothing in an index with pages that are open, begun and without text, wide and narrow."""
    axe = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
    papers = tmp_path / "档案"
    papers.mkdir()
    for name in ("清单.txt", "方案.txt"):
        (papers / name).write_text(PLAN + name)
    (papers / "坏.docx").write_bytes(b"PK\x03\x04")
    call("review", papers, "-o", tmp_path / "核对")
    tab = Tab(browser, tmp_path / "核对" / "清单.txt.html", color_scheme=scheme, bypass_csp=True)
    tab.press("Space", "x")
    tab.open(tmp_path / "核对" / "index.html")
    tab.page.click("#language")
    tab.ask(axe)
    found = [tab.ask(AXE)]
    tab.page.set_viewport_size({"width": 390, "height": 780})
    found.append(tab.ask(AXE))
    assert tab.ask("document.documentElement.scrollWidth") == 390
    assert found == [[], []]
    tab.context.close()


# --- documents of any kind ---------------------------------------------------------------------------

_LONGEST_PIECE = 3000  # characters that are laid out together
SENTENCES = "建成\u202e服务站𠮷😀<b>甲</b>，确保"


@pytest.mark.parametrize("size", [12_000, pytest.param(1_000_000, marks=pytest.mark.long)])
def test_a_paragraph_without_end(browser: Any, tmp_path: Path, size: int) -> None:
    """It is laid out in pieces, its marks are in their place behind wide characters, and its signs are inert."""
    words = SENTENCES * (size // len(SENTENCES))
    first, second = f"1.{words}落实到位。（责任单位：市𠮷林局）", "2.加强宣传。（责任单位：市教育局）"
    reading = parse_with_source(f"某市2022年重点任务清单\n\n一、优化服务\n{first}\n{second}\n".encode())
    tab = Tab(browser, to_page(tmp_path, reading))
    pieces = tab.ask("[...document.querySelectorAll('#sheet p')].map((one) => one.textContent.length)")
    assert max(pieces) <= _LONGEST_PIECE
    assert tab.ask("document.querySelectorAll('#sheet b').length") == 0
    assert "\u202e" not in tab.ask("document.body.innerText")
    tab.press("End")
    assert tab.ask("[...document.querySelectorAll('mark.responsible')].pop().textContent") == "市教育局"
    tab.press("k")
    tab.press("w")
    tab.wait("document.querySelector('mark.lit') !== null")
    lit = tab.ask("[...document.querySelectorAll('mark.lit')].map((mark) => mark.textContent).join('')")
    assert lit == tab.ask("document.querySelector('.why q b').textContent") == "市𠮷林局"
    assert (tab.said, len(tab.asked)) == ([], 1)
    tab.context.close()


def _open_each(browser: Any, folder: Path, papers: list[Path]) -> dict[str, list[str]]:
    """What the pages of papers say and ask for beyond their own file."""
    found: dict[str, list[str]] = {}
    tab: Tab | None = None
    for paper in papers:
        page = to_page(folder, parse_with_source(paper))
        if tab is None:
            tab = Tab(browser, page)
        else:
            tab.said.clear()
            tab.asked.clear()
            tab.open(page)
        tab.press("End", "w")
        found[paper.name] = [*tab.said, *tab.asked[1:]]
    if tab:
        tab.context.close()
    return {name: said for name, said in found.items() if said}


def _find_papers(folder: Path) -> list[Path]:
    papers = [path for path in sorted(folder.glob("*")) if path.suffix in {".txt", ".html", ".docx"}]
    return papers or pytest.skip("these documents are not here")


def test_pages_of_real_papers_say_nothing(browser: Any, shared: Path, tmp_path: Path) -> None:
    """No message, no request: some of the documents outside the repository."""
    assert _open_each(browser, tmp_path, _find_papers(shared / "corpus" / "real")[::16]) == {}


def test_a_page_is_small_enough_to_be_mailed(shared: Path, tmp_path: Path) -> None:
    """The largest paper that was marked by hand: below 600 kB."""
    largest = max(_find_papers(shared / "seeds"), key=lambda path: path.stat().st_size)
    assert to_page(tmp_path, parse_with_source(largest)).stat().st_size < 600_000


@pytest.mark.long
def test_pages_of_all_real_papers_say_nothing(browser: Any, shared: Path, tmp_path: Path) -> None:
    """No message, no request: all of the documents outside the repository."""
    assert _open_each(browser, tmp_path, _find_papers(shared / "corpus" / "real")) == {}
