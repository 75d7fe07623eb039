"""The same bytes give the same output: on every machine, in every folder, at any time."""

from __future__ import annotations

from pathlib import Path

import pytest
from build_docx import docx, p
from program import PLAN, call, run

BODY = "".join(f"<p>{line}</p>" for line in PLAN.split())
PAGE = f"<html><head><meta charset=utf-8><title>清单</title></head><body>{BODY}</body></html>"
DOCUMENTS = {
    "清单.txt": PLAN.encode(),
    "清单.html": PAGE.encode(),
    "清单.docx": docx(*(p(line) for line in PLAN.splitlines())),
}


@pytest.fixture(params=DOCUMENTS)
def document(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same plan in each format that is read."""
    name = str(request.param)
    path = tmp_path / name
    path.write_bytes(DOCUMENTS[name])
    return path


def test_same_bytes_same_output(document: Path, tmp_path: Path) -> None:
    """Hash seed, time zone, language and the current folder change no byte of the output."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    plain = call("parse", document, env={"TZ": "UTC"})
    odd = {"PYTHONHASHSEED": "4242", "TZ": "Asia/Shanghai", "LANG": "zh_CN.GB18030", "LC_ALL": "C"}
    other = run("parse", document, env=odd, cwd=folder)
    assert plain.stdout.startswith(b"{")
    assert (plain.stdout, plain.stderr) == (other.stdout, other.stderr)


@pytest.mark.parametrize("options", [("--keywords", "-f", "jsonl"), ("--ascii",)], ids=" ".join)
def test_same_bytes_same_extras(options: tuple[str, ...]) -> None:
    """The same holds for key words, whatever jieba had in its dictionary's order, and for escapes."""
    other = run("parse", "-", *options, stdin=PLAN.encode(), env={"PYTHONHASHSEED": "1"})
    assert other.stdout == call("parse", "-", *options, stdin=PLAN.encode()).stdout


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_run_leaves_nothing_behind(name: str, tmp_path: Path) -> None:
    """Reading writes no file: none beside the document, none in the temporary or the home folder."""
    document, home = tmp_path / name, tmp_path / "home"
    document.write_bytes(DOCUMENTS[name])
    options = ["--keywords"] if name.endswith(".txt") else []  # its segmenter would like to keep a cache
    home.mkdir()
    env = {"HOME": str(home), "TMPDIR": str(home), "XDG_CACHE_HOME": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    before = sorted(tmp_path.rglob("*"))
    result = run("parse", document, *options, env=env, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")  # nor does the segmenter speak of what it loads
    assert sorted(tmp_path.rglob("*")) == before
