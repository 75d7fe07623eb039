"""Small archives for batches, runs of batches over them, and what came of a run."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from build_docx import docx, p, zip_bytes
from program import PYTHON, environment

from docx2tasks.batch.inputs.origins import Loaded, Stamp
from docx2tasks.limits import Limits

LEDGER = "_ledger.sqlite"
OWN = {".lock", LEDGER, f"{LEDGER}-journal"}  # what a batch writes for itself


class Held(NamedTuple):
    """What is in memory already."""

    data: bytes
    seen: Stamp

    def load(self, limits: Limits) -> Loaded:  # noqa: ARG002  it was counted when it was loaded
        """What is held."""
        return Loaded(self.data, self.seen)

    def stamp(self) -> Stamp:
        """What is known of it."""
        return self.seen

    def identity(self) -> str:
        """Nothing else is held."""
        return f"held:{id(self.data)}"


def plan(number: int) -> str:
    """The words of a plan, another one for each number."""
    return (
        f"青川市2022年重点任务清单（{number}）\n\n一、优化服务\n"
        f"1.12月底前建成不低于{number % 90 + 10}家服务站。（牵头单位：市卫生健康委；配合单位：市财政局、市民政局）\n"
        "2.每季一次开展检查。（责任单位：各县区人民政府）\n"
    )


def word(number: int) -> bytes:
    """A Word file of the same words."""
    return docx(*(p(line) for line in plan(number).splitlines() if line))


def page(number: int) -> bytes:
    """A page of the same words."""
    lines = "".join(f"<p>{line}</p>" for line in plan(number).splitlines() if line)
    return f"<html><head><title>任务清单</title></head><body>{lines}</body></html>".encode()


def fill(folder: Path, count: int) -> Path:
    """A folder of so many files: texts, pages, Word files, an archive, and some that cannot be read."""
    for number in range(count):
        name, data = f"{number:05d}.txt", plan(number).encode()
        if number % 10 == 3:
            name, data = f"{number:05d}.docx", word(number)
        elif number % 10 == 6:
            name, data = f"{number:05d}.html", page(number)
        elif number % 50 == 24:
            name, data = f"{number:05d}.zip", zip_bytes({"甲.txt": data, "乙.docx": word(number), "丙.docx": b"PK"})
        elif number % 50 == 38:
            name, data = f"{number:05d}.docx", word(number)[:-40]
        place = folder / f"{number // 100}" / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    return folder


def begin(*args: str | Path, **more: str) -> subprocess.Popen[bytes]:
    """A batch that runs beside the test, in a session of its own, and is heard by nobody."""
    command = [PYTHON, "-m", "docx2tasks", "batch", *map(str, args)]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=nowhere, stderr=nowhere, env=environment(**more), start_new_session=True)


def files(out: Path) -> dict[str, bytes]:
    """What a batch has written, without what it writes for itself."""
    found = {str(path.relative_to(out)): path for path in out.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in sorted(found.items()) if name not in OWN}


def outcomes(out: Path, *columns: str) -> list[tuple[object, ...]]:
    """Columns of the ledger, in the order of names."""
    with closing(sqlite3.connect(out / LEDGER)) as base:
        return base.execute(f"SELECT {', '.join(columns)} FROM outcomes ORDER BY name").fetchall()  # noqa: S608


def settled(out: Path) -> list[tuple[object, ...]]:
    """What of the ledger is the same whenever and wherever a batch ran."""
    return outcomes(out, "name", "container", "target", "sha256", "status", "code", "tasks", "diagnostics", "coverage")
