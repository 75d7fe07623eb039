"""The conditions of ``find``, ``export`` and ``report``: options to a selection."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING

from docx2tasks.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx2tasks.search.selection import Selection

_DAY = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?", re.ASCII)


def to_selection(  # noqa: PLR0913  one argument an option
    *,
    words: Sequence[str] | None,
    units: Sequence[str] | None,
    roles: Sequence[str] | None,
    before: str | None,
    after: str | None,
    kinds: Sequence[str] | None,
    overdue: bool,
) -> Selection:
    """The selection that the options describe; raises ``usage`` for invalid dates."""
    from docx2tasks.search.selection import Selection  # noqa: PLC0415

    return Selection(
        words=(*(words or ()),),
        units=(*(units or ()),),
        roles=(*(getattr(one, "value", one) for one in roles or ()),),
        before=read_day(before, "--before", is_last=True) if before else None,
        after=read_day(after, "--after", is_last=False) if after else None,
        overdue_on=today() if overdue else None,
        kinds=(*(getattr(one, "value", one) for one in kinds or ()),),
    )


def read_day(words: str, option: str, *, is_last: bool) -> str:
    """A day as an ISO date: ``2022-12-31``; of ``2022-12`` and ``2022`` the last or the first one; raises ``usage``."""
    found = _DAY.fullmatch(words.strip())
    try:
        if found is None:
            raise ValueError  # noqa: TRY301  said below, as for a day that no month has
        year, month, day = (int(part) if part else None for part in found.groups())
        month = month or (12 if is_last else 1)
        return date(year or 0, month, day or (monthrange(year or 0, month)[1] if is_last else 1)).isoformat()
    except ValueError:
        raise UsageError("usage", f"{option} {words[:20]} is not a date", f"use {option} 2022-12-31") from None


def today() -> str:
    """This day as an ISO date."""
    return date.today().isoformat()  # noqa: DTZ011  the day on the user's own calendar
