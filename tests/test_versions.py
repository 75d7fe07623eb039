"""Two versions of a paper: each change that was made is found, and no other."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from build_docx import docx, p
from hypothesis import given, settings
from hypothesis import strategies as st
from program import PLAN, call
from versions import NOUNS, KnownLevels, KnownVersions, PlannedPaper, make_levels, make_versions

from docx2tasks import parse
from docx2tasks.compare.changes import FIELDS
from docx2tasks.compare.levels import UpperTask, compare_levels
from docx2tasks.compare.lines import levels_to_lines, versions_to_lines
from docx2tasks.compare.tasks import ComparedTask
from docx2tasks.compare.values import levels_to_values
from docx2tasks.compare.verdict import levels_to_verdict, versions_to_verdict
from docx2tasks.compare.versions import VersionComparison, compare_versions
from docx2tasks.compare.words import find_word_changes, fold_words
from docx2tasks.control_chars import escape_controls
from docx2tasks.errors import ExitCode
from docx2tasks.office.papers import Paper, document_to_paper
from docx2tasks.results.compare.run import WHAT

LONGEST_FIRST = sorted(NOUNS, key=len, reverse=True)


def to_paper(words: str, name: str = "方案.txt") -> Paper:
    return document_to_paper(name, parse(words.encode()))


def to_json(words: str) -> str:
    return parse(words.encode()).model_dump_json()


def compare(old: PlannedPaper | str, new: PlannedPaper | str, only: frozenset[str] = frozenset()) -> VersionComparison:
    """The comparison of two papers."""
    before, after = (to_paper(one if isinstance(one, str) else one.to_text()) for one in (old, new))
    return compare_versions([before], [after], only)


def name_of(tasks: Iterable[ComparedTask]) -> str:
    """What a drawn task is known by."""
    text = "".join(task.text for task in tasks)
    return next((noun for noun in LONGEST_FIRST if noun in text), text)


def told(found: VersionComparison) -> Counter[tuple[str, str]]:
    """All changes that were found, by kind and task."""
    changes = Counter((change, name_of((*row.new, *row.old))) for row in found.rows for change in row.changes)
    changes.update(("headings", heading.new) for one in found.papers for heading in one.headings)
    changes.update(("facts", fact) for one in found.papers for fact in one.facts)
    return changes


def errors_of(made: KnownVersions) -> int:
    """How many changes are missed, and invented."""
    found = told(compare(made.old, made.new))
    return ((made.known - found) + (found - made.known)).total()


@pytest.mark.parametrize("seed", range(3))
def test_each_change_is_found_and_none_invented(seed: int) -> None:
    """36 changes of all kinds at once."""
    made = make_versions(seed)
    assert made.known.total() == 36
    assert told(compare(made.old, made.new)) == made.known


@pytest.mark.long
def test_many_drawn_versions() -> None:
    """Of 3,600 changes in 100 pairs of versions, at most a thousandth is missed or invented."""
    assert sum(errors_of(make_versions(seed)) for seed in range(100)) <= 4


@pytest.mark.parametrize(("marks", "width"), [("1.", 34), ("（1）", 0), ("1、", 29)])
def test_numbers_and_line_breaks_are_no_changes(marks: str, width: int) -> None:
    """They are told in the line of the verdict, which is all there is."""
    paper = make_versions(7).old
    found = compare(paper.to_text(), paper.to_text(marks, width))
    assert not found.is_changed
    assert not found.count()
    assert versions_to_verdict(found).startswith("no differences: ")


def test_another_number_is_told_and_no_difference() -> None:
    words = versions_to_verdict(compare(PLAN, change(("2.每季", "3.每季"), ("检查。", "检查；"))))
    assert words == "no differences: 2 tasks; 1 numbered otherwise; 1 with other punctuation"


def change(*pairs: tuple[str, str]) -> str:
    """The plan with words replaced."""
    words = PLAN
    for old, new in pairs:
        assert old in words
        words = words.replace(old, new)
    return words


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([("开展检查", "开展两轮检查")], {"text": 1}, id="words"),
        pytest.param([("市民政局", "市教育局")], {"units": 1}, id="unit"),
        pytest.param([("市卫生健康委", "市卫健委")], {}, id="the same unit, shorter"),
        pytest.param([("配合单位", "责任单位")], {"roles": 1}, id="role"),
        pytest.param([("12月底前", "9月底前")], {"times": 1}, id="date"),
        pytest.param([("12月底前", "12月31日前")], {"text": 1}, id="the same date in other words"),
        pytest.param([("22家", "33家")], {"targets": 1}, id="quantity"),
        pytest.param([("每季一次", "各乡镇每季一次")], {"actors": 1}, id="actor"),
        pytest.param([("优化服务", "优化便民服务")], {"headings": 1}, id="heading"),
        pytest.param([("2022年重点任务", "2023年重点任务")], {"facts": 1}, id="title, same dates"),
        pytest.param([("（", "("), ("）", ")"), ("：", ":"), ("。", "；")], {}, id="signs"),
        pytest.param([("12月", "１２ 月")], {}, id="width and blanks"),
    ],
)
def test_a_change_is_told_once(pairs: list[tuple[str, str]], expected: dict[str, int]) -> None:
    """A date, a quantity, a unit is no change of words besides; what means the same is none of units."""
    assert dict(compare(PLAN, change(*pairs)).count()) == expected


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        pytest.param("每季一次开展检查。", "每月一次开展两轮检查；", "每[季|月]一次开展[|两轮]检查", id="words"),
        pytest.param("不低于22.5家", "不低于25家", "不低于[22.5|25]家", id="a number is one word"),
        pytest.param("甲、乙和丙", "甲，乙和丙", "甲乙和丙", id="signs"),
        pytest.param("建成甲园", "修缮甲馆", "[建成甲园|修缮甲馆]", id="one sign between two changes"),
        pytest.param("", "新增", "[|新增]", id="nothing before"),
        pytest.param("甲。" * 2000 + "乙", "丙。" + "甲。" * 2000, "[|丙。]" + "甲" * 2000 + "[乙|]", id="long"),
    ],
)
def test_changed_words(old: str, new: str, marked: str) -> None:
    """Each stretch of both texts is there, in order."""
    found = find_word_changes(old, new)
    assert ("".join(one.old for one in found), "".join(one.new for one in found)) == (old, new)
    shown = (fold_words(one.new) if one.is_same else f"[{one.old}|{one.new.rstrip('；')}]" for one in found)
    assert "".join(shown) == marked


def test_papers_are_paired_by_name_and_by_words() -> None:
    """Of folders: the same name, else the likest words; the others are new or gone."""
    plans = [make_versions(seed).old.to_text().replace("青川", place) for seed, place in enumerate("甲乙丙丁")]
    olds = [to_paper(plans[0], "甲.txt"), to_paper(plans[1], "乙.txt"), to_paper(plans[2], "丙.txt")]
    news = [to_paper(plans[1], "乙（定稿）.txt"), to_paper(plans[0], "甲.txt"), to_paper(plans[3], "丁.txt")]
    found = compare_versions(olds, news)
    names = [(one.old and one.old.name, one.new and one.new.name) for one in found.papers]
    assert names == [("乙.txt", "乙（定稿）.txt"), ("甲.txt", "甲.txt"), (None, "丁.txt"), ("丙.txt", None)]
    assert "1 document added; 1 document dropped" in versions_to_verdict(found)


@pytest.mark.parametrize(
    ("only", "expected"),
    [("text", {"text": 1}), ("units,times", {"units": 1}), ("gained", {"added": 1}), ("lost", {}), ("facts", {})],
)
def test_only(only: str, expected: dict[str, int]) -> None:
    """What was not asked for counts nowhere."""
    new = change(("开展检查", "开展两轮检查"), ("市民政局", "市教育局")) + "3.建成十个公园。（责任单位：市园林局）\n"
    assert dict(compare(PLAN, new, frozenset(only.split(","))).count()) == expected
    assert set(FIELDS) <= set(WHAT)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Two versions as records, the later one with another unit and a task more."""
    new = change(("市民政局", "市教育局")) + "3.建成十个公园。（责任单位：市园林局）\n"
    for name, words in (("旧.json", PLAN), ("新.json", new)):
        (tmp_path / name).write_text(to_json(words), encoding="utf-8")
    return tmp_path / "旧.json", tmp_path / "新.json"


