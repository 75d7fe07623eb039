"""Marks text that is not the document's own: spam, contents lists, second copies.

It is named and marked, never dropped in silence.
"""

from __future__ import annotations

from docx2tasks.faults import attempt
from docx2tasks.rules import Rules
from docx2tasks.segment.outline.attachments import AttachmentListReader
from docx2tasks.segment.outline.contents import ContentsMarker
from docx2tasks.segment.outline.repeated import RepeatMarker, block_key, head_of
from docx2tasks.segment.outline.spam import SpamFinder, block_without
from docx2tasks.source import Block, Source, Span
from docx2tasks.vocabulary import LeftoverKind

_SAID_ELSEWHERE = frozenset((LeftoverKind.CONTENTS, LeftoverKind.REPEATED))
_SHORT = 4  # characters of 目录 and 目　次


class BoilerplateMarker:
    """Marks boilerplate."""

    def __init__(self, rules: Rules) -> None:
        self._spam, self._repeated = rules.once(SpamFinder), rules.once(RepeatMarker)
        self._contents, self._attachments = rules.once(ContentsMarker), rules.once(AttachmentListReader)

    def mark(self, source: Source) -> tuple[Source, tuple[Span, ...]]:
        """The source with boilerplate marked, and the spans of second copies that differ."""
        spam, diagnostics = attempt("foreign phrases", (), ((), ()), self._spam.find, source)
        if spam:
            source = source._replace(
                blocks=tuple(block_without(block, spam) for block in source.blocks),
                leftovers=(*source.leftovers, *((LeftoverKind.SPAM, span) for span in spam)),
                diagnostics=(*source.diagnostics, *diagnostics),
            )
        source, prints = attempt("what is printed twice", (), (source, ()), self._repeated.mark, source)
        blocks = attempt("the contents list", (), source.blocks, self._contents.mark, source.blocks)
        blocks = keep_what_is_nowhere_else(blocks)
        blocks = attempt("a list of attachments", (), blocks, self._attachments.mark, blocks)
        return source._replace(blocks=blocks), prints


def keep_what_is_nowhere_else(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with marks taken off repetitions that occur nowhere else.

    Lines of a contents list count as said by it where the document says them too, or they name a page.
    """
    if not any(block.aside in _SAID_ELSEWHERE for block in blocks):
        return blocks
    kept = {key for block in blocks if block.aside is None for key in (block_key(block), head_of(block_key(block)))}
    blocks = tuple(_put_back(block, LeftoverKind.CONTENTS, kept) if _is_bare(block) else block for block in blocks)
    kept |= {block_key(block) for block in blocks if block.aside == LeftoverKind.CONTENTS}
    return tuple(_put_back(block, LeftoverKind.REPEATED, kept) for block in blocks)


def _put_back(block: Block, kind: LeftoverKind, kept: set[str]) -> Block:
    return block._replace(aside=None) if block.aside == kind and block_key(block) not in kept else block


def _is_bare(block: Block) -> bool:
    """Whether a line names no page and is not the word 目录: it is a heading that comes again, or nothing."""
    key = block_key(block)
    return head_of(key) == key and len(key) > _SHORT
