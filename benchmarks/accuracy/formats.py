"""The formats that papers are built in, by the builders of the tests, and Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from build_pdf import content_to_pdf
from forms import Content, content_to_docx, content_to_html, content_to_text, content_to_xlsx


def content_to_markdown(content: Content) -> bytes:
    """A heading, paragraphs as they are typed, a table of pipes whose merged cells are repeated."""
    lines = [f"# {content.title}", ""]
    for line in content.lines:
        lines += [line.typed.replace("● ", "- "), ""]
    if content.rows:
        rows = [content.header, ("---",) * len(content.header)]
        rows += [(*(step.typed for step in row.steps), row.measure.typed, row.units) for row in content.rows]
        lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines).encode()


FORMATS: Mapping[str, Callable[[Content], bytes]] = {
    "Word, automatic numbers": content_to_docx,
    "Word, typed numbers": partial(content_to_docx, typed=True),
    "HTML": content_to_html,
    "text": content_to_text,
    "Markdown": content_to_markdown,
    "PDF": content_to_pdf,
    "Excel": content_to_xlsx,
}
"""Name and builder; a workbook takes tables only."""


def fits(form: str, content: Content) -> bool:
    """Whether a paper is saved in a format at all."""
    return form != "Excel" or bool(content.rows)