def test_lines(files: tuple[Path, Path]) -> None:
    """The verdict first, the changed words marked and none cut away."""
    result = call("compare", *files)
    assert result.returncode == ExitCode.DIFFERENT
    verdict, _, *lines = result.stdout.decode().splitlines()
    assert verdict == "2 of 3 tasks differ: 1 added, 1 with other units"
    assert "    units  [-市民政局-]{+市教育局+}" in lines
    assert "    {+建成十个公园。+}" in lines
    coloured = call("compare", *files, env={"FORCE_COLOR": "1"}).stdout.decode()
    assert "\x1b[9;31m[-市民政局-]" in coloured


ARTICLES = "某市养犬办法\n第一条 本办法所称犬只，是指家养犬。\n第二条 市公安局应当在6月底前建立犬只档案。\n"


def test_lines_of_tasks_keep_no_provisions() -> None:
    """What a source does not hold has not been dropped: provisions, and facts of the document."""
    whole = Paper("办法", json.loads(to_json(ARTICLES)))
    assert whole.document["provisions"]
    lines = Paper("办法", {"document": {"title": "某市养犬办法"}, "tasks": whole.document["tasks"]})
    for old, new in ((whole, lines), (lines, whole)):
        assert versions_to_verdict(compare_versions([old], [new])) == "no differences: 1 task"
    assert versions_to_verdict(compare_versions([whole], [whole])) == "no differences: 2 tasks and provisions"


