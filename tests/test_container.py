"""The recipe of the container: what it installs is there, it runs as nobody in particular; built where a builder is."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib

import pytest
from program import ROOT

RECIPE = (ROOT / "Containerfile").read_text(encoding="utf-8")
LINES = re.sub(r"\\\n\s*", "", "\n".join(line for line in RECIPE.splitlines() if not line.startswith("#"))).splitlines()
STEPS = [(word, rest) for word, _, rest in (line.partition(" ") for line in LINES if line)]
WORDS = {"ARG", "FROM", "RUN", "COPY", "USER", "WORKDIR", "ENV", "ENTRYPOINT", "CMD"}


def _find_builder() -> str | None:
    for name in ("podman", "docker"):
        if shutil.which(name) and subprocess.run([name, "info"], capture_output=True, check=False).returncode == 0:
            return name
    return None


def test_steps() -> None:
    """Known words only; nothing fetched but packages; the last user has a number and is not root."""
    assert {word for word, _ in STEPS} <= WORDS
    assert [rest for word, rest in STEPS if word == "FROM"] == ["python:${PYTHON}-slim"]
    assert re.search(r"https?://|curl|wget|ADD ", RECIPE) is None
    assert [rest for word, rest in STEPS if word == "USER"] == ["10001"]
    assert [rest for word, rest in STEPS if word == "ENTRYPOINT"] == ['["docx2tasks"]']


def test_options_of_the_build() -> None:
    """Each is explained above, and the extras are ours."""
    args = dict(rest.split("=", 1) for word, rest in STEPS if word == "ARG")
    assert {*re.findall(r"^# ([A-Z]+)  ", RECIPE, re.MULTILINE)} == {*args} - {"PYTHON"}
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {*args["EXTRAS"].split(","), "ocr"} <= {*extras}


def test_what_is_left_out() -> None:
    """Nothing that the package is built from."""
    left_out = (ROOT / ".containerignore").read_text(encoding="utf-8").split()
    assert {"docx2tasks", "rules", "README.md", "LICENSE", "pyproject.toml", "constraints.txt"}.isdisjoint(left_out)


@pytest.mark.long
def test_it_is_built() -> None:
    """Where there is a builder: it parses as the user it is made for."""
    builder = _find_builder()
    if builder is None:
        pytest.skip("no builder of containers is at hand")
    subprocess.run([builder, "build", "-f", "Containerfile", "-t", "docx2tasks-test", "."], cwd=ROOT, check=True)
    command = [builder, "run", "--rm", "-i", "docx2tasks-test", "parse", "-", "--strict"]
    words = "1.12月底前建成平台。（牵头单位：市财政局）"
    assert "市财政局" in subprocess.run(command, input=words.encode(), capture_output=True, check=True).stdout.decode()
