"""The review page: both sides lead to each other, nothing of a document acts, all that is done can be undone."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browser import Tab, open_browser
from build_docx import docx, p, tbl, tc, tr
from hypothesis import given, settings
from hypothesis import strategies as st
from program import PLAN, ROOT, call

from docx2tasks import load_rules, parse_with_source
from docx2tasks.errors import ExitCode
from docx2tasks.language import to_chinese
from docx2tasks.pages.assets import value_to_inert_json
from docx2tasks.pages.vocabulary import LANGUAGES, load_vocabulary
from docx2tasks.pipeline import Reading
from docx2tasks.review.assets import PAGES
from docx2tasks.review.doubts import find_doubts
from docx2tasks.review.offsets import Offsets
from docx2tasks.review.page import SCRIPTS, reading_to_page, reading_to_values
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

TEMPLATES = ROOT / "docx2tasks" / "review" / "templates"
SAMPLES = [
    pytest.param(path, id=path.name)
    for path in sorted((ROOT / "samples").iterdir())
    if path.suffix in {".docx", ".html", ".txt"}
]
LONG_PLAN = """某市2022年重点任务清单

一、优化服务
1.12月底前建成不低于22家服务站。（牵头单位：市卫生健康委；配合单位：市财政局、市民政局）
2.每季一次开展检查。（责任单位：各县区人民政府）
3.XX月底前修订《某市服务办法》。（责任单位：市司法局）
二、保障
1.加强宣传。
2.市教育局要在6月30日前报送名单。（责任单位：市教育局）
"""
HOSTILE = """某市2022年<script>alert(1)</script>清单

一、优化𠮷服务<img src=x onerror=alert(2)>
1.😀12月底前建成\u202e不低于22家𠮷站</script><script>alert(3)</script>。（牵头单位：市卫𠮷生局；配合单位：市财政局）
2.每季一次开展“检查”&amp;'整治'<style>*{display:none}</style>。（责任单位：市民政局、市𠮷局）
"""


def read(words: str | bytes) -> Reading:
    """The reading of a text, or of a file's bytes."""
    return parse_with_source(words.encode() if isinstance(words, str) else words)


def write_page(folder: Path, words: str | bytes) -> Path:
    """The page of a document, as a file."""
    path = folder / "页.html"
    path.write_bytes(reading_to_page(read(words), load_rules()).encode("utf-8", "backslashreplace"))
    return path


# --- what a page is made of --------------------------------------------------------------------------


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_offsets_are_those_of_a_browser(text: str) -> None:
    """Each character's offset is the number of UTF-16 units before it."""
    offsets = Offsets(text)
    assert [offsets.at(at) for at in range(len(text) + 1)] == [
        len(text[:at].encode("utf-16-le")) // 2 for at in range(len(text) + 1)
    ]


@pytest.mark.parametrize("path", SAMPLES)
def test_every_word_is_on_the_page(path: Path) -> None:
    """Blocks hold each character of the text that is no blank, once."""
    reading = parse_with_source(path)
    values = reading_to_values(reading, load_rules())
    held = sorted(_spans_of(values["blocks"]))
    shown = "".join(reading.source.text[start:end] for start, end in held)
    assert sorted("".join(shown.split())) == sorted("".join(reading.source.text.split()))


def _spans_of(blocks: Any) -> Iterator[tuple[int, int]]:
    for block in blocks:
        if block[0] == 0:
            yield block[1], block[2]
            continue
        for row in block[1]:
            for cell in row:
                yield from _spans_of(cell[3])


def test_tables_are_tables() -> None:
    """Merged cells are one, the header is one, and a table in a cell is a table."""
    inner = tbl(tr(tc(p("甲")), tc(p("乙"))))
    words = docx(
        p("某市2022年任务清单"),
        tbl(
            tr(tc(p("任务")), tc(p("措施")), tc(p("责任单位"))),
            tr(tc(p("一、治水"), merge="restart"), tc(p("1.清淤30公里。")), tc(p("市水务局"))),
            tr(tc(p(""), merge=""), tc(p("2.建闸2座。"), inner), tc(p("市水务局"))),
        ),
    )
    values: Any = reading_to_values(read(words), load_rules())
    (table,) = [block for block in values["blocks"] if block[0] == 1]
    assert [[cell[:3] for cell in row] for row in table[1]] == [
        [[1, 1, 1], [1, 1, 1], [1, 1, 1]],
        [[0, 2, 1], [0, 1, 1], [0, 1, 1]],
        [[0, 1, 1], [0, 1, 1]],
    ]
    assert [block[0] for block in table[1][2][0][3]] == [0, 1]


def test_doubts_say_why() -> None:
    """A time without its month is doubtful, under the code of the diagnostic."""
    reading = read(LONG_PLAN)
    numbers = {task.id: task.text for task in reading.document.tasks}
    found = {numbers[key][:3]: [*codes] for key, codes in find_doubts(reading.document).items()}
    assert found == {"XX月": ["unresolved-time"]}


@settings(max_examples=50, deadline=None)
@given(st.text())
def test_values_cannot_leave_their_element(text: str) -> None:
    """No markup is left in the JSON, and it says the same."""
    words = value_to_inert_json({"text": text})
    assert not set("<>&") & set(words)
    assert json.loads(words) == {"text": text}


def test_words_are_said_in_each_language() -> None:
    """Each language has all words of the pages and of the vocabularies, with the same slots."""
    zh, en = (PAGES.load_language(language) for language in LANGUAGES)
    known = load_vocabulary("zh")
    assert set(LeftoverKind) <= set(known["leftovers"])
    assert set(DiagnosticCode) <= set(known["diagnostics"])
    for name in ("page", "index"):
        slots = [{key: sorted(re.findall(r"\{\w+\}", words)) for key, words in one[name].items()} for one in (zh, en)]
        assert slots[0] == slots[1]


