"""What is no part of the document's own words: injected spam, contents lists, a second print.

It is named and marked, never dropped in silence.
"""

from __future__ import annotations

from docx2tasks.faults import attempt
from docx2tasks.rules import Rules
from docx2tasks.segment.outline.contents import mark_contents
from docx2tasks.segment.outline.repeated import mark_repeated
from docx2tasks.segment.outline.spam import block_without, find_spam
from docx2tasks.source import Source
from docx2tasks.vocabulary import LeftoverKind


def mark_boilerplate(source: Source, rules: Rules) -> Source:
    """The source with spam cut out of its passages and contents lists marked as such."""
    spam, diagnostics = attempt("foreign phrases", (), ((), ()), find_spam, source, rules)
    if spam:
        source = source._replace(
            blocks=tuple(block_without(block, spam) for block in source.blocks),
            leftovers=(*source.leftovers, *((LeftoverKind.SPAM, span) for span in spam)),
            diagnostics=(*source.diagnostics, *diagnostics),
        )
    blocks = attempt("the contents list", (), source.blocks, mark_contents, source.blocks, rules)
    source = source._replace(blocks=blocks)
    return attempt("what stands twice", (), source, mark_repeated, source)
