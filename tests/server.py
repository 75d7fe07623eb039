"""A PostgreSQL server of the tests' own: a new folder, loopback, a free port; it can be killed and started again."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from effort import PATIENCE

_TRIES = 600  # a tenth of a second each


def find_programs() -> Path | None:
    """Where ``initdb`` is: on the path, or where Debian keeps it, the newest."""
    found = shutil.which("initdb")
    listed = [Path(found), *sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))] if found else []
    listed = listed or sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return listed[-1].parent if listed else None


def _find_user() -> int | None:
    """Who runs it: it refuses root."""
    if os.getuid():
        return os.getuid()
    try:
        return pwd.getpwnam("postgres").pw_uid
    except KeyError:
        return None


def is_possible() -> bool:
    """Whether a server can be run here."""
    return find_programs() is not None and _find_user() is not None


class Server:
    """Its data are in a folder that goes with it."""

    password = "geheim-密码 %:@/?"  # noqa: S105  of a server that nobody else reaches

    def __init__(self) -> None:
        self._bin, self._user = find_programs(), _find_user()
        self.folder = Path(tempfile.mkdtemp(prefix="d2t-server-"))
        os.chown(self.folder, self._user or 0, -1)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        word = self.folder / "word"
        word.write_text(self.password, encoding="utf-8")
        word.chmod(0o644)
        made = ["-A", "scram-sha-256", "-U", "tester", f"--pwfile={word}", "-E", "UTF8", "--locale=C", "-N"]
        subprocess.run([*self._command("initdb"), *made], check=True, capture_output=True, user=self._user)
        self._process: subprocess.Popen[bytes] | None = None

    def _command(self, name: str) -> list[str]:
        assert self._bin
        return [str(self._bin / name), "-D", str(self.folder / "data")]

    def start(self) -> None:
        """Start it and wait until it answers."""
        assert self._bin
        ready = [str(self._bin / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        for _ in range(_TRIES):
            if self._process is None or self._process.poll() is not None:
                # one that was killed leaves processes behind for a moment, and no other starts beside them
                self._launch()
            if subprocess.run(ready, check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise TimeoutError((self.folder / "log").read_text(errors="replace"))

    def _launch(self) -> None:
        more = ["-c", "listen_addresses=127.0.0.1", "-p", str(self.port), "-k", str(self.folder)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command("postgres"), *more], stdout=log, stderr=log, user=self._user, cwd=self.folder
            )

    def kill(self) -> None:
        """Take it away with SIGKILL, the processes of its connections as well: they see that it is gone."""
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """End it and remove all that is of it."""
        if self._process:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(PATIENCE)
        shutil.rmtree(self.folder, ignore_errors=True)
