"""The report: its numbers are those of ``find``, each leads to its tasks, and nothing of a document acts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Tab, open_browser
from program import call

from docx2tasks import load_rules, parse
from docx2tasks.errors import ExitCode
from docx2tasks.extract.unit_names import UnitNames
from docx2tasks.office.papers import Paper, Unread, document_to_paper
from docx2tasks.pages.vocabulary import LANGUAGES
from docx2tasks.report.page import PAGES, report_to_page
from docx2tasks.report.review_links import find_review_links
from docx2tasks.report.shelf import TaskShelf
from docx2tasks.report.tasks import TaskReader
from docx2tasks.report.values import Report, ReportRequest
from docx2tasks.search.papers import select_tasks
from docx2tasks.search.selection import Selection

DAY = "2023-06-15"
PLAN = """江川市人民政府办公室关于印发2023年重点工作清单的通知

一、优化服务
1.3月底前建成服务站22家。（牵头单位：市卫健委；配合单位：市财政局、市民政局）
2.每季度开展一次检查。（责任单位：各县区人民政府）
3.2023年6月底前出台托育服务办法。（牵头单位：市卫生健康委；责任单位：市教育局）
二、强化保障
1.2023年12月底前落实经费不低于300万元。（牵头单位：市财政局）
2.XX月底前报送总结。（责任单位：市民政局）
3.加强宣传引导。
"""
OTHER = """2024年植树任务清单
1.2024年3月底前植树200亩。（责任单位：市林业局）
2.2023年7月10日前完成选址。（牵头单位：市林业局；配合单位：市财政局）
"""
NOTHING = "关于放假的说明\n今天天气很好。\n"
HOSTILE = "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\u202e&amp;'\"整治\ud800"


def papers(**texts: str) -> list[Paper]:
    """Documents of these texts, by name."""
    return [document_to_paper(f"{name}.txt", parse(text.encode())) for name, text in texts.items()]


PAPERS = papers(重点=PLAN, 植树=OTHER, 说明=NOTHING)
NAMES = UnitNames(load_rules())


def report(found: list[Paper] = PAPERS, **request: Any) -> Report:
    """The report of documents on :data:`DAY`."""
    made = Report(NAMES, ReportRequest(DAY, ("结果",), **request))
    made.add(found)
    return made


def write_report(path: Path, found: list[Paper] = PAPERS, **request: Any) -> Path:
    """The page, as a file."""
    path.write_bytes(report_to_page(report(found, **request)).encode("utf-8", "backslashreplace"))
    return path


def values_of(path: Path) -> Any:
    """The data in a page."""
    found = re.search(r'id="data">(.*?)</script>', path.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return json.loads(found[1])


# --- figures -----------------------------------------------------------------------------------------


def find(**selection: Any) -> int:
    """How many tasks ``find`` gives."""
    found = select_tasks(PAPERS, Selection(**selection), NAMES)
    return sum(len(paper.document["tasks"]) for paper in found)


def in_month(month: str) -> dict[str, str]:
    """The conditions of a month."""
    return {"after": f"{month}-01", "before": f"{month}-31"}


def test_figures_are_those_of_find() -> None:
    """All tasks, by month, role, kind, unit, unit with month and role; those that are overdue."""
    values = report().to_values()
    assert values["counts"] == {"papers": 3, "tasks": find(), "units": 6, "urgent": 2, "unread": 0}
    assert values["months"] == {month: find(**in_month(month)) for month in values["months"]}
    assert sum(values["months"].values()) == values["flags"]["dated"] == 5
    assert values["flags"]["overdue"] == find(overdue_on=DAY) == 1
    assert values["flags"]["soon"] == find(after=DAY, before="2023-07-15") == 2
    assert values["roles"] == {role: find(roles=(role,)) for role in values["roles"]}
    assert values["kinds"] == {kind: find(kinds=(kind,)) for kind in values["kinds"]}
    for name, tasks, roles, months in values["units"]:
        unit = {"units": (name,)}
        assert tasks == find(**unit)
        assert roles == {role: find(**unit, roles=(role,)) for role in roles}
        for role, counts in months.items():
            asked = {**unit, "roles": (role,)} if role else unit
            dated = {month: n for month, n in counts.items() if month}
            assert dated == {month: find(**asked, **in_month(month)) for month in dated}


def test_units_have_their_usual_names() -> None:
    """卫健委 and 卫生健康委 are one unit; the one with most tasks is first."""
    rows = report().to_values()["units"]
    assert [row[:2] for row in rows][:3] == [["市财政局", 3], ["市卫生健康委", 2], ["市林业局", 2]]
    assert dict(rows[0][2]) == {"support": 2, "lead": 1}


def test_flags_say_what_is_doubtful() -> None:
    """Without a unit, without a time, with a time that names no month."""
    flags = {task[3][:5]: task[-1] for task in report().to_values()["tasks"]}
    names = report().to_values()["allFlags"]
    found = {text: {name for at, name in enumerate(names) if bits & 1 << at} for text, bits in flags.items()}
    assert found["加强宣传引"] == {"undated", "nounit", "notime"}
    assert found["XX月底前"] == {"undated", "unclear"}
    assert found["3月底前建"] == {"dated", "overdue"}


def test_documents_that_need_a_look_are_first() -> None:
    """One without tasks, then one with an unclear date; not one in which all is well."""
    values = report().to_values([Unread("坏.docx", "not-zip", "no zip", ""), Unread("a.js", "skipped", "", "")])
    assert [values["papers"][number][0] for number in values["urgent"]] == ["说明.txt", "重点.txt"]
    assert dict(values["outcomes"]) == {"done": 2, "no-tasks": 1, "not-zip": 1, "skipped": 1}
    assert [one[0] for one in values["unread"]] == ["坏.docx", "a.js"]


def test_of_many_files_not_read_the_first_are_named() -> None:
    """All are counted."""
    values = report().to_values([Unread(f"{number}.docx", "not-zip", "", "") for number in range(300)])
    assert (len(values["unread"]), values["counts"]["unread"], values["outcomes"]["not-zip"]) == (200, 300, 300)


def test_a_report_has_its_conditions() -> None:
    """Only what was asked for is counted, and documents without it are left out."""
    values = report(selection=Selection(units=("市林业局",))).to_values()
    assert (values["counts"]["papers"], values["counts"]["tasks"]) == (1, 2)
    assert values["selection"] == {"units": ("市林业局",)}


# --- too many tasks ----------------------------------------------------------------------------------


def many(count: int) -> Iterator[Paper]:
    """Documents of two tasks each, with one of ten units and of twelve months."""
    for number in range(count):
        unit, month = f"市第{number % 10}局", f"2023-{number % 12 + 1:02}"
        yield Paper(f"{number:05}.txt", {"tasks": [make_task(unit, f"{month}-28"), make_task(unit, None)]})


def make_task(unit: str, day: str | None) -> dict[str, Any]:
    """A task of a unit, with a deadline or none."""
    times = [{"text": day, "kind": "deadline", "start": None, "end": day}] if day else []
    return {"id": "t", "text": f"{unit}任务", "times": times, "units": [{"name": unit, "role": "lead"}]}


def test_too_many_tasks_are_summed_up() -> None:
    """The figures count all; the list has the first of each number, and no more than it may."""
    whole, summed = (report([*many(300)], most=most).to_values() for most in (600, 599))
    same = [name for name in whole if name not in {"tasks", "names", "headings", "papers", "first", "units", "urgent"}]
    assert {name: whole[name] for name in same} == {name: summed[name] for name in same}
    assert (whole["first"], len(whole["tasks"])) == (None, 600)
    assert summed["first"] >= 1
    assert len(summed["tasks"]) <= 599
    listed = [(summed["names"][task[6][0]], task[8][:7]) for task in summed["tasks"]]
    for name, _, _, months in summed["units"]:
        for month, count in months["lead"].items():
            assert listed.count((name, month)) >= min(summed["first"], count)


def test_a_shelf_keeps_those_that_are_due_first() -> None:
    """Of each number, whatever order they come in; it holds no more than it has to."""
    shelf = TaskShelf(most=15)
    days = [f"2023-01-{day:02}" for day in (*range(28, 0, -1), *range(1, 29))]
    (paper,) = [Paper("甲.txt", {"tasks": [make_task("市局", day) for day in days]})]
    for task in TaskReader(NAMES, DAY).read(paper, 0):
        shelf.add(task)
    listed = shelf.list_tasks({"市局"}, [0])
    assert [task.ends_on[-2:] for task in listed.tasks] == ["01", "01", "02", "02", "03"]


# --- the command -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder 档案 of two papers and a broken one, its review pages, and a batch of it in each kind of store."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "档案").mkdir()
    for name, text in (("重点", PLAN), ("植树 #1", OTHER)):
        (folder / "档案" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "档案" / "坏.docx").write_bytes(b"PK\x03\x04broken")
    call("review", "档案", "-o", "核对", "-q", cwd=folder)
    for kind in ("json", "sqlite", "duckdb"):
        call("batch", "档案", kind, "--to", kind, "-j", "1", "-q", cwd=folder)
    return folder


def test_every_source_gives_one_report(folder: Path) -> None:
    """Documents, and what batch wrote of them as JSON, SQLite and DuckDB; the same bytes each time."""
    pages = []
    for source in ("档案", "json", "sqlite", "duckdb", "sqlite"):
        result = call("report", source, "-o", "报告.html", "--on", DAY, "-j", "1", cwd=folder)
        assert result.returncode == ExitCode.PARTLY
        assert b"2 documents read, 8 tasks, 1 failed" in result.stderr
        pages.append((folder / "报告.html").read_text(encoding="utf-8"))
    assert pages[2] == pages[4]
    sources = [re.sub(r'"sources":\["\w+"\]', "", re.sub(r'\["坏.docx",[^]]*\]', "", page)) for page in pages]
    assert sources == [sources[0]] * len(sources)


def test_tasks_lead_to_their_review_pages(folder: Path) -> None:
    """An index next to the report is found, one elsewhere or a single page can be named."""
    call("review", folder / "档案" / "重点.txt", "-o", folder / "一份.html", "-q")
    (folder / "下").mkdir()
    for options, hrefs in (
        (("-o", "报告.html"), ["%E6%A0%B8%E5%AF%B9/%E6%A4%8D%E6%A0%91%20%231.txt.html"]),
        (("-o", "下/报告.html"), [""]),
        (("-o", "下/报告.html", "--review", "核对"), ["../%E6%A0%B8%E5%AF%B9/%E6%A4%8D%E6%A0%91%20%231.txt.html"]),
        (("-o", "报告.html", "--review", "一份.html"), [""]),
    ):
        call("report", "json", *options, "-q", cwd=folder)
        assert [row[6] for row in values_of(folder / options[1])["papers"]][:1] == hrefs
    assert [row[6] for row in values_of(folder / "报告.html")["papers"]][1] == "%E4%B8%80%E4%BB%BD.html"
    result = call("report", "json", "-o", "报告.html", "--review", "json", cwd=folder)
    assert result.returncode == ExitCode.USAGE
    assert result.stderr.decode().startswith("docx2tasks: usage: no review pages in json;")
    assert find_review_links(None, folder / "没有" / "报告.html").find("", "重点.txt") == ""


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("json",), "report needs a SOURCE and -o FILE"),
        (("json", "-o", "r.html", "--on", "明天"), "--on 明天 is not a date"),
        (("档案/重点.txt", "-o", "档案/重点.txt"), "is the input document"),
    ],
)
def test_wrong_calls_say_what_is_wrong(folder: Path, options: tuple[str, ...], said: str) -> None:
    """Nothing is written."""
    result = call("report", *options, cwd=folder)
    assert result.returncode == ExitCode.USAGE
    assert said in result.stderr.decode()


def test_conditions_are_those_of_find(folder: Path) -> None:
    """The same options; what is overdue is so on the report's day."""
    call("report", "json", "-o", "报告.html", "--on", "2024", "--overdue", "--unit", "财政局", "-q", cwd=folder)
    values = values_of(folder / "报告.html")
    assert (values["day"], values["selection"]["overdue_on"]) == ("2024-12-31", "2024-12-31")
    assert values["counts"]["tasks"] == 3