def test_scripts_use_words_that_there_are() -> None:
    """Each ``t("word")`` of a script, and each word of the markup, is in the words of the page."""
    known = PAGES.load_language("zh")["page"]
    used = {word for name in SCRIPTS for word in re.findall(r'\bt\("(\w+)"[,)]', PAGES.load(f"{name}.js"))}
    used |= {*re.findall(r'data-word="(\w+)"', PAGES.load("page.html"))}
    assert used - set(known) == set()


def test_scripts_are_modules() -> None:
    """What a script imports is exported there; no name is declared twice, so that they can be put together."""
    exported: dict[str, set[str]] = {}
    declared: list[str] = []
    for name in SCRIPTS:
        words = PAGES.load(f"{name}.js")
        own = re.findall(r"(?m)^(?:export )?(?:async )?(?:const|let|function\*?) ([\w$]+)", words)
        lines = re.findall(r"(?m)^(?:const|let) .*", words)
        own += [one for line in lines for one in re.findall(r", ([\w$]+) = ", line)]
        declared += own
        exported[name] = {*re.findall(r"(?m)^export (?:async )?(?:const|let|function\*?) ([\w$]+)", words)}
    wrong = [
        (name, one)
        for name in SCRIPTS
        for names, of in re.findall(r'(?m)^import \{([^}]*)\} from "\./(\w+)\.js";', PAGES.load(f"{name}.js"))
        for one in names.replace(" ", "").split(",")
        if one not in exported[of]
    ]
    assert wrong == []
    assert sorted(declared) == sorted(set(declared))


# --- the command -------------------------------------------------------------------------------------


def test_a_page_is_written(tmp_path: Path) -> None:
    """A document gives one file, named after it where no name is given; it is never the document itself."""
    (tmp_path / "清单.txt").write_text(PLAN)
    result = call("review", "清单.txt", cwd=tmp_path)
    assert (result.returncode, result.stderr.decode()) == (0, "docx2tasks: 2 tasks: 清单.review.html\n")
    page = (tmp_path / "清单.review.html").read_text()
    assert "市卫生健康委" in page
    assert not re.findall(r"""(?:src|href)=["']?(?!#)\w""", page)
    assert call("review", "清单.txt", "-o", "清单.txt", cwd=tmp_path).returncode == ExitCode.USAGE
    assert (tmp_path / "清单.txt").read_text() == PLAN


def test_a_folder_becomes_pages_and_an_index(tmp_path: Path) -> None:
    """A page per document, those in folders in folders; what is not read is in the index and in the exit code."""
    papers = tmp_path / "档案"
    (papers / "2022").mkdir(parents=True)
    (papers / "2022" / "清单.txt").write_text(PLAN)
    (papers / "index.txt").write_text(PLAN)
    (papers / "坏.docx").write_bytes(b"PK\x03\x04")
    result = call("review", papers, "-o", tmp_path / "核对")
    assert result.returncode == ExitCode.PARTLY
    assert b"2 pages, 1 not read" in result.stderr
    pages = {str(path.relative_to(tmp_path / "核对")) for path in (tmp_path / "核对").rglob("*.html")}
    assert pages == {"2022/清单.txt.html", "index.html", "index.txt.html"}
    assert "zip-broken" in (tmp_path / "核对" / "index.html").read_text()
    assert call("review", papers).returncode == ExitCode.USAGE


@pytest.fixture(scope="module")
def papers_and_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of one paper in which pages were saved: one of its own, one as a browser writes it, and an index."""
    folder = tmp_path_factory.mktemp("档案")
    (folder / "清单.txt").write_text(PLAN)
    assert call("review", folder / "清单.txt", "-o", folder / "核对.html").returncode == ExitCode.OK
    assert call("review", folder / "清单.txt", folder / "清单.txt", "-o", folder / "各页").returncode == ExitCode.OK
    page = (folder / "核对.html").read_text()
    saved = page.replace("<html ", "<!-- saved from url=(0017)file:///核对.html -->\n<html data-ready=yes ")
    (folder / "另存.htm").write_text(saved.replace('<div id="sheet">', f'<div id="sheet">{PLAN}'))
    return folder


COMMANDS = [
    pytest.param(("batch", "IN", "OUT"), id="batch"),
    pytest.param(("export", "IN", "-o", "OUT.jsonl"), id="export"),
    pytest.param(("find", "--in", "IN"), id="find"),
    pytest.param(("units", "IN"), id="units"),
    pytest.param(("review", "IN", "-o", "OUT"), id="review"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_pages_among_papers_are_skipped(papers_and_pages: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    """Each task is met once, and a page is no failure."""
    given = {"IN": str(papers_and_pages), "OUT": str(tmp_path / "出"), "OUT.jsonl": str(tmp_path / "出.jsonl")}
    result = call(*(given.get(one, one) for one in command))
    assert (result.returncode, re.findall(r"\b[1-9]\d* (?:failed|refused|not read)", result.stderr.decode())) == (0, [])
    assert re.search(r"\b1 (?:documents? read|pages?)\b", result.stderr.decode())


@pytest.mark.parametrize("name", ["核对.html", "另存.htm", "各页/index.html"])
@pytest.mark.parametrize("command", ["parse", "explain", "review", "text"])
def test_a_page_that_is_named_is_refused(papers_and_pages: Path, tmp_path: Path, command: str, name: str) -> None:
    """There is nothing to read in it that the document does not say."""
    result = call(command, papers_and_pages / name, cwd=tmp_path)
    assert result.returncode == ExitCode.REFUSED
    assert "skipped: this is a page that review wrote" in result.stderr.decode()


def test_a_page_of_another_program_is_read(tmp_path: Path) -> None:
    """What marks a page is its generator, not words about it."""
    head = '<meta charset="utf-8"><meta name="generator" content="docx2tasks-like"><title>docx2tasks review</title>'
    (tmp_path / "页.html").write_text(f"{head}<p>docx2tasks review</p><pre>{PLAN}</pre>")
    assert call("parse", tmp_path / "页.html").returncode == ExitCode.OK


# --- in a browser ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for all tests of this file."""
    with open_browser() as started:
        yield started


