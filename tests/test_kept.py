"""What is kept between runs changes nothing but time, and is believed only where nobody else could have written it."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest
from program import PLAN, call, run

from docx2tasks.kept import folder, keeping, recall
from docx2tasks.kept.folder import VARIABLE, find_folder
from docx2tasks.rules import load_rules
from docx2tasks.rules.rule import Rule, plain_to_rules, rules_to_plain

pytestmark = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="nothing is kept where owners cannot be told")

PATTERNS = [
    (r"(?P<mark>[一二三]、)(?P<title>.+?)(?=。|$)", 0),
    (r"第(\d+)条(?:(?<=1条)甲|乙)\1?", re.MULTILINE | re.DOTALL),
    (rb"charset=[\"']?([\w-]+)", re.IGNORECASE),
    (r"(?i:abc)[^\W\da-z]+(?>x+)(?(1)y|z)|()", re.VERBOSE),
    (r"[\u4e00-\u9fff]{2,8}(?:局|厅)", re.ASCII),
]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which this test's runs keep things."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(VARIABLE, str(folder))
    return folder


def _plan(folder: Path) -> Path:
    path = folder / "计划.txt"
    path.write_text(PLAN, encoding="utf-8")
    return path


def _only_file(cache: Path) -> Path:
    (kept,) = cache.iterdir()
    return kept


def test_records_are_the_same_with_and_without(cache: Path, tmp_path: Path) -> None:
    """The first run fills the folder, the second reads it, a third keeps nothing: one output."""
    plan = _plan(tmp_path)
    runs = [run("parse", plan, env={VARIABLE: kept}) for kept in (str(cache), str(cache), "off")]
    assert {(one.returncode, one.stdout, one.stderr) for one in runs} == {(0, runs[0].stdout, b"")}
    assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    assert stat.S_IMODE(_only_file(cache).stat().st_mode) == 0o600


def test_a_second_run_makes_nothing(cache: Path) -> None:
    """What the first run kept is not made again, so the file is not written again."""
    with keeping():
        assert recall("part", "key", lambda: (1, "一")) == (1, "一")
    written = _only_file(cache).stat().st_mtime_ns
    with keeping():
        assert recall("part", "key", lambda: pytest.fail("made again")) == (1, "一")
    assert _only_file(cache).stat().st_mtime_ns == written


@pytest.mark.usefixtures("cache")
def test_two_runs_at_once_lose_nothing() -> None:
    """What another run has written meanwhile stays."""
    with keeping():
        recall("part", "outer", lambda: 1)
        with keeping():
            recall("part", "inner", lambda: 2)
    with keeping():
        assert [recall("part", key, lambda: 0) for key in ("outer", "inner")] == [1, 2]


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize(("source", "flags"), PATTERNS)
def test_kept_patterns_are_those_that_re_makes(source: str | bytes, flags: int) -> None:
    """A pattern from the folder has the groups, flags and matches of one that was compiled."""
    text = "一、第1条甲1 三、做好工作。abc市财政局" + "\n第23条乙23"
    words = text.encode() + b"charset='GB-1'" if isinstance(source, bytes) else text
    re.purge()
    usual = re.compile(source, flags)
    for _ in range(2):
        re.purge()
        with keeping():
            kept = re.compile(source, flags)
        assert (kept.flags, kept.groups, kept.groupindex) == (usual.flags, usual.groups, usual.groupindex)
        assert [one.groups() for one in kept.finditer(words)] == [one.groups() for one in usual.finditer(words)]  # type: ignore[arg-type]
        assert kept == usual
    re.purge()


@pytest.mark.usefixtures("cache")
def test_a_wrong_pattern_is_an_error_as_ever() -> None:
    """What does not compile is not kept, and re says what is wrong."""
    with keeping(), pytest.raises(re.error, match="unterminated"):
        re.compile("(一")


@pytest.mark.usefixtures("cache")
def test_re_is_itself_again_afterwards() -> None:
    """Only the command line's own time is touched."""
    usual = re._compiler.compile  # type: ignore[attr-defined]
    with keeping():
        assert re._compiler.compile is not usual  # type: ignore[attr-defined]
    assert re._compiler.compile is usual  # type: ignore[attr-defined]


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-9])


def _turn_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 4
    path.write_bytes(data)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _open_to_others(path: Path) -> None:
    path.chmod(0o666)


def _link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to("elsewhere")


def _make_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


DAMAGES = [_cut, _turn_a_bit, _empty, _open_to_others, _link, _make_a_folder]


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_file_is_not_believed(cache: Path, damage: Callable[[Path], None]) -> None:
    """Values are made again, and nobody is told."""
    with keeping():
        recall("part", "key", lambda: "kept")
    damage(_only_file(cache))
    with keeping():
        assert recall("part", "key", lambda: "made") == "made"


def test_a_folder_that_others_may_write_to_is_not_used(cache: Path) -> None:
    """What lies there may be anybody's."""
    cache.mkdir()
    cache.chmod(0o777)
    assert find_folder() is None
    with keeping():
        assert recall("part", "key", lambda: 1) == 1
    assert list(cache.iterdir()) == []


def test_a_folder_that_is_a_link_is_not_used(cache: Path) -> None:
    """A link may lead anywhere."""
    cache.with_name("real").mkdir(mode=0o700)
    cache.symlink_to("real")
    assert find_folder() is None


@pytest.mark.parametrize("named", ["off", "/dev/null/none", "\0"])
def test_nothing_is_kept_where_there_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    """Asked for, or because the folder cannot be made; records come as ever."""
    if "\0" in named:
        monkeypatch.setattr("os.environ", {VARIABLE: named})
        assert find_folder() is None
        return
    assert call("parse", _plan(tmp_path), env={VARIABLE: named}).returncode == 0


def test_a_cache_of_the_user_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By XDG_CACHE_HOME, where that is a whole path, else in the home folder."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert find_folder() == tmp_path / "xdg" / "docx2tasks"
    monkeypatch.setenv("XDG_CACHE_HOME", "not/whole")
    middle = "Library/Caches" if sys.platform == "darwin" else ".cache"
    assert find_folder() == tmp_path / "home" / middle / "docx2tasks"


def test_rules_come_back_whole() -> None:
    """Each rule has the fields it had; another text of rules is another file (``program_digest``)."""
    own = load_rules()
    again = plain_to_rules(rules_to_plain(own))
    ours = [one.name for one in fields(Rule)]
    assert again.digest() == own.digest()
    assert [[getattr(one, name) for name in ours] for one in again] == [
        [getattr(one, name) for name in ours] for one in own
    ]


def test_other_rules_have_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that was changed in the package is met by no value of before."""
    package = tmp_path / "docx2tasks"
    shutil.copytree(Path(folder.__file__).parent, package / "kept")
    (package / "rule_files").mkdir()
    rule = package / "rule_files" / "units.toml"
    monkeypatch.setattr(folder, "__file__", str(package / "kept" / "folder.py"))
    rule.write_text("# one", encoding="utf-8")
    first = folder.program_digest()
    rule.write_text("# two", encoding="utf-8")
    assert folder.program_digest() != first
