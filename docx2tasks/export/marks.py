"""Marks in written files, so that folders are read without our own output."""

from __future__ import annotations

PROPERTY = "docx2tasks"  # a custom property of workbooks and Word files; its value says which kind it is
COMMENT = "<!-- docx2tasks -->"  # the first line of Markdown, which no program shows
CSV_COLUMNS = "document_name,document_title,"  # how the first line of CSV begins
