"""Content of a workbook that openpyxl does not write."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx2tasks.readers.package import Package

_PARTS = (
    (re.compile(r"xl/(?:threadedComments|persons)/"), "会话批注"),
    (re.compile(r"xl/(?:slicers|slicerCaches|timelines|timelineCaches)/"), "切片器"),
    (re.compile(r"xl/(?:ctrlProps|activeX)/"), "控件"),
    (re.compile(r"xl/(?:embeddings|diagrams)/"), "嵌入对象"),
    (re.compile(r"xl/media/.*\.(?:emf|wmf|svg)$"), "矢量图片"),
)
_DRAWING = re.compile(r"xl/drawings/drawing\d+\.xml$")
_SHAPES = re.compile(rb"<(?:\w+:)?(?:sp|grpSp|cxnSp)[ />]")
_EXTENSION = re.compile(r"extension is not supported|Unknown extension|will be (?:removed|lost)|Unable to read")


def find_losses(package: Package, warned: Sequence[str]) -> list[str]:
    """Kinds of things that are in the package and would be gone, each once: ``图形``, ``控件``."""
    return [*dict.fromkeys([*_find(package, warned)])]


def _find(package: Package, warned: Sequence[str]) -> Iterator[str]:
    for name in sorted(package.names):
        yield from (words for pattern, words in _PARTS if pattern.match(name))
        if _DRAWING.match(name) and _SHAPES.search(package.part(name) or b""):
            yield "图形或文本框"
    if any(_EXTENSION.search(words) for words in warned):
        yield "扩展的条件格式或数据验证"