@pytest.mark.parametrize("shape", ["docx", "html"])
def test_formats_are_no_differences(shape: str) -> None:
    """The same words as text, in Word and on a page."""
    words = make_versions(11).old.to_text()
    lines = words.splitlines()
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in lines) + "</body></html>"
    data = docx(*map(p, lines)) if shape == "docx" else page.encode()
    found = compare_versions([to_paper(words)], [document_to_paper("b", parse(data))])
    assert versions_to_verdict(found) == "no differences: 51 tasks"


WORDS = st.text("甲乙丙，1。", max_size=9)
TASKS = st.lists(st.tuples(WORDS, st.sampled_from(["一", "二"])), max_size=7)


def make_records(tasks: Sequence[tuple[str, str]]) -> Paper:
    """Tasks with these words below these headings, as records."""
    made = [{"text": words, "kind": "measure", "path": [{"title": heading}]} for words, heading in tasks]
    return Paper("甲", {"tasks": made, "provisions": []})


@settings(max_examples=60, deadline=None)
@given(TASKS, TASKS)
def test_each_task_is_in_one_row(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> None:
    """However alike tasks are: none is lost, none is there twice; and a paper does not differ from itself."""
    found = compare_versions([make_records(old)], [make_records(new)])
    for side, size in ((0, len(old)), (1, len(new))):
        numbers = sorted(task.number for row in found.rows for task in (row.old, row.new)[side])
        assert numbers == [*range(1, size + 1)]
    assert not compare_versions([make_records(old)], [make_records(old)]).is_changed
    assert bool(found.is_changed) == bool(found.count())


def test_papers_without_tasks() -> None:
    assert versions_to_verdict(compare("通知。", "通告。")) == "no tasks in either version"
    assert levels_to_verdict(compare_levels([to_paper("通知。")], [to_paper(LOWER)])).startswith("no tasks in the")


def test_nothing_of_a_document_moves_the_cursor() -> None:
    """Control signs and turned writing of records are shown as escapes."""
    old, new = (json.loads(to_json(PLAN)) for _ in range(2))
    new["tasks"][0]["text"] = "开\x1b[2J展\u202e检查\n与\t整治"
    found = compare_versions([Paper("旧", old)], [Paper("新\x1b", new)])
    for line in versions_to_lines(found):
        words = "".join(one.marked for one in line)
        assert words == escape_controls(words)


def test_nothing_different_is_one_line(files: tuple[Path, Path]) -> None:
    result = call("compare", files[0], files[0])
    assert (result.returncode, result.stdout.decode()) == (ExitCode.OK, "no differences: 2 tasks\n")


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ([], ExitCode.DIFFERENT),
        (["--fail-on", "tasks"], ExitCode.OK),
        (["--only", "lost"], ExitCode.OK),
        (["--only", "word"], ExitCode.USAGE),
    ],
)
def test_exit_codes(files: tuple[Path, Path], args: list[str], code: ExitCode) -> None:
    assert call("compare", *files, *args).returncode == code
    turned = call("compare", *reversed(files), "--fail-on", "tasks")
    assert turned.returncode == ExitCode.DIFFERENT


