"""An S3 server of the tests' own (moto's), on loopback and a free port; it writes down what it is asked."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from effort import wait_for
from program import environment

_ASKED = re.compile(rb'"([A-Z]+) (\S+) HTTP')


class StoreServer:
    """Its buckets are in memory and go with it."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="d2t-store-")
        self._log = Path(self._folder.name, "log")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, env=environment())
        wait_for(self._answers)

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1.0):
            return True
        return False

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def settings(self) -> Mapping[str, str]:
        """What a process that asks it has in its environment."""
        keys = {"AWS_ACCESS_KEY_ID": "somebody", "AWS_SECRET_ACCESS_KEY": "geheim", "AWS_DEFAULT_REGION": "us-east-1"}
        return {**keys, "AWS_ENDPOINT_URL": self.address, "AWS_EC2_METADATA_DISABLED": "true"}

    def client(self) -> Any:
        """Somebody who puts objects."""
        import boto3  # noqa: PLC0415  where there is none, its tests are skipped

        keys = {"aws_access_key_id": "somebody", "aws_secret_access_key": "geheim", "region_name": "us-east-1"}
        return boto3.client("s3", endpoint_url=self.address, **keys)

    def fill(self, bucket: str, objects: Mapping[str, bytes]) -> None:
        """A new bucket with these objects."""
        client = self.client()
        client.create_bucket(Bucket=bucket)
        for key, data in objects.items():
            client.put_object(Bucket=bucket, Key=key, Body=data)

    def count_requests(self, bucket: str) -> Counter[str]:
        """How often each method asked for an object of a bucket, and how often it was listed (``LIST``)."""
        asked = _ASKED.findall(self._log.read_bytes())
        here = [(method, path) for method, path in asked if path.startswith(b"/" + bucket.encode())]
        return Counter("LIST" if b"list-type" in path else method.decode() for method, path in here)

    def end(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()
        self._folder.cleanup()
