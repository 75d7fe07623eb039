"""Drawings of a story → blocks, or a note that they were not read.

A text box that lies over a measure (``内部资料``) is no part of that measure: its paragraphs are set aside as
``text-box``, unless they hold a mark or a clause themselves.  Charts are set aside as ``chart``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from docx2tasks.readers.unread import LeftOut, can_be_task, left_out_to_diagnostics
from docx2tasks.readers.word.drawings import Shape
from docx2tasks.readers.word.names import W
from docx2tasks.source import Block, Diagnostic
from docx2tasks.vocabulary import DiagnosticCode, LeftoverKind

if TYPE_CHECKING:
    from docx2tasks.readers.word.blocks import Story

_PLACE_CHARS = 12  # of the paragraph behind which a thing stands


class Lost(NamedTuple):
    """Something not read: its code, its position in the text, and the words before it."""

    code: DiagnosticCode
    at: int
    after: str
    is_grave: bool


def lost_to_diagnostics(lost: Sequence[Lost], pages: Sequence[int]) -> Iterator[Diagnostic]:
    """One diagnostic per kind; places are pages if known, else the words before."""
    return left_out_to_diagnostics(LeftOut(one.code, _place(one, pages), is_grave=one.is_grave) for one in lost)


def _place(one: Lost, pages: Sequence[int]) -> str:
    if pages:
        return f"page {bisect_right(pages, one.at)}"
    return f"after {one.after[:_PLACE_CHARS]!r}" if one.after else "at the start"


def is_own(shape: Shape) -> bool:
    """Whether a shape's text contains a label, a number or a clause, and so may be a task."""
    if shape.kind == "box" and next(shape.element.iter(W + "numPr"), None) is not None:
        return True
    return can_be_task(_box_words(shape) if shape.kind == "box" else shape.words)


def _box_words(shape: Shape) -> str:
    return "\n".join("".join(one.itertext(W + "t")) for one in shape.element.iter(W + "p"))


def read_shapes(story: Story, shapes: Sequence[Shape], blocks: list[Block], *, is_over: bool) -> None:
    """Add the content of shapes to ``blocks``; ``is_over`` means that they overlap text."""
    for shape in shapes:
        _READ[shape.kind](story, shape, blocks, is_over)


def _aside(story: Story, shape: Shape, *, is_over: bool) -> LeftoverKind | None:
    """What the words of a shape are: the story's own, or set aside as lying over a measure."""
    if story.aside is not None or not is_over or is_own(shape) or not story.binding.has_tasks():
        return story.aside
    return LeftoverKind.TEXT_BOX


def _read_box(story: Story, shape: Shape, blocks: list[Block], is_over: bool) -> None:  # noqa: FBT001
    blocks += story.read_box(shape.element, _aside(story, shape, is_over=is_over))


def _read_words(story: Story, shape: Shape, blocks: list[Block], is_over: bool) -> None:  # noqa: FBT001
    story.say(shape.words, blocks, _aside(story, shape, is_over=is_over))


def _read_diagram(story: Story, shape: Shape, blocks: list[Block], is_over: bool) -> None:  # noqa: FBT001
    lines = story.binding.parts.lines(story.part, shape.target)
    if lines is None:
        story.binding.lose(DiagnosticCode.DRAWING_NOT_READ, is_grave=True)
        return
    aside = _aside(story, shape._replace(words="\n".join(lines)), is_over=is_over)
    for line in lines:
        story.say(line, blocks, aside)


def _read_chart(story: Story, shape: Shape, blocks: list[Block], _is_over: bool) -> None:  # noqa: FBT001
    lines = story.binding.parts.lines(story.part, shape.target)
    if lines is None:
        story.binding.lose(DiagnosticCode.CHART_NOT_READ, is_grave=True)
    for line in lines or ():
        story.say(line, blocks, LeftoverKind.CHART)


def _read_picture(story: Story, shape: Shape, blocks: list[Block], _is_over: bool) -> None:  # noqa: FBT001
    binding = story.binding
    fills = story.aside is None and binding.scans.fills_page(shape.size)
    name = binding.parts.target(story.part, shape.target) if fills else None
    pages = binding.scans.read(name) if name is not None else ()
    if pages:
        binding.scans.add(pages, story, blocks)
    else:
        binding.lose(DiagnosticCode.PICTURE_NOT_READ, is_grave=fills)


def _lose(code: DiagnosticCode, *, is_grave: bool = False) -> Callable[[Story, Shape, list[Block], bool], None]:
    return lambda story, _shape, _blocks, _is_over: story.binding.lose(code, is_grave=is_grave)


def _lose_drawing(story: Story, shape: Shape, _blocks: list[Block], _is_over: bool) -> None:  # noqa: FBT001
    is_grave = shape.size is not None and story.aside is None and story.binding.scans.fills_page(shape.size)
    story.binding.lose(DiagnosticCode.DRAWING_NOT_READ, is_grave=is_grave)


_READ: dict[str, Callable[[Story, Shape, list[Block], bool], None]] = {
    "box": _read_box,
    "words": _read_words,
    "diagram": _read_diagram,
    "chart": _read_chart,
    "picture": _read_picture,
    "object": _lose(DiagnosticCode.EMBEDDED_DOCUMENT, is_grave=True),
    "document": _lose(DiagnosticCode.EMBEDDED_DOCUMENT, is_grave=True),
    "formula": _lose(DiagnosticCode.FORMULA_NOT_READ),
    "control": _lose(DiagnosticCode.CONTROL_NOT_READ),
    "drawing": _lose_drawing,
}