@pytest.fixture(scope="module")
def long_page(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Tab:
    """The page of ``LONG_PLAN``, opened once."""
    return Tab(browser, write_page(tmp_path_factory.mktemp("page"), LONG_PLAN))


@pytest.fixture
def tab(long_page: Tab) -> Iterator[Tab]:
    """The page of ``LONG_PLAN`` as nobody has worked on it yet; it says nothing and asks for nothing."""
    long_page.begin_anew()
    yield long_page
    assert (long_page.said, [url for url in long_page.asked if not url.startswith("file:")]) == ([], [])


MARKS = """() => [...document.querySelectorAll('#sheet mark')].map((mark) => [
    mark.className.split(' '), mark.dataset.ids.split(' '), mark.textContent])"""


@pytest.mark.parametrize("words", [LONG_PLAN, HOSTILE, docx(p("2022年清单"), p("1.建😀𠮷站。（责任单位：市𠮷局）"))])
def test_marks_are_in_their_place(browser: Any, tmp_path: Path, words: str | bytes) -> None:
    """The marks of each value hold its words, whatever stands before it."""
    tab, document = Tab(browser, write_page(tmp_path, words)), read(words).document
    shown: dict[tuple[str, str], str] = {}
    for kinds, ids, text in tab.ask(MARKS):
        for kind in kinds:
            for one in ids:
                shown[kind, one] = shown.get((kind, one), "") + text.replace("\u2422", "\u202e")
    for task in document.tasks:
        assert task.text in shown["task", task.id]
        for role in {unit.role for unit in task.units if not unit.inherited}:
            names = [unit.name for unit in task.units if unit.role == role]
            assert sorted("".join(names)) == sorted(shown[role, task.id])
        assert "".join(time.text for time in task.times) == shown.get(("time", task.id), "")
    assert len(document.tasks) > 0
    tab.context.close()


def test_nothing_of_a_document_acts(browser: Any, tmp_path: Path) -> None:
    """Markup and scripts of a document are words; the page asks for nothing and says nothing."""
    tab = Tab(browser, write_page(tmp_path, HOSTILE))
    assert tab.ask("document.querySelectorAll('#sheet :is(script, img, style)').length") == 0
    assert "<script>alert(1)</script>" in tab.ask("document.getElementById('sheet').textContent")
    assert "\u202e" not in tab.ask("document.body.innerText")
    assert (tab.said, len(tab.asked)) == ([], 1)
    tab.context.close()


def test_either_side_finds_the_other(tab: Tab) -> None:
    """A click on a mark chooses its record, a click on a record lights its words."""
    assert tab.current() == 3  # in doubt: it comes first
    tab.page.click("#sheet mark.responsible:has-text('各县区人民政府')")
    assert tab.current() == 2
    tab.page.click("#rows .record:has-text('加强宣传') .words")
    assert tab.current() == 4
    assert tab.ask("[...document.querySelectorAll('mark.on')].map((mark) => mark.textContent)") == ["加强宣传。"]


def test_keys(tab: Tab) -> None:
    """Right goes to the next open one, wrong stays; each step can be taken back and done again."""
    tab.press("j", "k", "Home", "Space")
    assert (tab.current(), tab.verdicts()) == (1, {3: "right"})
    tab.press("x")
    assert (tab.current(), tab.verdicts()) == (1, {1: "wrong", 3: "right"})
    tab.press("u", "u")
    assert tab.verdicts() == {}
    tab.press("U", "End", "d")
    assert tab.verdicts() == {3: "right", 5: "gone"}
    tab.press("d", "g")
    assert tab.verdicts() == {3: "right"}
    tab.press("Shift+U")
    tab.press("?")
    assert tab.ask("document.getElementById('dialog').open")


def test_what_was_done_is_kept(tab: Tab) -> None:
    """Verdicts are there when the page is opened again, and their count is in the meter."""
    tab.press("Space", "Space", "x")
    tab.page.reload()
    tab.wait("document.documentElement.dataset.ready === 'yes'")
    assert tab.verdicts() == {1: "right", 2: "wrong", 3: "right"}
    assert tab.ask("document.getElementById('count').textContent") == "已核对 3 / 5"


def test_after_the_last_one_all_is_checked(tab: Tab) -> None:
    """The last verdict says that nothing is open any more."""
    tab.press(*["Space"] * 5)
    assert set(tab.verdicts().values()) == {"right"}
    assert "全部核对完毕" in tab.ask("document.getElementById('toast').textContent")


def _shown(tab: Tab) -> list[int]:
    script = """[...document.querySelectorAll('#rows .record')].filter((card) => !card.hidden)
        .map((card) => Number(card.dataset.number))"""
    return sorted(tab.ask(script))


FILTERS: dict[tuple[str, str], list[int]] = {
    ("chip", "doubt"): [3],
    ("chip", "nounit"): [4],
    ("chip", "notime"): [4],
    ("unit", "市教育局"): [5],
    ("role", "support"): [1],
    ("month", "2022-12"): [1],
    ("title", "二、保障"): [4, 5],
    ("code", "unresolved-time"): [3],
}


def test_filters(tab: Tab) -> None:
    """Each shows the records that fit, and chooses one of them; without it all are back."""
    tab.page.click("#more")
    for (by, value), numbers in FILTERS.items():
        if by == "chip":
            tab.page.click(f"#chips .{value}")
            assert tab.ask(f"document.querySelector('#chips .{value} b').textContent") == str(len(numbers))
        else:
            tab.page.select_option(f"#by-{by}", value)
        assert (value, _shown(tab)) == (value, numbers)
        assert tab.current() in numbers
        tab.page.click("#chips .all") if by == "chip" else tab.page.select_option(f"#by-{by}", "")
        assert (value, _shown(tab)) == (value, [1, 2, 3, 4, 5])


def test_what_is_far_from_the_view_is_there(browser: Any, tmp_path: Path) -> None:
    """Of many records only those near the view are laid out; keys, filters, links and the search find each."""
    units = ("市财政局", "市民政局", "市司法局")
    measures = (f"{n}.{n % 12 + 1}月底前建成第{n}家服务站。（责任单位：{units[n % 3]}）\n" for n in range(1, 151))
    tab = Tab(browser, write_page(tmp_path, f"某市2022年重点任务清单\n\n{''.join(measures)}"))
    assert tab.ask("document.querySelectorAll('#rows .record').length") < 150
    tab.press("End")
    assert tab.current() == 150
    assert tab.ask("document.querySelector('mark.on').textContent").startswith("7月底前")
    tab.press("x")
    tab.page.select_option("#by-unit", "市民政局")
    assert tab.current() == 1
    assert _shown(tab) == [*range(1, 151, 3)]
    tab.page.select_option("#by-unit", "")
    tab.page.click("#chips .wrong")
    assert (_shown(tab), tab.current()) == ([150], 150)
    tab.page.click("#chips .all")
    tab.press("/")
    tab.page.keyboard.type("第77家")
    tab.wait("document.querySelector('#rows .record[data-number=\"77\"]:not([hidden])') !== null")
    tab.press("ArrowDown")
    assert tab.current() == 77
    assert tab.said == []
    tab.context.close()


def test_search_filters_and_marks(tab: Tab) -> None:
    """Words filter the records; Enter goes through their places in the source."""
    tab.press("/")
    tab.page.keyboard.type("检查")
    tab.wait("document.querySelectorAll('#rows .record:not([hidden])').length < 5")
    tab.press("Enter")
    assert "原文第 1 / 1 处" in tab.ask("document.getElementById('toast').textContent")
    tab.press("Escape", "Escape")
    assert _shown(tab) == [1, 2, 3, 4, 5]


def test_text_that_went_nowhere_is_listed(browser: Any, tmp_path: Path) -> None:
    """A chip shows each stretch that nothing accounts for, and leads to it."""
    reading = read(LONG_PLAN)
    (one,) = reading.document.coverage.leftovers[:1]
    nowhere = one.model_copy(update={"kind": "unassigned"})
    coverage = reading.document.coverage.model_copy(update={"leftovers": [nowhere]})
    document = reading.document.model_copy(update={"coverage": coverage})
    path = tmp_path / "页.html"
    path.write_text(reading_to_page(reading._replace(document=document), load_rules()))
    tab = Tab(browser, path)
    tab.page.click("#chips .lost")
    assert "某市2022年重点任务清单" in tab.ask("document.querySelector('#lost li').textContent")
    tab.page.click("#lost button")
    assert tab.said == []
    tab.context.close()


def test_the_doubted_value_says_why_first(tab: Tab) -> None:
    """The time without its month comes before the unit that stands first; then the others, then none."""
    shown = []
    for _ in range(3):
        tab.press("w")
        shown.append(tab.ask("document.querySelector('.record.current .why')?.textContent ?? ''"))
    assert [[rule for rule in ("time.", "unit.") if rule in why] for why in shown] == [["time."], ["unit."], []]


def test_what_is_missing_says_why(tab: Tab) -> None:
    """A record without a unit says where none was found, by a click or a key, and what to do."""
    tab.choose(4)
    tab.page.click(".record.current .value.missing:has-text('无单位')")
    assert "没有读到单位" in tab.ask("document.querySelector('.record.current .why').textContent")
    tab.press("w")
    assert "没有读到时限" in tab.ask("document.querySelector('.record.current .why').textContent")


def test_the_tab_key_goes_through_the_page_in_order(tab: Tab) -> None:
    """Head, legend, document, divider, filters, list: as it is read."""
    tab.ask("document.querySelector('.skip').focus()")
    place = "(document.activeElement.closest('nav, #legend, #text, #divider, #chips, #list') ?? document).id"
    order: list[str] = []
    while "list" not in order and len(order) < 40:
        tab.press("Tab")
        order.append(tab.ask(place) or "")
    assert [*dict.fromkeys(filter(None, order))] == ["acts", "legend", "text", "divider", "chips", "list"]


def test_each_value_says_why(tab: Tab) -> None:
    """The rule, its file and its reason, the place and the source line, as ``explain`` says them."""
    tab.page.click("#rows .record:has-text('不低于22家') .words")
    rule = read(LONG_PLAN).document.tasks[0].units[0].rule
    tab.press("w")
    why = tab.ask("document.querySelector('.why').textContent")
    reason = next(one for one in load_rules() if one.id == rule)
    chinese = to_chinese(reason.reason)
    assert all(words in why for words in (rule, chinese, f"{reason.file}:{reason.line}", "文件第 4 行"))
    assert tab.ask("document.querySelector('mark.lit').textContent") == "市卫生健康委"


def test_the_page_speaks_two_languages(tab: Tab) -> None:
    """The button changes all words; the choice is kept."""
    tab.page.click("#acts button[lang=en]")
    assert tab.ask("document.documentElement.lang") == "en"
    assert "Records" in tab.ask("document.getElementById('records-title').textContent")
    assert "In doubt" in tab.ask("document.getElementById('chips').textContent")


def test_an_index_leads_to_its_pages(browser: Any, tmp_path: Path) -> None:
    """Names of any kind are words there; what was checked on a page is counted."""
    papers = tmp_path / "档案"
    papers.mkdir()
    (papers / "<b>清单 #1&amp;.txt").write_text(LONG_PLAN)
    call("review", papers, "-o", tmp_path / "核对")
    tab = Tab(browser, tmp_path / "核对" / "index.html")
    assert "<b>清单 #1&amp;.txt" in tab.ask("document.querySelector('.file').textContent")
    tab.page.click("#papers a")
    tab.wait("document.documentElement.dataset.ready === 'yes' && document.getElementById('sheet') !== null")
    tab.press("Space", "x")
    tab.open(tmp_path / "核对" / "index.html")
    assert "2 / 5" in tab.ask("document.querySelector('#papers tbody tr').textContent")
    tab.page.fill("#search", "没有")
    assert tab.ask("document.querySelectorAll('#papers tbody tr').length") == 0
    assert tab.said == []
    tab.context.close()


# --- corrections by hand -----------------------------------------------------------------------------

CORRECTIONS, GOLD = "#dialog .offer:nth-of-type(1)", "#dialog .offer:nth-of-type(2)"


def export_lines(tab: Tab) -> list[dict[str, Any]]:
    """The lines of corrections.jsonl as the page writes them."""
    return [json.loads(line) for line in tab.download(CORRECTIONS).splitlines()]


def changes(lines: list[dict[str, Any]]) -> list[tuple[str, Any]]:
    """What was changed, and the names of the values it was changed to."""
    return [(line["field"], _brief(line["new"])) for line in lines]


def _brief(value: Any) -> Any:
    if isinstance(value, list):
        return [_brief(one) for one in value]
    names = ("name", "title", "text")
    return next((value[name] for name in names if name in value), value) if isinstance(value, dict) else value


def test_a_record_is_corrected_in_its_card(tab: Tab) -> None:
    """Every value has its place in the form; a correction counts as checked, shows what was, and is undone at once."""
    tab.choose(4)
    tab.press("e")
    tab.page.fill(".form textarea", "加强宣传引导。")
    for name, words in (("单位", "市委宣传部"), ("主体", "各街道"), ("时限", "2022年底前"), ("引用", "《宣传办法》")):
        tab.page.click(f".form .add:has-text('{name}')")
        tab.page.fill(f".form fieldset:has(.add:has-text('{name}')) div.line:last-of-type input[type=text]", words)
    tab.page.fill(".form input[type=date]", "2022-12-31")
    tab.page.select_option(".form fieldset select >> nth=0", "request")
    tab.page.fill(".form input[aria-label=所属]", "三、落实保障")
    tab.press("Control+Enter")
    assert tab.verdicts() == {4: "fixed"}
    assert "原为" in tab.ask("document.querySelector('.record.current .earlier').textContent")
    lines = export_lines(tab)
    assert changes(lines) == [
        ("text", "加强宣传引导。"),
        ("kind", "request"),
        ("path", ["落实保障"]),
        ("units", ["市委宣传部"]),
        ("actors", ["各街道"]),
        ("times", ["2022年底前"]),
        ("references", ["《宣传办法》"]),
    ]
    assert lines[2]["new"][0] | {"span": []} == {"label": "三、", "number": 3, "title": "落实保障", "span": []}
    tab.press("u")
    assert tab.verdicts() == {}


def test_a_form_is_left_without_a_trace(tab: Tab) -> None:
    """Esc leaves what was, and a form that was saved as it came is no correction."""
    tab.choose(1)
    tab.press("e")
    tab.page.fill(".form textarea", "甲。")
    tab.press("Escape", "e", "Control+Enter")
    assert tab.verdicts() == {}


@pytest.mark.parametrize(
    ("name", "field", "words", "said"),
    [
        pytest.param("目标", "input[type=text]", "多建几家", "数值", id="a target without a number"),
        pytest.param("时限", "input[aria-label=P3M]", "常常", "P3M", id="no interval"),
    ],
)
def test_a_form_keeps_what_cannot_be_saved(tab: Tab, name: str, field: str, words: str, said: str) -> None:
    """What no record can hold is said, and the form stays open."""
    tab.choose(1)
    tab.press("e")
    tab.page.click(f".form .add:has-text('{name}')")
    line = f".form fieldset:has(.add:has-text('{name}')) div.line:last-of-type"
    tab.page.fill(f"{line} input[type=text]", "甲")
    if name == "时限":
        tab.page.select_option(f"{line} select", "recurring")
    tab.page.fill(f"{line} {field}", words)
    tab.press("Control+Enter")
    assert said in tab.ask("document.getElementById('toast').textContent")
    assert tab.ask("document.querySelector('.form') !== null")
    assert tab.verdicts() == {}


KEPT = ["没有", "{}", '{"items": {"a": {"record": 1}}}', '{"items": {"+1": {"added": true, "record": {}}}}']


@pytest.mark.parametrize("kept", KEPT)
def test_what_the_browser_kept_cannot_break_the_page(tab: Tab, kept: str) -> None:
    """Of another version, or of somebody else: the page opens as if nothing was kept."""
    sha256 = read(LONG_PLAN).document.source.sha256
    tab.ask("([key, kept]) => localStorage.setItem(key, kept)", [f"docx2tasks:review:{sha256}", kept])
    tab.page.goto(tab.page.url.split("#")[0] + "#%")
    tab.page.reload()
    tab.wait("document.documentElement.dataset.ready === 'yes'")
    assert len(_shown(tab)) == 5
    tab.page.click("#acts .main")
    tab.page.click(CORRECTIONS)
    tab.page.goto(tab.page.url.split("#")[0])


def test_words_of_the_paper_become_values(tab: Tab) -> None:
    """A selection is a unit, a time or a target of the chosen record, at its place in the text."""
    tab.choose(4)
    tab.select("市教育局", "2.市教育局")
    tab.press("1")
    tab.select("6月30日前")
    tab.press("4")
    for key, words in (("6", "市民政局"), ("7", "各县区人民政府"), ("8", "《某市服务办法》")):
        tab.select(words)
        tab.press(key)
    lines = export_lines(tab)
    text = read(LONG_PLAN).source.text
    assert changes(lines) == [
        ("units", ["市教育局", "市民政局"]),
        ("actors", ["各县区人民政府"]),
        ("times", ["6月30日前"]),
        ("references", ["《某市服务办法》"]),
    ]
    lines = [line for line in lines if line["field"] in {"units", "times"}]
    assert [text[slice(*line["new"][-1]["span"][0])] for line in lines] == ["市民政局", "6月30日前"]
    assert [unit["role"] for unit in lines[0]["new"]] == ["lead", "oversee"]


def test_words_of_the_paper_become_a_record(tab: Tab) -> None:
    """It stands in its place of the order, below the headings of the record before it; deleting it leaves nothing."""
    tab.select("二、保障")
    tab.press("n")
    assert tab.verdicts() == {4: "added"}
    ((field, words),) = changes(export_lines(tab))
    assert (field, words) == ("task", "保障")
    tab.press("u")
    assert export_lines(tab) == []


ROWS = docx(
    p("某市2022年任务清单"),
    tbl(
        tr(tc(p("任务")), tc(p("措施")), tc(p("责任单位")), tc(p("完成时限"))),
        tr(tc(p("治水")), tc(p("1.清淤30公里。")), tc(p("市水务局"), merge="restart"), tc(p("6月底前"))),
        tr(tc(p("建闸")), tc(p("1.建闸2座；巡查河道。")), tc(p(""), merge=""), tc(p("9月底前"))),
    ),
    p("1.加强宣传。印发手册。（责任单位：市委宣传部）"),
)
def test_an_added_record_has_the_units_around_it(browser: Any, tmp_path: Path) -> None:
    """Those of its row, with the times of the row's column, or of its paragraph: what is printed once for all."""
    tab = Tab(browser, write_page(tmp_path, ROWS))
    for words, names in (("巡查河道", ["市水务局", "9月底前"]), ("印发手册", ["市委宣传部"])):
        tab.select(words)
        tab.press("n")
        (line,) = export_lines(tab)
        assert [one.get("name") or one["text"] for one in (*line["new"]["units"], *line["new"]["times"])] == names
        tab.press("u")
    assert tab.said == []
    tab.context.close()


def test_split_and_join(tab: Tab) -> None:
    """Two records of one, each with its own times; and one of two, units once for each name and role."""
    tab.choose(1)
    tab.press("e")
    tab.ask("""() => { const area = document.querySelector('.form textarea'); area.setSelectionRange(6, 6); }""")
    tab.page.click(".form .do .quiet")
    assert tab.verdicts() == {1: "fixed", 2: "added"}
    made = {line["field"]: line for line in export_lines(tab) if line["field"] in {"text", "task"}}
    assert made["text"]["new"] + made["task"]["new"]["text"] == "12月底前建成不低于22家服务站。"
    tab.press("u")
    tab.choose(1)
    tab.page.click(".record.current .do .quiet:has-text('合并')")
    assert tab.verdicts() == {1: "fixed", 2: "gone"}
    tab.press("u")
    assert tab.verdicts() == {}


def test_gold_of_an_untouched_page_is_what_was_read(tab: Tab) -> None:
    """Nothing is lost or changed on the way through the page."""
    gold, document = json.loads(tab.download(GOLD)), read(LONG_PLAN).document
    assert [task["text"] for task in gold["tasks"]] == [task.text for task in document.tasks]
    for found, task in zip(gold["tasks"], document.tasks, strict=True):
        for name in ("path", "units", "times", "targets"):
            values = [value.model_dump() for value in getattr(task, name)]
            assert found[name] == [{key: value[key] for key in found[name][0]} for value in values]


def test_offsets_go_out_as_characters(browser: Any, tmp_path: Path) -> None:
    """Where a character takes two units, what is exported counts characters, and comes back to its place."""
    tab = Tab(browser, write_page(tmp_path, HOSTILE))
    tab.choose(2)
    tab.select("市民政局", "整治")
    tab.press("2")
    (line,) = export_lines(tab)
    text = read(HOSTILE).source.text
    assert [text[slice(*unit["span"][0])] for unit in line["new"]] == [unit["name"] for unit in line["new"]]
    file = tmp_path / "更正.jsonl"
    file.write_text(json.dumps(line, ensure_ascii=False) + "\n")
    tab.press("u")
    tab.upload(file)
    tab.wait("document.querySelector('.record.fixed')")
    assert export_lines(tab) == [line]
    tab.context.close()


def test_export_and_import_are_one_round(tab: Tab, tmp_path: Path) -> None:
    """What was exported comes back the same; what does not fit is counted."""
    tab.press("Space", "x")
    tab.choose(4)
    tab.press("e")
    tab.page.fill(".form textarea", "加强宣传引导。")
    tab.press("Control+Enter")
    tab.select("二、保障")
    tab.press("n")
    file = tmp_path / "更正.jsonl"
    lines = export_lines(tab)
    stranger = lines[0] | {"task": "000000000000"}
    file.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in [*lines, stranger]))
    before = tab.verdicts()
    tab.page.click("#acts .main")
    tab.page.click("#dialog .offer:nth-of-type(3)")
    assert tab.verdicts() == {}
    tab.upload(file)
    tab.wait("document.querySelector('.record.fixed')")
    assert tab.verdicts() == before
    assert export_lines(tab) == lines
    assert "1 项对不上" in tab.ask("document.getElementById('toast').textContent")


