"""Zip files without dates, so that the same content gives the same bytes."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a zip file can name


def zip_to_undated(data: bytes) -> bytes:
    """The same zip file (``台账.xlsx``, ``分解表.docx``) with one date for all its members."""
    undated = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(undated, "w", ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(ZipInfo(info.filename, _DAY), old.read(info), ZIP_DEFLATED)
    return undated.getvalue()
