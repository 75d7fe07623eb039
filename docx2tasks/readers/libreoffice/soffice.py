"""Runs LibreOffice once: bytes in, bytes of a Word file out.

Its own folder, profile and session a call.  Time, memory and what it may write are bounded by ``limits.py``;
when the time is up the whole session is killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from docx2tasks.errors import FormatError, LimitError, Refusal, UsageError, find_shortage, to_killed
from docx2tasks.isolate import Note, allow_more, tell_progress, uninterrupted
from docx2tasks.limits import Limits
from docx2tasks.readers.libreoffice.profile import write_profile

_NAMES = ("soffice", "libreoffice")
_PLACES = (  # where installers put it without naming it on the path
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.com",
)
_SWITCHES = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
_FILTER = "docx:MS Word 2007 XML"
_SUFFIXES = {"doc": ".doc", "wps": ".wps", "rtf": ".rtf", "odt": ".odt"}
_KILLED = -9  # SIGKILL
_UNWANTED = ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "SAL_USE_VCLPLUGIN")


def find_soffice(given: str | None) -> str:
    """The program to run: the one given, else the one on the path or where installers put it.

    Raises ``UsageError`` ``not-a-program`` for a given one that cannot be run, ``FormatError``
    ``soffice-missing`` where there is none.
    """
    if given is not None:
        found = shutil.which(given)
        if found is None:
            hint = "give the path to LibreOffice's soffice, or leave out --soffice"
            raise UsageError("not-a-program", f"{given} is not an executable", hint)
        return found
    paths = (shutil.which(name) for name in (*_NAMES, *_PLACES))
    program = next((path for path in paths if path), None)
    if program is None:
        raise FormatError(
            "soffice-missing",
            "this format needs LibreOffice, which is not installed",
            "Debian, Ubuntu: apt install libreoffice-writer-nogui; Windows, macOS: install LibreOffice and "
            "pass its path with --soffice; or save the file as .docx",
        )
    return program


def convert(data: bytes, name: str, program: str, limits: Limits) -> bytes:
    """The Word file that LibreOffice makes of a document of format ``name``.

    Raises ``LimitError`` ``too-slow`` and ``FormatError`` ``conversion-failed``.
    """
    with tempfile.TemporaryDirectory(prefix="d2t-", ignore_cleanup_errors=True) as made:
        folder = Path(made).resolve()
        path = folder / f"document{_SUFFIXES[name]}"
        path.write_bytes(data)
        write_profile(folder / "profile")
        allow_more(limits.office_seconds)
        tell_progress(Note("converting with LibreOffice"))
        code = _run(_command(program, path), folder, limits)
        result = folder / "out" / "document.docx"
        if not result.is_file():
            raise _failed(code)
        if result.stat().st_size > limits.input_bytes:
            raise LimitError("too-big", "the converted file exceeds the size limit", "split it")
        return result.read_bytes()


def _failed(code: int) -> Refusal:
    if code == _KILLED:  # not by us: that is too-slow
        return to_killed()
    how = f"exited with code {code}" if code else "could not convert it"
    return FormatError(
        "conversion-failed",
        f"LibreOffice {how}",
        "the file may be damaged or password-protected; open it in Word or WPS and save it as .docx",
    )


def _command(program: str, path: Path) -> list[str]:
    profile = f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"
    out = str(path.parent / "out")
    return [program, profile, *_SWITCHES, "--convert-to", _FILTER, "--outdir", out, str(path)]


def _environment(folder: Path) -> dict[str, str]:
    """Ours, without a screen and proxies, in a home of its own and one language: answers must not differ."""
    kept = {n: v for n, v in os.environ.items() if n not in _UNWANTED and not n.lower().endswith("_proxy")}
    return {**kept, "HOME": str(folder), "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}


def _run(command: list[str], folder: Path, limits: Limits) -> int:
    """The exit code of a command that is given its time, and not left alive."""
    process: subprocess.Popen[bytes] | None = None
    with (folder / "log").open("wb") as log:
        try:
            with uninterrupted():  # a program that runs before its name is kept would be left alive
                process = _start(command, folder, log)
            _bound(process.pid, limits)
            return process.wait(limits.office_seconds)
        except subprocess.TimeoutExpired as error:
            what = f"LibreOffice took longer than {limits.office_seconds:g} seconds"
            raise LimitError("too-slow", what, "save it as .docx in Word or WPS, or split it") from error
        finally:  # Ctrl-C too: soffice has children of its own, and a session that no terminal ends
            if process:
                _end(process)


def _start(command: list[str], folder: Path, log: BinaryIO) -> subprocess.Popen[bytes]:
    """Start LibreOffice in a session of its own.  Raises ``UsageError`` and ``ShortageError``."""
    try:
        return subprocess.Popen(  # noqa: S603  the user's LibreOffice, and paths of our own making
            command,
            cwd=folder,
            env=_environment(folder),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    except OSError as error:
        if shortage := find_shortage(error):
            raise shortage from error
        hint = "pass the path to LibreOffice's soffice with --soffice"
        raise UsageError("not-a-program", f"{command[0]} cannot be run: {error.strerror}", hint) from error


def _bound(process: int, limits: Limits) -> None:
    """Bound memory, processor time and size of files of a process and its children to come; Linux only."""
    if sys.platform != "linux":
        return
    import resource  # noqa: PLC0415  not on Windows

    bounds = (
        (resource.RLIMIT_AS, limits.office_memory),
        (resource.RLIMIT_CPU, int(limits.office_seconds) + 1),  # holds where we are killed ourselves
        (resource.RLIMIT_FSIZE, limits.inflated_total),
        (resource.RLIMIT_CORE, 0),
    )
    with suppress(ProcessLookupError, PermissionError, ValueError):
        for kind, bound in bounds:
            hard = resource.prlimit(process, kind)[1]
            lowest = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
            resource.prlimit(process, kind, (lowest, lowest))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill whatever of a session still runs."""
    if sys.platform == "win32":
        if process.poll() is None:
            tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(tree, check=False, capture_output=True)  # noqa: S603
    elif hasattr(os, "killpg"):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
