"""Affine transformations, as in PDF (ISO 32000-1, 8.3.4) and OFD (GB/T 33190, CTM).

Imports nothing of ours.
"""

from __future__ import annotations

from typing import NamedTuple

Point = tuple[float, float]


class Matrix(NamedTuple):
    """A transformation of the plane, as ISO 32000-1, 8.3.4 writes it."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def __call__(self, x: float, y: float) -> Point:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """The transformation that does ``inner`` first."""
        e, f = self(inner.e, inner.f)
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )
