"""Finds review pages, so that each task of a report leads to its place in its document.

``核对/index.html`` (written by ``review 档案 -o 核对``) lists the pages of many documents; a page alone has one.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docx2tasks.errors import UsageError
from docx2tasks.readers.page.html import GENERATOR

_INDEX = "index.html"
_HEAD = 4096  # bytes that say who wrote a page
_OURS = f'<meta name="generator" content="{GENERATOR} review"'.encode()
_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
_MOST_PAGES = 200  # that are opened in a folder without an index


class ReviewLinks:
    """Addresses of review pages, relative to the folder of the report, by checksum and name of the document."""

    def __init__(self, pages: Mapping[tuple[str, str], str]) -> None:
        self._exact = pages
        self._by_sha256 = {sha256: page for (sha256, _), page in reversed([*pages.items()])}

    def find(self, sha256: str, name: str) -> str:
        """The page of a document; nothing where there is none.  Copies of one document may have a page each."""
        return self._exact.get((sha256, name)) or (sha256 and self._by_sha256.get(sha256)) or ""


def find_review_links(review: Path | None, report: Path) -> ReviewLinks:
    """The pages in ``review``, which is a folder or a page; else those next to the report and in folders there.

    Raises ``usage`` where a named ``review`` has no pages.
    """
    beside = report.parent
    places = [review] if review is not None else [beside, *_find_folders(beside)]
    pages: dict[tuple[str, str], str] = {}
    for place in places:
        for key, path in _find_pages(place):
            pages.setdefault(key, _to_address(path, beside))
    if review is not None and not pages:
        raise UsageError("usage", f"no review pages in {review}", "write them with docx2tasks review DOCUMENTS -o DIR")
    return ReviewLinks(pages)


def _find_folders(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.iterdir() if (one / _INDEX).is_file())
    except OSError:
        return []


def _find_pages(place: Path) -> Iterator[tuple[tuple[str, str], Path]]:
    if place.is_file():
        yield from _read_page(place)
        return
    index = _read_data(place / _INDEX)
    if index and "papers" in index:
        for paper in index["papers"]:
            yield (paper["sha256"], paper["name"]), place / paper["page"]
        return
    for path in sorted(place.glob("*.html"))[:_MOST_PAGES]:
        yield from _read_page(path)


def _read_page(path: Path) -> Iterator[tuple[tuple[str, str], Path]]:
    values = _read_data(path)
    if values and "source" in values:
        source = values["source"]
        yield (source["sha256"], Path(source["path"] or "").name), path


def _read_data(path: Path) -> Mapping[str, Any] | None:
    """What is in the data of one of our pages; None for all other files."""
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            if _OURS not in head:
                return None
            found = _DATA.search((head + stream.read()).decode("utf-8", "replace"))
        values = json.loads(found[1]) if found else None
    except (OSError, ValueError):
        return None
    return values if isinstance(values, dict) else None


def _to_address(path: Path, folder: Path) -> str:
    """``核对/方案.docx.html`` as a browser wants it, with all signs that mean something there escaped."""
    try:
        relative = os.path.relpath(path, folder)
    except ValueError:  # another drive of Windows
        return path.resolve().as_uri()
    return quote(Path(relative).as_posix())
