"""The page of a comparison: both sides, marks, filters, keys; nothing of a document acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Tab, open_browser
from program import PLAN, call
from test_versions import LOWER, UPPER, change, to_json, to_paper

from docx2tasks.compare.levels import compare_levels
from docx2tasks.compare.page import PAGES, SCRIPTS, levels_to_page, versions_to_page
from docx2tasks.compare.versions import compare_versions
from docx2tasks.errors import ExitCode
from docx2tasks.office.papers import Paper

NEW = change(("市民政局", "市教育局"), ("每季一次开展检查", "每月一次开展两轮检查"), ("优化服务", "优化便民服务"))
NEW += "3.建成十个公园。（责任单位：市园林局）\n"
HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\u202e&amp;'\"整治"
AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map((one) =>
    [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200)])"""


def write_page(path: Path, old: str = PLAN, new: str = NEW) -> Path:
    page = versions_to_page(compare_versions([to_paper(old, "旧.txt")], [to_paper(new, "新.txt")]))
    path.write_bytes(page.encode("utf-8", "backslashreplace"))
    return path


def values_of(page: str) -> Any:
    """What the page's scripts are given."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_words_are_said_in_each_language() -> None:
    """Each language has all words, with the same slots, and no script asks for another."""
    zh, en = (PAGES.load_language(language)["page"] for language in ("zh", "en"))
    slots = [{key: sorted(re.findall(r"\{\w+\}", words)) for key, words in one.items()} for one in (zh, en)]
    assert slots[0] == slots[1]
    scripts = "".join(PAGES.load(f"{name}.js") for name in SCRIPTS)
    assert set(re.findall(r'\bt\("(\w+)"', scripts)) <= {*zh}


def test_both_sides_are_on_the_page() -> None:
    """Every task of both papers stands in one row, with the stretches of its words."""
    page = versions_to_page(compare_versions([to_paper(PLAN)], [to_paper(NEW)]))
    (paper,) = values_of(page)["papers"]
    assert [row["c"] for row in paper["rows"]] == [["units"], ["text", "times"], ["added"]]
    second = paper["rows"][1]
    assert "".join(one[1] for one in second["w"]) == second["o"][0]["t"]
    assert "".join(one[2] for one in second["w"]) == second["n"][0]["t"]
    assert paper["headings"] == [["优化服务", "优化便民服务"]]


def test_the_page_of_the_command(tmp_path: Path) -> None:
    """By the suffix of the output; the verdict goes to standard error, and the exit code is that of a difference."""
    for name, words in (("旧.json", PLAN), ("新.json", NEW)):
        (tmp_path / name).write_text(to_json(words), encoding="utf-8")
    args = ("compare", "旧.json", "新.json", "-o")
    result = call(*args, "比较.html", cwd=tmp_path)
    assert (result.returncode, result.stdout) == (ExitCode.DIFFERENT, b"")
    assert result.stderr.decode().endswith("1 heading differs: 比较.html\n")
    assert values_of((tmp_path / "比较.html").read_text("utf-8"))["mode"] == "versions"
    assert call(*args, "比较.json", "--levels", "-q", cwd=tmp_path).returncode == ExitCode.OK
    assert json.loads((tmp_path / "比较.json").read_text("utf-8"))["mode"] == "levels"
    assert call(*args, "比较.docx", cwd=tmp_path).returncode == ExitCode.USAGE
    assert call(*args, "新.json", cwd=tmp_path).returncode == ExitCode.USAGE


# --- in a browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests of this file."""
    with open_browser() as one:
        yield one


def shown(tab: Tab) -> list[str]:
    """The classes of the rows that are shown."""
    found: list[str] = tab.ask("[...document.querySelectorAll('#rows .row')].map((row) => row.className)")
    return found


def test_a_walk(browser: Any, tmp_path: Path) -> None:
    """Changes first, marked on both sides; keys lead from one to the next; chips and words choose."""
    tab = Tab(browser, write_page(tmp_path / "比较.html", PLAN + "3.推广节水灌溉。\n", NEW + "4.推广节水灌溉。\n"))
    assert shown(tab) == ["row changed", "row changed", "row added"]
    assert tab.ask("document.getElementById('verdict').textContent") == "4 项任务中 3 项有变化"
    marks = "[...document.querySelectorAll('#rows .row:nth-of-type({}) {}')].map((one) => one.textContent)"
    assert tab.ask(marks.format(2, "del")) == ["市民政局"]
    assert tab.ask(marks.format(3, ".text ins")) == ["月", "两轮"]
    tab.press("j", "j")
    assert tab.ask("document.activeElement.querySelector('.old .text').textContent") == "每季一次开展检查。"
    tab.press("End", "k", "Home", "k")
    assert tab.ask("document.activeElement === document.querySelector('.row')")
    tab.page.click("#chips [data-kind=added]")
    assert shown(tab) == ["row added"]
    tab.page.click("#chips [data-kind=every]")
    assert len(shown(tab)) == 4
    tab.press("/")
    tab.page.keyboard.type("园林")
    tab.wait("document.querySelectorAll('#rows .row').length === 1")
    tab.press("Escape")
    tab.page.click("#acts button:last-child")
    assert tab.ask("document.getElementById('verdict').textContent") == "3 of 4 tasks differ"
    assert (tab.said, len(tab.asked)) == ([], 1)
    tab.context.close()


def test_nothing_of_a_document_acts(browser: Any, tmp_path: Path) -> None:
    """Markup and signs that turn the writing are words, on either side."""
    old, new = (json.loads(to_json(PLAN)) for _ in range(2))
    for document in (old, new):
        document["document"]["title"] = HOSTILE
        document["tasks"][0]["label"] = HOSTILE
        document["tasks"][0]["path"][0]["title"] = HOSTILE
    new["tasks"][0]["text"] = HOSTILE + old["tasks"][0]["text"]
    new["tasks"][0]["units"][0]["name"] = HOSTILE
    path = tmp_path / "比较.html"
    page = versions_to_page(compare_versions([Paper(HOSTILE, old)], [Paper(HOSTILE, new)]))
    path.write_bytes(page.encode("utf-8", "backslashreplace"))
    tab = Tab(browser, path)
    assert tab.ask("document.querySelectorAll('#main img, #main script').length") == 0
    assert "<img src=x onerror=alert(2)>\u2422" in tab.ask("document.querySelector('.new .text').textContent")
    assert (tab.said, len(tab.asked)) == ([], 1)
    tab.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_shut_out(browser: Any, tmp_path: Path, scheme: str) -> None:
    """axe-core finds nothing in versions and levels, wide and narrow, in either scheme and language."""
    axe = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
    levels = tmp_path / "上下级.html"
    levels.write_text(levels_to_page(compare_levels([to_paper(UPPER)], [to_paper(LOWER)])), encoding="utf-8")
    tab = Tab(browser, write_page(tmp_path / "比较.html"), color_scheme=scheme, bypass_csp=True)
    tab.ask(axe)
    found = [tab.ask(AXE)]
    tab.open(levels)
    assert shown(tab) == ["row covered", "row gap", "row own"]
    tab.page.set_viewport_size({"width": 390, "height": 780})
    tab.page.click("#acts button:last-child")
    tab.ask(axe)
    found.append(tab.ask(AXE))
    assert tab.ask("document.documentElement.scrollWidth") == 390
    assert found == [[], []]
    tab.context.close()
