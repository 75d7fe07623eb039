"""What all tests share: the golden flag, the rules, and the documents that stand outside the repository."""

from __future__ import annotations

import atexit
import os
import signal
import tempfile
from pathlib import Path

import pytest
from one_thread import OneThread
from share import Share, starts_threads

from docx2tasks.rules import Rules, load_rules

os.environ["DOCX2TASKS_CACHE"] = "off"  # in this process; what it starts shares a folder, see program.py
os.environ["DOCX2TASKS_LANG"] = "en"  # whatever the locale of who runs the tests; what they say in Chinese asks for it
# threads of numpy and pyarrow are no use here, and in a process of several a file is isolated by a new interpreter
os.environ.update(OPENBLAS_NUM_THREADS="1", OMP_NUM_THREADS="1", JE_ARROW_MALLOC_CONF="background_thread:false")
FLAG = "--update-golden"
UNDER_CI = ("CI", "GITHUB_ACTIONS", "GITLAB_CI", "BUILD_ID")
BYTECODE = "DOCX2TASKS_TESTS_BYTECODE"  # names the folder that all processes of one run share


def _share_bytecode() -> None:
    """Let every process of the tests keep what it compiles in one folder outside the checkout.

    A process that compiles the package anew takes half as long again to start, and tests start thousands.
    """
    if BYTECODE not in os.environ:
        folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)  # what was killed may write on for a moment
        atexit.register(folder.cleanup)
        os.environ[BYTECODE] = folder.name
    os.environ["PYTHONPYCACHEPREFIX"] = os.environ[BYTECODE]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


_share_bytecode()


def shared_folder() -> Path:
    """Where documents are that are no part of the repository: ``DOCX2TASKS_SHARED``, or beside the checkout."""
    return Path(os.environ.get("DOCX2TASKS_SHARED", Path(__file__).parents[2] / "shared"))


def is_under_ci() -> bool:
    """Whether a build server runs the tests."""
    return any(os.environ.get(name, "").lower() not in {"", "0", "false"} for name in UNDER_CI)


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--update-golden`` writes the expected records anew; what it wrote must be read by eye."""
    parser.addoption(FLAG, action="store_true", default=False, help="write samples/*.tasks.json from what comes out")
    parser.addoption("--share", type=Path, metavar="FOLDER", help="leave out tests that another run with it has taken")


def pytest_configure(config: pytest.Config) -> None:
    """Several runs share the tests, see ``share.py``; each has one thread, see ``one_thread.py``."""
    config.pluginmanager.register(OneThread())
    folder = config.getoption("--share")
    if folder is not None:
        config.pluginmanager.register(Share(folder))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """While a process has one thread, what it isolates is a copy of it: tests that start threads come last."""
    items.sort(key=starts_threads)


@pytest.fixture(scope="session", autouse=True)
def _hear_signals() -> None:
    """What the tests start hears signals, though a shell in the background ignores Ctrl-C, and ``nohup`` a hangup."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    hangup = getattr(signal, "SIGHUP", None)  # Windows has none
    if hangup is not None and signal.getsignal(hangup) is signal.SIG_IGN:
        signal.signal(hangup, signal.SIG_DFL)


@pytest.fixture(scope="session")
def updates_golden(request: pytest.FixtureRequest) -> bool:
    """Whether the expected records are to be written anew."""
    return bool(request.config.getoption(FLAG))


@pytest.fixture(scope="session")
def rules() -> Rules:
    """The program's own rules."""
    return load_rules()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of documents outside the repository; the test is skipped where there is none."""
    folder = shared_folder()
    if not (folder / "seeds").is_dir():
        pytest.skip("the documents outside the repository are not here")
    return folder
