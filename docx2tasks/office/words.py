"""Words that office files share: names of roles, and text cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx2tasks.model import Role

# how a Chinese reader, or a model that was asked in Chinese, finds them named: in heads of columns and in texts
ROLE_WORDS: dict[Role, str] = {
    "lead": "牵头单位",
    "support": "配合单位",
    "responsible": "责任单位",
    "oversee": "指导单位",
}


def cut(text: str, size: int) -> str:
    """The first ``size`` characters of text, with ``…`` behind them where it goes on."""
    return text if len(text) <= size else f"{text[:size]}…"
