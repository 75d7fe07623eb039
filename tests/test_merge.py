"""Shards, each read by itself, and merged: what comes out is what one run makes of all files."""

from __future__ import annotations

from codecs import BOM_UTF8
from pathlib import Path

import pytest
from batches import files, fill, outcomes, settled
from program import call

from docx2tasks.batch.inputs.shard import Shard, words_to_shard
from docx2tasks.batch.ledger import ENDED, Ledger, find_ledger
from docx2tasks.errors import ExitCode, UsageError

SHARDS = ("1/2", "2/2")
COUNT = 26  # files, one of them an archive


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Texts, pages, Word files and an archive."""
    return fill(tmp_path_factory.mktemp("shards") / "in", COUNT)


def read(source: Path, out: Path, kind: str, *more: str) -> bytes:
    """What a batch says; all that can be read is read."""
    result = call("batch", source, out, "--to", kind, "-j", "1", *more)
    assert result.returncode in {ExitCode.OK, ExitCode.PARTLY}, result.stderr
    return result.stderr


def rows(out: Path) -> list[bytes]:
    """The lines of all parts."""
    parts = [part.read_bytes().removeprefix(BOM_UTF8) for part in out.glob("part-*")]
    return sorted({line for data in parts for line in data.splitlines()})


@pytest.mark.parametrize("kind", ["json", "csv"])
def test_shards_are_the_whole(source: Path, tmp_path: Path, kind: str) -> None:
    """Each file is in one shard, an archive as a whole; merged, they are one batch, which goes on."""
    read(source, tmp_path / "whole", kind)
    for shard in SHARDS:
        read(source, tmp_path / shard[0], kind, "--shard", shard)
    halves = [{name for (name,) in outcomes(tmp_path / shard[0], "name")} for shard in SHARDS]
    assert all(halves)
    assert not halves[0] & halves[1]
    merged = call("merge", tmp_path / "1", tmp_path / "2", tmp_path / "all")
    assert (merged.returncode, b"not merged" in merged.stderr) == (ExitCode.OK, False), merged.stderr
    assert settled(tmp_path / "all") == settled(tmp_path / "whole")
    if kind == "json":
        assert files(tmp_path / "all") == files(tmp_path / "whole")
    else:
        assert rows(tmp_path / "all") == rows(tmp_path / "whole")
    before = files(tmp_path / "all")
    assert f"{COUNT} known before".encode() in read(source, tmp_path / "all", kind)
    assert files(tmp_path / "all") == before


def test_what_is_not_merged(source: Path, tmp_path: Path) -> None:
    """Twins, a batch that did not end, two kinds, a folder that is there; shards that are missing are named."""
    for out, kind in (("a", "jsonl"), ("b", "csv")):
        read(source, tmp_path / out, kind, "--shard", "3/9")
    (tmp_path / "there").mkdir()
    (tmp_path / "there/x").touch()
    shards = (tmp_path / "a", tmp_path / "b")
    assert code_of(shards[0], shards[0], tmp_path / "to") == b"same-folder"
    assert code_of(*shards, tmp_path / "to") == b"other-output"
    assert code_of(shards[0], tmp_path / "there") == b"in-the-way"
    assert code_of(tmp_path / "none", tmp_path / "to") == b"no-ledger"
    done = call("merge", shards[0], tmp_path / "to")
    assert b"shards that were not merged: 1/9, 2/9, 4/9" in done.stderr
    assert code_of(shards[0], tmp_path / "to", tmp_path / "again") == b"name-twice"
    ledger = Ledger(find_ledger(shards[0]))
    ledger.note(ENDED, "")
    ledger.close()
    assert code_of(shards[0], tmp_path / "again") == b"unfinished"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "there", "to"]


def code_of(*places: Path) -> bytes:
    """Why a merge is refused."""
    result = call("merge", *places)
    assert result.returncode == ExitCode.USAGE
    return result.stderr.split(b": ")[1]


@pytest.mark.parametrize("words", ["0/4", "5/4", "1", "1/0", "a/b", "1/4/2", "-1/4"])
def test_words_that_are_no_shard(words: str) -> None:
    """Counted from 1."""
    with pytest.raises(UsageError) as caught:
        words_to_shard(words)
    assert caught.value.code == "wrong-shard"


def test_a_name_is_in_one_shard() -> None:
    """Whatever the names are, and each shard has its share of them."""
    names = [f"2022/市水务局/{number}.docx" for number in range(400)]
    held = [[name for name in names if Shard(number, 4).holds(name)] for number in range(1, 5)]
    assert sorted(name for some in held for name in some) == sorted(names)
    assert all(60 < len(some) < 140 for some in held)