def test_a_report_is_no_document(folder: Path) -> None:
    """It is skipped in a folder of documents."""
    call("report", "json", "-o", "档案/报告.html", "-q", cwd=folder)
    result = call("find", "--in", "档案", "-j", "1", cwd=folder)
    (folder / "档案" / "报告.html").unlink()
    assert b"8 tasks in 2 documents" in result.stderr


# --- in a browser ------------------------------------------------------------------------------------


def test_words_are_there_in_each_language() -> None:
    """Each language has all words, with the same slots."""
    zh, en = (PAGES.load_language(language) for language in LANGUAGES)
    for part in ("page", "texts", "outcomes"):
        slots = [{key: sorted(re.findall(r"\{\w+\}", words)) for key, words in one[part].items()} for one in (zh, en)]
        assert slots[0] == slots[1]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium for the tests of this file."""
    with open_browser() as started:
        yield started


# each link of the page, with the number that it shows and the one that the list says behind it
WALK = """async () => {
    const found = [], hashes = [...document.querySelectorAll('a.to')].map((one) => [one.getAttribute('href'),
        (one.querySelector('b, text.n') ?? one).textContent.replaceAll(',', '')]);
    for (const [hash, shown] of hashes) {
        history.replaceState(null, '', hash);
        dispatchEvent(new HashChangeEvent('hashchange'));
        const said = document.getElementById('which').textContent.match(/(\\d+) 项/)[1];
        const rows = document.querySelectorAll('#rows > li:not(.more)').length;
        found.push([hash, /^\\d+$/.test(shown) ? shown : said, said, rows]);
    }
    return found;
}"""


@pytest.mark.parametrize(
    ("shown", "chips"), [("", "2023全部角色"), ("#y=all", "全部全部角色"), ("#y=2023&r=lead", "2023牵头")]
)
def test_every_number_leads_to_its_tasks(browser: Any, tmp_path: Path, shown: str, chips: str) -> None:
    """As many tasks are listed as it says, in the chart of a year and of all, of all roles and of one."""
    tab = Tab(browser, write_report(tmp_path / "报告.html"))
    tab.ask("(hash) => { location.hash = hash; }", shown)
    tab.wait(
        f"[...document.querySelectorAll('.chip[aria-current]')].map((one) => one.textContent).join('') === '{chips}'"
    )
    found = tab.ask(WALK)
    assert len(found) > 20
    assert [one for one in found if one[1] != one[2] or int(one[2]) != one[3]] == []
    assert (tab.said, len(tab.asked)) == ([], 1)
    tab.context.close()


def test_summed_numbers_say_how_many_are_listed(browser: Any, tmp_path: Path) -> None:
    """The page says that it sums up; behind a number are the first of its tasks, and the call that lists all."""
    tab = Tab(browser, write_report(tmp_path / "报告.html", [*many(300)], most=500))
    assert "共 600 项任务，本页只做汇总" in tab.ask("document.getElementById('summed').textContent")
    found = tab.ask(WALK)
    assert [one for one in found if one[1] != one[2] or (one[3] == 0) != (one[2] == "0")] == []
    tab.ask("location.hash = '#unit=市第3局&month=2023-04'")
    tab.wait("document.getElementById('which').textContent.includes('市第3局 · 2023年4月：5 项')")
    command = "docx2tasks find --unit 市第3局 --after 2023-04 --before 2023-04 --in 结果"
    assert tab.ask("document.querySelector('#command code').textContent") == command
    tab.page.fill("#search", "第3局")
    tab.wait("document.getElementById('which').textContent.includes('列出的任务中有')")
    tab.context.close()


def test_a_report_is_searched_and_walked(browser: Any, folder: Path) -> None:
    """Words of two characters; keys; back; the address holds it all; a task leads to its place in its document."""
    call("report", "json", "-o", "报告.html", "--on", DAY, "-q", cwd=folder)
    tab = Tab(browser, folder / "报告.html")
    tab.press("/")
    tab.page.keyboard.type("植树")
    tab.wait("document.querySelector('mark')?.textContent === '植树'")
    assert tab.ask("document.getElementById('rows').children.length") == 2
    address = tab.ask("location.href")
    tab.press("Escape", "Escape")
    tab.wait("document.getElementById('rows').children.length === 8")
    tab.page.click("#heat td .q4")
    tab.wait("document.getElementById('rows').children.length === 1")
    assert tab.ask("document.querySelectorAll('.to[aria-current]').length") == 1
    tab.page.go_back()
    tab.wait("document.getElementById('rows').children.length === 8")
    tab.page.goto(address)
    tab.wait("document.getElementById('rows').children.length === 2")
    tab.press("j", "j")
    words = tab.ask("document.activeElement.querySelector('.text').textContent")
    tab.page.click("li:focus .page a")
    tab.page.wait_for_selector("html[data-ready=yes] .record.current", state="attached")
    assert tab.ask("document.querySelector('.record.current .words, .record.current').textContent").count(words[3:12])
    assert tab.said == []
    tab.context.close()


def test_nothing_of_a_document_acts(browser: Any, tmp_path: Path) -> None:
    """Markup and signs that turn the writing are words; no request is made."""
    task = make_task(HOSTILE, "2023-06-30") | {"text": HOSTILE, "id": HOSTILE, "label": HOSTILE}
    task |= {"path": [{"title": HOSTILE}]}
    warning = {"code": "numbering-gap", "level": "warning", "message": HOSTILE}
    hostile = {"document": {"title": HOSTILE}, "tasks": [task], "diagnostics": [warning]}
    tab = Tab(browser, write_report(tmp_path / "报告.html", [Paper(HOSTILE, hostile)]))
    assert tab.ask("document.querySelectorAll('#main img, #main script').length") == 0
    for place in (".text", ".source", ".values", "#heat tbody th", "#papers tbody th"):
        words = tab.ask("(place) => document.querySelector(place).textContent", place)
        assert "</script><script>alert(1)</script><!--<img src=x onerror=alert(2)>\u2422&amp;'\"整治" in words
    assert (tab.said, len(tab.asked)) == ([], 1)
    tab.context.close()


AXE = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map((one) =>
    [one.id, one.nodes.length, one.nodes[0].html.slice(0, 200)])"""


def test_nobody_is_shut_out(browser: Any, tmp_path: Path) -> None:
    """axe-core finds nothing: light and narrow, in English, with a tip; dark and wide, with sums."""
    axe = pytest.importorskip("axe_playwright_python.base").AXE_SCRIPT
    tab = Tab(browser, write_report(tmp_path / "报告.html"), color_scheme="light", bypass_csp=True)
    tab.ask(axe)
    tab.page.set_viewport_size({"width": 390, "height": 780})
    tab.page.click("#acts button")
    tab.page.click("#sums li:nth-child(3) a")
    tab.page.hover("#time a")
    found = [tab.ask(AXE)]
    assert tab.ask("document.documentElement.scrollWidth") == 390
    tab.context.close()
    tab = Tab(browser, write_report(tmp_path / "汇总.html", [*many(60)], most=50), color_scheme="dark", bypass_csp=True)
    tab.ask(axe)
    assert [*found, tab.ask(AXE)] == [[], []]
    tab.context.close()
