"""Places of an object on its page: its own space, turned and moved by ``CTM`` and ``Boundary`` (8.5)."""

from __future__ import annotations

import math
from typing import NamedTuple

from lxml import etree

from docx2tasks.readers.ofd.names import POINTS, words_to_numbers

_STRAIGHT = 0.05  # of the length: a line that leans less is taken as straight


class Matrix(NamedTuple):
    """``x' = a x + c y + e`` and ``y' = b x + d y + f``, as the standard writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the object stands."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def within(self, outer: Matrix) -> Matrix:
        """This matrix, and then that of what the object stands in."""
        e, f = outer.place(self.e, self.f)
        return Matrix(
            outer.a * self.a + outer.c * self.b,
            outer.b * self.a + outer.d * self.b,
            outer.a * self.c + outer.c * self.d,
            outer.b * self.c + outer.d * self.d,
            e,
            f,
        )

    def turned(self, quarters: int) -> Matrix:
        """This matrix for signs that are turned by quarters clockwise in their own place."""
        a, b, c, d, e, f = self
        for _ in range(quarters % 4):
            a, b, c, d = c, d, -a, -b
        return Matrix(a, b, c, d, e, f)

    @property
    def quarters(self) -> int | None:
        """By how many quarters clockwise a line of words is turned on the page; None: it leans."""
        length = math.hypot(self.a, self.b)
        if abs(self.b) <= _STRAIGHT * length:
            return 0 if self.a > 0 else 2
        if abs(self.a) <= _STRAIGHT * length:
            return 1 if self.b > 0 else 3
        return None

    @property
    def across(self) -> float:
        """How long a unit of the object is along its lines."""
        return math.hypot(self.a, self.b)

    @property
    def down(self) -> float:
        """How high a unit of the object is above its lines, however the signs lean."""
        across = self.across
        return abs(self.a * self.d - self.b * self.c) / across if across else 0.0


PAGE = Matrix(POINTS, 0, 0, POINTS, 0, 0)  # millimetres of the page to points


def element_to_matrix(element: etree._Element, outer: Matrix) -> Matrix:
    """The matrix of a drawn object; ``outer`` is that of the page or of the object that holds it.

    Raises ``ValueError`` where ``Boundary`` or ``CTM`` are not the numbers they have to be.
    """
    box = words_to_numbers(element.get("Boundary") or "0 0 0 0", 4)
    a, b, c, d, e, f = words_to_numbers(element.get("CTM") or "1 0 0 1 0 0", 6)
    return Matrix(a, b, c, d, e + box[0], f + box[1]).within(outer)
