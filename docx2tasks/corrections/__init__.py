"""Corrections made on a review page, applied to the records of a document.

``correct(reading, load_corrections("清单.docx.corrections.jsonl"))`` gives the reading with corrected records.
"""

from docx2tasks.corrections.apply import correct
from docx2tasks.corrections.lines import Corrections, load_corrections

__all__ = ["Corrections", "correct", "load_corrections"]