def test_what_the_page_exports_the_program_applies(tab: Tab, tmp_path: Path) -> None:
    """Corrected, split, joined, deleted and added: parse with the corrections gives the records of the page."""
    tab.choose(1)
    tab.press("e")
    tab.ask("""() => { const area = document.querySelector('.form textarea'); area.setSelectionRange(6, 6); }""")
    tab.page.click(".form .do .quiet")
    tab.choose(4)
    tab.press("d")
    tab.choose(3)
    tab.select("市教育局", "2.市教育局")
    tab.press("1")
    tab.select("每季", "2.")
    tab.press("4")
    tab.select("二、保障")
    tab.press("n")
    tab.choose(3)
    tab.page.click(".record.current .do .quiet:has-text('合并')")
    gold, file, source = json.loads(tab.download(GOLD)), tmp_path / "更正.jsonl", tmp_path / "清单.txt"
    file.write_text(tab.download(CORRECTIONS))
    source.write_text(LONG_PLAN)
    result = call("parse", source, "--corrections", file)
    document = json.loads(result.stdout)
    assert "correction-unfit" not in {one["code"] for one in document["diagnostics"]}
    for found, task in zip(document["tasks"], gold["tasks"], strict=True):
        assert {key: found[key] for key in ("text", "label", "number", "kind", "references")} == {
            key: task[key] for key in ("text", "label", "number", "kind", "references")
        }
        assert [unit["name"] for unit in found["units"]] == [unit["name"] for unit in task["units"]]
        assert [time["text"] for time in found["times"]] == [time["text"] for time in task["times"]]


