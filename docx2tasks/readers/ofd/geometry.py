"""Positions of objects on a page, through ``CTM`` and ``Boundary`` (8.5)."""

from __future__ import annotations

import math

from lxml import etree

from docx2tasks.readers.layout.matrix import Matrix
from docx2tasks.readers.ofd.names import POINTS, words_to_numbers

_STRAIGHT = 0.05  # of the length: a line that leans less is taken as straight

PAGE = Matrix(POINTS, 0, 0, POINTS, 0, 0)  # millimetres of the page to points


def element_to_matrix(element: etree._Element, outer: Matrix) -> Matrix:
    """The matrix of an object; ``outer`` is that of its page or parent object.

    Raises ``ValueError`` where ``Boundary`` or ``CTM`` are not the numbers they have to be.
    """
    box = words_to_numbers(element.get("Boundary") or "0 0 0 0", 4)
    a, b, c, d, e, f = words_to_numbers(element.get("CTM") or "1 0 0 1 0 0", 6)
    return outer.after(Matrix(a, b, c, d, e + box[0], f + box[1]))


def turn_signs(matrix: Matrix, quarters: int) -> Matrix:
    """The matrix of characters rotated by quarter turns clockwise, each in place."""
    a, b, c, d, e, f = matrix
    for _ in range(quarters % 4):
        a, b, c, d = c, d, -a, -b
    return Matrix(a, b, c, d, e, f)


def matrix_to_quarters(matrix: Matrix) -> int | None:
    """By how many quarters clockwise a line of words is turned on the page; None: it leans."""
    length = matrix_to_width(matrix)
    if abs(matrix.b) <= _STRAIGHT * length:
        return 0 if matrix.a > 0 else 2
    if abs(matrix.a) <= _STRAIGHT * length:
        return 1 if matrix.b > 0 else 3
    return None


def matrix_to_width(matrix: Matrix) -> float:
    """How long a unit of the object is along its lines."""
    return math.hypot(matrix.a, matrix.b)


def matrix_to_height(matrix: Matrix) -> float:
    """The height of a unit of the object, however its characters slant."""
    width = matrix_to_width(matrix)
    return abs(matrix.a * matrix.d - matrix.b * matrix.c) / width if width else 0.0
