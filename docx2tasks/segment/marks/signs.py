"""Signs before a label: ``★1.``, ``√（1）``, ``□ 2、``.  They are part of neither label nor text."""

from __future__ import annotations

import re

from docx2tasks.numerals import Folded

# stars, boxes, ticks, arrows, pictographs; not the circled digits, which are marks themselves
_DRAWN = (
    "\u203b\u2022\u2023\u25e6\u3013\u30fb\u221a\u2713\u2190-\u21ff\u25a0-\u2775\u2794-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\uf000-\uf0ff\ufe0f\u200d\U0001f000-\U0001faff"
)
_TYPED = r"*#+~>\-\u00b7\u2010-\u2015\u2500-\u257f"  # everyday signs: only at a line's start
_BOX = r"\[[ xX\u221a\u2713]?\]|\([\u221a\u2713\u2714\u2605]\)"
_LEAD = re.compile(rf"(?:[\s{_DRAWN}{_TYPED}]|{_BOX})*")
_MOST = 8  # signs and blanks before a mark inside a paragraph
_RUN = re.compile(rf"[ \t\u00a0{_DRAWN}]{{1,{_MOST}}}\Z")


def lead_size(text: Folded) -> int:
    """The number of blanks and signs at the start of ``text``: 3 in ``★★ 1.开展``."""
    found = _LEAD.match(text)
    return found.end() if found else 0


def signs_before(text: Folded, start: int) -> int:
    """The number of signs and blanks before ``start``; 0 for blanks only."""
    if text[start - 1].isalnum():
        return 0
    found = _RUN.search(text, max(0, start - _MOST), start)
    words = found.group() if found else ""
    return len(words) if words.strip() else 0
