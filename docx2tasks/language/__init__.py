"""The language of what people are shown: English, or Chinese by a catalogue.

Everything in the program is written, and stored, in English.  At the border to the reader :func:`shown` gives the same
in the language that was chosen: it finds the English template that a message was made of, and fills what varies into
the Chinese one.  So records, ledgers and exports are the same bytes in every language, and no other room knows of this.
"""

from docx2tasks.language.choose import LANGUAGES, choose_language, find_locale
from docx2tasks.language.show import (
    is_chinese,
    shown,
    shown_diagnostic,
    shown_error,
    shown_refusal,
    to_chinese,
    using,
    value_to_english,
)
from docx2tasks.language.tables import shown_line, shown_table

__all__ = [
    "LANGUAGES",
    "choose_language",
    "find_locale",
    "is_chinese",
    "shown",
    "shown_diagnostic",
    "shown_error",
    "shown_line",
    "shown_refusal",
    "shown_table",
    "to_chinese",
    "using",
    "value_to_english",
]