def _correct_ten_things(tab: Tab) -> None:
    """Text, kind, heading, role, actor, time, target and reference, an added record and a deleted one."""
    tab.choose(1)
    tab.press("e")
    tab.page.select_option(".form select >> nth=2", "lead")
    tab.page.click(".form .add:has-text('单位')")
    tab.page.fill(".form fieldset:has(.add:has-text('单位')) div.line:last-of-type input[type=text]", "市卫健委")
    tab.press("Control+Enter")
    tab.choose(4)
    tab.press("e")
    tab.page.fill(".form textarea", "加强宣传引导。")
    tab.page.select_option(".form fieldset select >> nth=0", "request")
    tab.page.fill(".form input[aria-label=所属]", "三、落实保障")
    for name, words in (("主体", "各街道"), ("时限", "2022年底前"), ("目标", "30家"), ("引用", "《宣传办法》")):
        tab.page.click(f".form .add:has-text('{name}')")
        tab.page.fill(f".form fieldset:has(.add:has-text('{name}')) div.line:last-of-type input[type=text]", words)
    tab.page.fill(".form input[type=date]", "2022-12-31")
    tab.page.fill(".form input[type=number]", "30")
    tab.press("Control+Enter")
    tab.select("二、保障")
    tab.press("n")
    tab.choose(2)
    tab.press("d")