def test_json_is_as_documented(files: tuple[Path, Path]) -> None:
    """Its keys are those of docs/compare.md."""
    found = json.loads(call("compare", *files, "-f", "json").stdout)
    page = (Path(__file__).parents[1] / "docs" / "compare.md").read_text(encoding="utf-8")
    assert [key for key in _keys(found) if f"`{key}`" not in page] == []


def test_papers_and_records_are_compared_alike(files: tuple[Path, Path], tmp_path: Path) -> None:
    """A document is read, a record is not; there is no difference between them."""
    (tmp_path / "旧.txt").write_text(PLAN, encoding="utf-8")
    found = call("compare", tmp_path / "旧.txt", files[0], "--jobs", "1", "-q")
    assert (found.returncode, found.stdout) == (ExitCode.OK, b"no differences: 2 tasks\n")


# --- two levels --------------------------------------------------------------------------------------


def compare_drawn(made: KnownLevels) -> tuple[UpperTask, ...]:
    upper, lower = (to_paper(paper.to_text()) for paper in (made.upper, made.lower))
    return compare_levels([upper], [lower]).tasks


def level_errors(made: KnownLevels) -> int:
    """How many tasks have a counterpart that is none, or none where there is one."""
    wrong = 0
    for one in compare_drawn(made):
        name = name_of([one.task])
        found = name_of([one.counterparts[0].task]) if one.counterparts else None
        wrong += found != (None if name in made.gaps else name)
    return wrong


@pytest.mark.parametrize("seed", range(3))
def test_gaps_of_two_levels(seed: int) -> None:
    """20 tasks that a city words its own way, and 5 that it has nothing of."""
    made = make_levels(seed)
    assert len(compare_drawn(made)) == 25
    assert level_errors(made) == 0


@pytest.mark.long
def test_many_drawn_levels() -> None:
    """Of 2,000 tasks, at most two in a thousand are found otherwise."""
    assert sum(level_errors(make_levels(seed)) for seed in range(80)) <= 4


UPPER = """云岭省2022年任务清单
1.6月底前新建社区食堂40家。（责任单位：省民政厅）
2.推广节水灌溉。（责任单位：省水利厅）
"""
LOWER = """青川市2022年任务清单
1.9月底前建成社区食堂4家，方便老人就餐。（责任单位：市民政局）
2.修缮城墙。
"""


def test_levels_begin_with_coverage() -> None:
    """Then what has no counterpart, and what is due later than above."""
    found = compare_levels([to_paper(UPPER)], [to_paper(LOWER)])
    assert levels_to_verdict(found) == "1 of 2 tasks have a counterpart, 1 have none; 1 due later than above"
    lines = ["".join(one.marked for one in line) for line in levels_to_lines(found)]
    assert "~ 1 → 1  due later  [-2022-06-30-]{+2022-09-30+}  1." in lines
    assert lines[-3:] == ["- 2  no counterpart  2.", "    推广节水灌溉。", "    units  省水利厅"]
    assert [task.text for task in found.own] == ["修缮城墙。"]
    page = (Path(__file__).parents[1] / "docs" / "compare.md").read_text(encoding="utf-8")
    assert [key for key in _keys(levels_to_values(found)) if f"`{key}`" not in page] == []


def test_levels_of_the_command(tmp_path: Path) -> None:
    """A gap is a difference; a paper covers itself."""
    paths = [tmp_path / "省.json", tmp_path / "市.json"]
    for path, words in zip(paths, (UPPER, LOWER), strict=True):
        path.write_text(to_json(words), encoding="utf-8")
    assert call("compare", *paths, "--levels").returncode == ExitCode.DIFFERENT
    assert call("compare", *paths, "--levels", "--fail-on", "lost").returncode == ExitCode.OK
    same = call("compare", paths[0], paths[0], "--levels", "--lang", "zh")
    assert (same.returncode, same.stdout.decode()) == (ExitCode.OK, "2 条任务都有对应任务\n")


def _keys(values: object) -> set[str]:
    """The names of all values."""
    if isinstance(values, list):
        return set().union(*map(_keys, values))
    return values.keys() | set().union(*map(_keys, values.values())) if isinstance(values, dict) else set()


def test_what_cannot_be_read_is_refused(files: tuple[Path, Path], tmp_path: Path) -> None:
    """A side without documents, and one that is not there."""
    (tmp_path / "空").mkdir()
    for name in ("空", "无.txt"):
        assert call("compare", files[0], tmp_path / name).returncode == ExitCode.REFUSED
