"""The drawing objects of a page → text runs, ruled lines, number of pictures."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol

from lxml import etree

from docx2tasks.errors import LimitError
from docx2tasks.limits import Limits
from docx2tasks.readers.layout.matrix import Matrix
from docx2tasks.readers.layout.page import Ruling
from docx2tasks.readers.ofd.geometry import PAGE, element_to_matrix
from docx2tasks.readers.ofd.names import (
    POINTS,
    child_text,
    children,
    find_child,
    is_false,
    tag_to_name,
    words_to_numbers,
)
from docx2tasks.readers.ofd.paths import element_to_rulings
from docx2tasks.readers.ofd.words import Run, element_to_runs

Box = tuple[float, float, float, float]
"""Left, top, right and bottom of a picture, in points."""


class Units(Protocol):
    """Looks up reusable drawings (``CompositeGraphicUnit``)."""

    def __call__(self, number: str) -> etree._Element | None:
        """The drawing of that id, None where there is none."""


@dataclass(slots=True, repr=False, eq=False)
class Drawing:
    """Collects the objects of a page.

    ``unplaced`` counts the characters of objects whose place cannot be read, ``missing`` the
    reusable drawings that are not in the file.
    """

    limits: Limits
    units: Units
    number: int
    runs: list[Run] = field(default_factory=list)
    rulings: list[Ruling] = field(default_factory=list)
    pictures: int = 0
    boxes: list[Box] = field(default_factory=list)  # of the pictures shown, as far as they are known
    unplaced: int = 0
    missing: int = 0
    _signs: int = 0
    _objects: int = 0

    def add_content(self, content: etree._Element | None) -> None:
        """All layers of a page or of a template (7.7), whatever their order: nothing hides another."""
        for layer in children(content, "Layer"):
            self._add_objects(layer, PAGE, 1, shown=not is_false(layer.get("Visible")))

    def _add_objects(self, holder: etree._Element, outer: Matrix, depth: int, *, shown: bool) -> None:
        if depth > self.limits.object_depth:
            raise LimitError(
                "too-deep",
                f"page {self.number} has drawing objects nested more than {self.limits.object_depth} levels deep",
                "export the file again",
            )
        for element in holder:
            self._count_object()
            name = tag_to_name(element)
            if name == "PageBlock":
                self._add_objects(element, outer, depth + 1, shown=shown and not is_false(element.get("Visible")))
            elif name == "CompositeObject":
                self._add_composite(element, outer, depth, shown=shown and not is_false(element.get("Visible")))
            elif name == "ImageObject":
                self._add_picture(element, shown=shown and not is_false(element.get("Visible")))
            elif name == "TextObject":
                self._add_text(element, outer, shown=shown)
            elif name == "PathObject" and shown:
                self._add_path(element, outer)

    def _add_picture(self, element: etree._Element, *, shown: bool) -> None:
        self.pictures += 1
        with suppress(ValueError):
            left, top, width, height = (POINTS * n for n in words_to_numbers(element.get("Boundary") or "", 4))
            if shown:
                self.boxes.append((left, top, left + width, top + height))

    def _count_object(self) -> None:
        self._objects += 1
        if self._objects > self.limits.page_objects:
            raise self._too_dense(f"{self.limits.page_objects} objects")

    def _add_text(self, element: etree._Element, outer: Matrix, *, shown: bool) -> None:
        size = sum(len(code.text or "") for code in children(element, "TextCode"))
        self._signs += size
        if self._signs > self.limits.page_chars:
            raise self._too_dense(f"{self.limits.page_chars} characters")
        try:
            runs = list(element_to_runs(element, outer))
        except ValueError:
            self.unplaced += size
            return
        self.runs += runs if shown else [run._replace(is_shown=False) for run in runs]

    def _add_path(self, element: etree._Element, outer: Matrix) -> None:
        if len(child_text(element, "AbbreviatedData")) > self.limits.path_chars:
            self.pictures += 1
            return
        try:
            for ruling in element_to_rulings(element, outer):
                self.rulings.append(ruling)
                if len(self.rulings) > self.limits.page_rulings:
                    raise self._too_dense(f"{self.limits.page_rulings} ruled lines")
        except ValueError:  # a line nobody can draw parts nothing
            return

    def _add_composite(self, element: etree._Element, outer: Matrix, depth: int, *, shown: bool) -> None:
        """A reusable drawing (clause 13); one that draws itself ends at the bound of depth."""
        unit = find_child(self.units(element.get("ResourceID") or ""), "Content")
        if unit is None:
            self.missing += 1
            return
        try:
            inner = element_to_matrix(element, outer)
        except ValueError:
            self.missing += 1
            return
        self._add_objects(unit, inner, depth + 1, shown=shown)

    def _too_dense(self, what: str) -> LimitError:
        return LimitError("page-too-dense", f"page {self.number} has more than {what}", "split the document")