def _to_compared(tasks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records with all that a page can change; gold says nothing of places, rules and usual names."""
    fields = ("text", "label", "number", "part", "kind", "path", "units", "actors", "times", "targets", "references")
    return [{name: _to_bare(task.get(name)) for name in fields} for task in tasks]


def _to_bare(value: Any) -> Any:
    if isinstance(value, list):
        return [_to_bare(one) for one in value]
    if isinstance(value, dict):
        return {key: one for key, one in value.items() if key not in {"span", "canonical", "rule"}}
    return value


def test_ten_corrections_are_one_circle(tab: Tab, tmp_path: Path) -> None:
    """What was corrected on the page is what parse gives with the corrections: every field of every record."""
    _correct_ten_things(tab)
    gold, file, source = json.loads(tab.download(GOLD)), tmp_path / "更正.jsonl", tmp_path / "清单.txt"
    lines = export_lines(tab)
    assert {line["field"] for line in lines} == {
        "units", "text", "kind", "path", "actors", "times", "targets", "references", "task"
    }  # fmt: skip
    assert len(lines) == 10
    file.write_text(tab.download(CORRECTIONS))
    source.write_text(LONG_PLAN)
    document = json.loads(call("parse", source, "--corrections", file).stdout)
    assert _to_compared(document["tasks"]) == _to_compared(gold["tasks"])
    assert [unit["canonical"] for unit in document["tasks"][0]["units"] if unit["name"] == "市卫健委"] == [
        "市卫生健康委"
    ]
    codes = [one["code"] for one in document["diagnostics"]]
    assert (codes.count("corrected"), codes.count("correction-unfit")) == (10, 0)
    (tmp_path / "清单.json").write_text(json.dumps(document))
    (tmp_path / "标注.json").write_text(json.dumps(gold))
    scored = call("score", tmp_path / "清单.json", tmp_path / "标注.json", "--at-least", "1.0", "-f", "json")
    fields = json.loads(scored.stdout)["fields"]
    assert (scored.returncode, {name: one["f1"] for name, one in fields.items() if one["f1"] < 1}) == (0, {})


def test_two_reviewers_are_merged(tab: Tab, tmp_path: Path) -> None:
    """What only one of them changed is taken; where they disagree, both are shown and one is chosen."""
    ids = [task.id for task in read(LONG_PLAN).document.tasks]
    unit = {"name": "市委宣传部", "role": "lead", "inherited": False, "span": [], "rule": None}

    def line(number: int, field: str, new: object, who: str) -> dict[str, object]:
        return {"task": ids[number], "field": field, "new": new, "who": who}

    first = [line(3, "text", "甲。", "张三"), line(0, "verdict", "right", "张三"), line(1, "verdict", "right", "张三")]
    second = [line(3, "text", "乙。", "李四"), line(3, "units", [unit], "李四"), line(0, "verdict", "wrong", "李四")]
    files = [tmp_path / "一.jsonl", tmp_path / "二.jsonl"]
    for file, lines in zip(files, (first, second), strict=True):
        file.write_text("".join(json.dumps(one) + "\n" for one in lines))
    tab.upload(*files)
    tab.wait("document.querySelectorAll('.conflict').length === 2")
    assert "张三" in tab.ask("document.getElementById('dialog').textContent")
    tab.page.click("#dialog .conflict:first-of-type input[value=other]")
    tab.page.click("#dialog .main")
    assert tab.verdicts() == {1: "right", 2: "right", 4: "fixed"}
    assert ("text", "乙。") in changes(export_lines(tab))
    assert ("units", ["市委宣传部"]) in changes(export_lines(tab))


def test_an_added_task_without_a_place_has_that_of_its_words(tab: Tab, tmp_path: Path) -> None:
    """As a workbook gives it; one whose words are not in the document is counted."""
    file = tmp_path / "更正.jsonl"
    new = ({"text": "要在6月30日前报送名单"}, {"text": "不在文件里"})
    lines = [{"task": f"+{n}", "field": "task", "old": None, "new": one} for n, one in enumerate(new, 1)]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    tab.upload(file)
    tab.wait("document.querySelector('.record.added')")
    assert tab.verdicts() == {6: "added"}
    assert "1 项对不上" in tab.ask("document.getElementById('toast').textContent")


def test_corrections_of_another_version_are_realigned(tab: Tab, tmp_path: Path) -> None:
    """By the first words of their record where its id is another; their values stand where their words do now."""
    document, file = read(LONG_PLAN), tmp_path / "更正.jsonl"
    unit = {"name": "各地", "role": "lead", "inherited": False, "span": [[0, 2]], "rule": None}
    head = {"sha256": "0" * 64, "field": "units", "new": [unit | {"name": "宣传"}]}
    lines = [head | {"task": f"00000000000{n}", "text": words} for n, words in enumerate(("加强宣传。", "早已删去。"))]
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    tab.upload(file)
    tab.wait("document.querySelector('.record.fixed')")
    assert tab.verdicts() == {4: "fixed"}
    said = tab.ask("document.getElementById('toast').textContent")
    assert ("另一个文件" in said, "1 项对不上" in said) == (True, True)
    (line,) = export_lines(tab)
    at = document.source.text.index("宣传")
    assert line["new"][0]["span"] == [[at, at + 2]]


TIME = {"text": "甲", "kind": "deadline", "start": None, "end": "31日", "every": None}
BROKEN = {
    "no JSON": "没有",
    "a list": "[]",
    "no id": '{"task": 1}',
    "the prototype": '{"task": "__proto__", "field": "verdict", "new": "right"}',
    "the constructor": '{"task": "constructor", "field": "task", "new": {"text": "甲"}}',
    "no such field": '{"task": "ID", "field": "tasks", "new": []}',
    "no list": '{"task": "ID", "field": "units", "new": "市财政局"}',
    "no role": '{"task": "ID", "field": "units", "new": [{"name": "市财政局", "role": "boss"}]}',
    "nothing": '{"task": "ID", "field": "units", "new": [null]}',
    "no date": json.dumps({"task": "ID", "field": "times", "new": [TIME]}),
    "backwards": '{"task": "ID", "field": "location", "new": {"start": 9, "end": 3}}',
    "without an end": '{"task": "+1", "field": "task", "new": {"text": "甲", "location": {"start": 1}}}',
}


def test_what_is_no_correction_changes_nothing(tab: Tab, tmp_path: Path) -> None:
    """A file of another kind is refused in words."""
    file, own = tmp_path / "别的.jsonl", read(LONG_PLAN).document.tasks[0].id
    for name, words in BROKEN.items():
        file.write_text(words.replace("ID", own))
        tab.ask("document.getElementById('toast').textContent = ''")
        tab.upload(file)
        tab.wait("document.getElementById('toast').textContent !== ''")
        assert "读不懂" in tab.ask("document.getElementById('toast').textContent"), name
    assert tab.verdicts() == {}


def test_print_is_a_protocol(tab: Tab) -> None:
    """On paper: a row a task with its units, times and verdict, and places to sign."""
    tab.press("Space")
    tab.ask("window.dispatchEvent(new Event('beforeprint'))")
    rows = tab.ask("[...document.querySelectorAll('#print tbody tr:not(.heading)')].map((row) => row.textContent)")
    assert len(rows) == 5
    assert "无误" in rows[2]
    assert "XX月底前年份或月份不明，未推算" in rows[2]
    assert "牵头：市卫生健康委" in rows[0]
    assert "共 5 项；无误 1" in tab.ask("document.querySelector('#print .facts').textContent")
