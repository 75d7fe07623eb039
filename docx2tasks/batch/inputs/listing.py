"""Lists what is at an address, in a child: folder by folder, or the keys of an object store as they come.

    s3://bucket/2022      2022/甲/方案.docx, 2022/甲//表.txt, 2022/甲, 2022/甲/  ─▶ each object by itself
    sftp://host/2022/     甲/, then what is in it

An object store has no folders: a key may hold ``//``, ``.`` and ``..`` as steps, and stand beside others that begin
with it and a stroke.  So its keys are taken as they are listed, a page of 1,000 at a time.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple
from urllib.parse import unquote

from docx2tasks.addresses import show
from docx2tasks.batch.inputs.origins import Stamp
from docx2tasks.batch.inputs.systems import (
    Settings,
    facts_to_stamp,
    find_reason,
    is_object_store,
    open_address,
    remote_to_refusal,
)
from docx2tasks.batch.inputs.walk import ANY, Pattern, split_pattern
from docx2tasks.errors import InputError, Refusal
from docx2tasks.readers.containers import is_left_behind

_GROUP = 500  # names per message
# steps that no path can have, as they are named, and names that look so
_ODD_STEPS = {"": "%2F", ".": "%2E", "..": "%2E%2E"}
_LIKE_ODD = re.compile(r"%(?:25)*(?:2E|2E%2E|2F)")
_Entry = tuple[str, Mapping[str, Any]]  # a name, and what the system says of it


class ListedFile(NamedTuple):
    """A file as the child tells of it: its name below the address, its path there, why it cannot be had.

    Name and path are empty where the address is the file's own.
    """

    name: str
    path: str
    seen: Stamp = Stamp()
    refusal: Refusal | None = None


class ListedGroup(NamedTuple):
    """Some files, and how many hidden ones were met on the way; no files tell that we are still at it."""

    files: Sequence[ListedFile]
    hidden: int = 0


def list_address(address: str, settings: Settings = ()) -> Iterator[ListedGroup]:
    """The files at an address in groups."""
    shown = show(address)
    try:
        yield from _list(address, settings)
    except Exception as error:  # noqa: BLE001  each protocol has errors of its own
        raise remote_to_refusal(error, shown) from None


def _list(address: str, settings: Settings) -> Iterator[ListedGroup]:
    system, path = open_address(address, settings)
    if "*" in path:
        root, steps = split_pattern(path)
        yield from _list_below(system, root, Pattern(steps))
    elif _is_folder(system, path, address):
        yield from _list_below(system, path.rstrip("/"), Pattern([ANY]))
    else:
        yield ListedGroup([ListedFile("", "", facts_to_stamp(system.info(path)))])


def _is_folder(system: Any, path: str, address: str) -> bool:  # noqa: ANN401  fsspec has no types
    """Web servers do not tell a folder from a page: there the address has to end in a stroke."""
    if address.partition("::")[0].endswith("/"):
        return True
    return bool(system.info(path)["type"] == "directory")


def _list_below(system: Any, root: str, pattern: Pattern) -> Iterator[ListedGroup]:  # noqa: ANN401  as above
    return _list_keys(system, root, pattern) if is_object_store(system) else _walk(system, root, pattern)


# --- the keys of an object store ---------------------------------------------------------------------------


def _list_keys(system: Any, root: str, pattern: Pattern) -> Iterator[ListedGroup]:  # noqa: ANN401  as above
    """The objects below ``root``, each under its own key, in the order of the store."""
    start = f"{root.rstrip('/')}/"
    for page in _find_pages(system, root):
        keys = [(path.removeprefix(start), path, facts) for path, facts in page if not _is_marker(path, facts)]
        wanted = [one for one in keys if _is_wanted(one[0], pattern)]
        seen = [one for one in wanted if not is_left_behind(key_to_name(one[0]))]
        listed = [ListedFile(key, path, facts_to_stamp(dict(facts))) for key, path, facts in seen]
        yield ListedGroup(listed, len(wanted) - len(seen))


def _is_marker(path: str, facts: Mapping[str, Any]) -> bool:
    """Whether a key stands for a folder, as consoles make them: empty, with a stroke at its end."""
    return facts.get("type") == "directory" or (path.endswith("/") and not facts.get("size"))


def _is_wanted(key: str, pattern: Pattern) -> bool:
    at = pattern.start
    for step in key.split("/"):
        at = pattern.go(at, step)
    return pattern.is_end(at)


def _find_pages(system: Any, root: str) -> Iterator[list[_Entry]]:  # noqa: ANN401  as above
    """The objects below ``root``, by path; those of S3 as they are listed, which never have to fit in memory."""
    if not hasattr(system, "call_s3"):
        found = [*system.find(root, detail=True).items()]
        yield from (found[first : first + _GROUP] for first in range(0, len(found), _GROUP))
        return
    bucket, key, _ = system.split_path(root)
    asked = {"Bucket": bucket, "Prefix": f"{key.rstrip('/')}/" if key else "", **system.req_kw}
    while True:
        page = system.call_s3("list_objects_v2", **asked)
        yield [(f"{bucket}/{one['Key']}", {**one, "size": one["Size"]}) for one in page.get("Contents", ())]
        if not page.get("NextContinuationToken"):
            return
        asked["ContinuationToken"] = page["NextContinuationToken"]


def key_to_name(key: str) -> str:
    """The key of an object as a name in the batch, another one for each key.

    Steps that no path can have are written as in addresses: ``甲//表.txt`` is ``甲/%2F/表.txt``, ``..`` is ``%2E%2E``.
    """
    return "/".join(map(_step_to_name, key.split("/"))) if key else ""


def _step_to_name(step: str) -> str:
    if step in _ODD_STEPS:
        return _ODD_STEPS[step]
    return f"%25{step[1:]}" if _LIKE_ODD.fullmatch(step) else step


# --- folders -------------------------------------------------------------------------------------------------


def _walk(system: Any, root: str, pattern: Pattern) -> Iterator[ListedGroup]:  # noqa: ANN401  as above
    """The files below ``root``, in the order of names; a folder that is forbidden is told in its place."""
    entries, hidden = _find_entries(system, root)
    waiting = [("", pattern.start, iter(entries))]
    group: list[ListedFile] = []
    while waiting:
        above, at, left = waiting[-1]
        entry = next(left, None)
        if entry is None:
            waiting.pop()
            continue
        name, facts = entry
        there = pattern.go(at, name)
        if facts["type"] == "directory" and there:
            try:
                entries, more = _find_entries(system, facts["name"])
                waiting.append((f"{above}{name}/", there, iter(entries)))
                hidden += more
            except (PermissionError, FileNotFoundError) as error:
                what = f"{name} cannot be listed: {find_reason(error)}"
                refusal = InputError("unreadable", what, "check your permissions")
                group.append(ListedFile(above + name, facts["name"], refusal=refusal))
        elif facts["type"] == "file" and pattern.is_end(there):
            group.append(ListedFile(above + name, facts["name"], facts_to_stamp(dict(facts))))
        if len(group) >= _GROUP or facts["type"] == "directory":
            yield ListedGroup(group, hidden)
            group, hidden = [], 0
    yield ListedGroup(group, hidden)


def _find_entries(system: Any, folder: str) -> tuple[list[_Entry], int]:  # noqa: ANN401  as above
    """What stands right below a folder, by name, and how many are hidden; what is elsewhere is not followed."""
    start = f"{folder.rstrip('/')}/" if folder else ""
    is_web = folder.startswith(("http://", "https://"))
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    hidden = 0
    for facts in system.ls(folder, detail=True):
        path = str(facts["name"])
        base = path.rstrip("/").removeprefix(start)
        if not path.startswith(start) or not base or "/" in base or facts.get("islink"):
            continue
        if is_web and ("?" in base or "#" in base):
            continue  # the same list, sorted otherwise
        name = unquote(base, errors="surrogateescape") if is_web else base
        if is_left_behind(name):
            hidden += 1
        else:
            found[name, facts["type"]] = facts  # an archive may hold a file and a folder of one name
    with suppress(Exception):  # not all have a memory of what they listed
        system.invalidate_cache(folder)
    entries = [(name, facts) for (name, _), facts in found.items()]
    return sorted(entries, key=lambda entry: os.fsencode(entry[0])), hidden
