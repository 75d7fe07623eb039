from __future__ import annotations

import pytest
from effort import assert_grows
from hypothesis import given
from hypothesis import strategies as st

from docx2tasks.results.compare.align import TaskWords, align, longest_rising

LONG = "加快推进全市政务服务一网通办，年底前高频事项全部实现掌上办理"


def words(*texts: str) -> list[TaskWords]:
    """Tasks that are known by their words alone."""
    return [TaskWords(text, None, None) for text in texts]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("甲乙丙", "甲乙丙", [(0, 0), (1, 1), (2, 2)], id="the same"),
        pytest.param("", "甲乙", [], id="nothing before"),
        pytest.param("甲乙", "", [], id="nothing now"),
        pytest.param("甲丙", "甲乙丙", [(0, 0), (1, 2)], id="one gained in the middle"),
        pytest.param("甲乙丙", "乙丙", [(1, 0), (2, 1)], id="first lost"),
        pytest.param("甲乙丙", "甲乙", [(0, 0), (1, 1)], id="last lost"),
        pytest.param("甲甲甲乙", "甲甲乙", [(0, 0), (1, 1), (3, 2)], id="one of three repeats lost"),
        pytest.param("甲乙甲丙甲", "甲丁甲戊甲", [(0, 0), (2, 2), (4, 4)], id="repeats stay in order"),
        pytest.param("甲乙丙丁", "乙丙丁甲", [(0, 3), (1, 0), (2, 1), (3, 2)], id="first moved to the end"),
        pytest.param("甲乙", "丙丁", [], id="nothing in common"),
    ],
)
def test_the_same_words(old: str, new: str, expected: list[tuple[int, int]]) -> None:
    """Tasks of one character each: pairs are those with the same words, in order where that is possible."""
    assert align(words(*old), words(*new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param([LONG], [f"{LONG}（市大数据局负责）"], [(0, 0)], id="a clause stays in the words"),
        pytest.param([LONG], [LONG.replace("，", "。")], [(0, 0)], id="other signs"),
        pytest.param([LONG, "建成公园"], ["建成公园", LONG[:-3]], [(0, 1), (1, 0)], id="moved and changed"),
        pytest.param(["建成十个公园"], ["修订条例", "建成十个学校"], [(0, 1)], id="half alike, in order"),
        pytest.param(["建成十个公园", LONG], [LONG, "建成十座学校"], [(1, 0)], id="half alike, elsewhere: too little"),
        pytest.param(["建成十个公园", LONG], [LONG[4:], "修订条例"], [(1, 0)], id="changed at the beginning"),
        pytest.param([f"{LONG}。再建成五个公园"], [LONG, "再建成五个公园"], [(0, 0)], id="one parted into two"),
        pytest.param([LONG, "再建成五个公园"], [f"{LONG}。再建成五个公园"], [(0, 0)], id="two run together"),
        pytest.param(["甲" * 30], ["乙" * 30], [], id="nothing alike"),
    ],
)
def test_similar_words(old: list[str], new: list[str], expected: list[tuple[int, int]]) -> None:
    """What was changed is paired with what it became."""
    assert align(words(*old), words(*new)) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param(TaskWords("建成十个公园", 5, None), TaskWords("公园十个", 5, None), [(0, 0)], id="words alike"),
        pytest.param(TaskWords("建成十个公园", 5, None), TaskWords("修订条例", 5, None), [], id="place, other words"),
        pytest.param(TaskWords("建成十个公园", 5, None), TaskWords("公园十个", 9, None), [], id="another place"),
        pytest.param(TaskWords("开展检查每季一次", 5, 3), TaskWords("每季开展一次检查", 9, 3), [(0, 0)], id="number"),
    ],
)
def test_other_hints(old: TaskWords, new: TaskWords, expected: list[tuple[int, int]]) -> None:
    """The place in the source and the number count where the words are alike besides."""
    assert align([old], [new]) == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([(0, 2), (1, 0), (2, 1)], [(1, 0), (2, 1)], id="one out of order"),
        pytest.param([(0, 0), (1, 3), (2, 1), (3, 2)], [(0, 0), (2, 1), (3, 2)], id="one in between"),
    ],
)
def test_longest_rising(pairs: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert longest_rising(pairs) == expected


TEXTS = st.lists(st.text(alphabet="甲乙丙，", min_size=1, max_size=4), max_size=12)


@given(old=TEXTS, new=TEXTS)
def test_every_alignment_is_one(old: list[str], new: list[str]) -> None:
    """No task has two pairs, and no two tasks with the same words are both left without one."""
    pairs = align(words(*old), words(*new))
    ours, theirs = {one for one, _ in pairs}, {other for _, other in pairs}
    assert len(ours) == len(theirs) == len(pairs)
    assert pairs == sorted(pairs)
    left = {text for place, text in enumerate(old) if place not in ours}
    assert left.isdisjoint(text for place, text in enumerate(new) if place not in theirs)


@given(old=TEXTS)
def test_the_same_list_is_aligned_in_order(old: list[str]) -> None:
    assert align(words(*old), words(*old)) == [(place, place) for place in range(len(old))]


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n, side: f"{side}{n * 7919 % 10007}开展工作{n * n}", id="all changed"),
        pytest.param(lambda n, side: f"按职责分工负责{n % 3 if side == '甲' else n % 2}", id="few words, often"),
        pytest.param(lambda n, side: f"第{n if side == '甲' else -n}项工作", id="turned round"),
    ],
)
def test_time_grows_with_the_size(make: object) -> None:
    """Documents of the largest size that is read are aligned; four times the tasks take less than ten times as long."""
    assert callable(make)
    small, large = ([words(*(make(n, side) for n in range(size))) for side in "甲乙"] for size in (1_250, 5_000))
    assert_grows(lambda: align(*small), lambda: align(*large), most=10)
