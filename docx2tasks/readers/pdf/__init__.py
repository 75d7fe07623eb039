"""PDF → :class:`~docx2tasks.source.Source`: its pages, then what all laid-out formats share.

    bytes ─ pdfium ─▶ characters and drawn lines of each page ─▶ paragraphs and tables
          ├ pdfplumber, where pdfium cannot open the file or does not know its characters
          └ recognition, where a page is only a picture

``read.py`` is that way, ``pdfium_pages.py`` and ``pdfplumber_pages.py`` ask the two libraries.
"""

from __future__ import annotations

from docx2tasks.readers.pdf.read import read_pdf

__all__ = ["read_pdf"]
