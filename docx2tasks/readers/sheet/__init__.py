"""Spreadsheets → blocks over one text: sheets are parts, with tables and paragraphs."""

from docx2tasks.readers.sheet.ods import read_ods
from docx2tasks.readers.sheet.xls import read_xls
from docx2tasks.readers.sheet.xlsx import read_xlsx

__all__ = ["read_ods", "read_xls", "read_xlsx"]
