"""A run that puts documents into a store and commits to a ledger of its own, to be killed at any moment.

    python keep_putting.py KIND OUT STEPS LEDGER PART_BYTES SEED

STEPS is a JSON list of [name, target, data, is read anew]; groups are of random sizes.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any

from docx2tasks.export.store import Removal, Store, StoredDocument
from docx2tasks.export.stores import open_store


def main() -> None:
    """Go on where the ledger says, and finish."""
    kind, out, steps_path, ledger_path, part_bytes, seed = sys.argv[1:]
    steps = json.loads(Path(steps_path).read_bytes())
    ledger = Path(ledger_path)
    state: dict[str, Any] = {"done": 0, "position": "", "parts": {}}
    if ledger.exists():
        state = json.loads(ledger.read_bytes())
    chance = random.Random(seed)  # noqa: S311  no secret
    store = open_store(kind, Path(out), state["position"], part_bytes=int(part_bytes))
    print("open", flush=True)  # noqa: T201
    while state["done"] < len(steps):
        some = steps[state["done"] : state["done"] + chance.randint(1, 12)]
        time.sleep(0.003)  # so that fast stores are killed among their groups too
        put(store, some, state)
        commit(store, ledger, state)
    store.finish()
    commit(store, ledger, state)
    store.close()


def put(store: Store, some: list[Any], state: dict[str, Any]) -> None:
    """Drop what is read anew, then put."""
    stale = [Removal(name, state["parts"].get(name)) for name, _, _, is_anew in some if is_anew]
    if stale and json.loads(store.position() or "0"):  # what is put idempotently is not dropped first
        store.remove(stale)
    parts = store.put([StoredDocument(name, target, data.encode()) for name, target, data, _ in some])
    state["parts"] |= dict(zip((step[0] for step in some), parts, strict=True))
    state["done"] += len(some)


def commit(store: Store, ledger: Path, state: dict[str, Any]) -> None:
    """Write the ledger, whole or not at all."""
    state["position"] = store.position()
    new = ledger.with_suffix(".new")
    new.write_text(json.dumps(state))
    os.replace(new, ledger)  # noqa: PTH105


if __name__ == "__main__":
    main()
