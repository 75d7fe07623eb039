"""How the jobs of a batch are cut into partitions for a cluster."""

from __future__ import annotations

import pytest

from docx2tasks.batch.cluster.cut import SECONDS, cut, find_seconds
from docx2tasks.batch.inputs.origins import Input, LocalFile, Stamp
from docx2tasks.batch.inputs.remote import RemoteFile
from docx2tasks.batch.worker import Job

FILES = 200


def jobs(suffix: str, count: int) -> list[Job | None]:
    """So many files of a kind."""
    names = [f"甲/{number}{suffix}" for number in range(count)]
    return [Job(Input(name, name, LocalFile(name))) for name in names]


@pytest.mark.parametrize(("suffix", "most"), [(".txt", 200), (".pdf", 60), (".doc", 20), (".png", 15)])
def test_partitions_take_a_bounded_time(suffix: str, most: int) -> None:
    """None has more files or seconds than it may, and no job is lost or out of order."""
    given = jobs(suffix, 5_000)
    parts = [*cut(iter(given), FILES)]
    assert [job for part in parts for job in part] == given
    assert max(map(len, parts)) == most
    assert all(sum(map(find_seconds, part[:-1])) < SECONDS for part in parts)


def test_few_files_are_shared() -> None:
    """Sixty files are work for three workers, and the last partitions are as large as they may be."""
    assert [len(part) for part in cut(iter(jobs(".docx", 60)), FILES)] == [25, 25, 10]
    assert len([*cut(iter(jobs(".docx", 5_000)), FILES)][-2]) == FILES


def test_waiting_and_bytes() -> None:
    """A None is handed on; bytes that a listing told count."""
    large = RemoteFile("s3://b/x", "b/x/1.txt", "s3://b/x/1.txt", Stamp(100_000_000))
    some = [Job(Input("1.txt", "s3://b/x/1.txt", large)), None, *jobs(".txt", 1)]
    assert [len(part) for part in cut(iter(some), FILES)] == [1, 0, 1]
