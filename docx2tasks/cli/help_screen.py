"""Help screens in Chinese: words that typer is given are looked up, and lines cut by columns of a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import typer

from docx2tasks.language import shown
from docx2tasks.language.widths import pad, width_of, wrap

_EXTRA = re.compile(r"(.*?)(?:^|  )\[([^\[\]]*(?:default|required|x[<>])[^\[\]]*)\]", re.DOTALL)
_LIST = re.compile(r"<list\[([^\[\]]*\|[^\[\]]*)\]>")  # of choices: that it may be repeated, the help says
_TYPES = re.compile(r"(?<![a-z-])[A-Z]{2,}(?![A-Za-z:])|<[^<>]*>")
_COMMENT = re.compile(r"(\s*\S.*?\S)(\s{2,})(\S.*)")
_VERBATIM = "\b"  # a paragraph that begins with it is not wrapped: examples
_FIRST = 30  # columns of options; longer ones have a line of their own
_GAP = 2


class ChineseFormatter(typer.Context.formatter_class):  # type: ignore[misc, valid-type]  # typer names no class of its own
    """What typer writes a help screen with."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """The line on how to call it."""
        super().write_usage(prog, show_types(args), prefix or f"{shown('Usage')}：")

    def write_heading(self, heading: str) -> None:
        """The title of a section."""
        self.write(f"{'':>{self.current_indent}}{shown(heading)}：\n")

    def write_text(self, text: str) -> None:
        """Sentences are wrapped, examples stay as they are but for what is said of them."""
        indent = " " * self.current_indent
        paragraphs = [*self._to_paragraphs(text)]
        self.write("\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs) + "\n")

    def _to_paragraphs(self, text: str) -> Iterator[list[str]]:
        for paragraph in text.split("\n\n"):
            first, *lines = paragraph.strip("\n").split("\n")
            if first.strip() == _VERBATIM:
                yield [*_show_examples(lines)]
            else:
                yield wrap(shown(" ".join(paragraph.split())), self.width - self.current_indent)

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = _FIRST, col_spacing: int = _GAP) -> None:
        """A list of options or commands, each with what it does."""
        listed = [(show_types(name), _show_help(words)) for name, words in rows]
        first = min(max(width_of(name) for name, _ in listed), col_max) + col_spacing
        room = max(self.width - first - self.current_indent, 10)
        indent = " " * self.current_indent
        for name, words in listed:
            lines = wrap(words, room) or [""]
            if width_of(name) > first - col_spacing:
                self.write(f"{indent}{name}\n")
            else:
                self.write(f"{indent}{pad(name, first)}{lines.pop(0)}".rstrip() + "\n")
            self.write("".join(f"{indent}{' ' * first}{line}\n" for line in lines))


def show_types(words: str) -> str:
    """What stands for a value: ``--unit NAME`` is ``--unit 名称``; options and values of options stay."""
    return _TYPES.sub(lambda found: shown(found[0]), _LIST.sub(r"<\1>", words))


def _show_help(words: str) -> str:
    """``Output format.  [default: table]``: a sentence, and what typer adds of the value."""
    if not (found := _EXTRA.fullmatch(words)):
        return _show_sentences(words)
    return f"{_show_sentences(found[1])}〔{shown(found[2])}〕"


def _show_sentences(words: str) -> str:
    return shown(words) if words else words


def _show_examples(lines: Sequence[str]) -> Iterator[str]:
    """Commands with what they give, one below the other: a command that is Chinese is wider than it is long."""
    found = [_COMMENT.fullmatch(line) for line in lines]
    column = max((width_of(one[1]) for one in found if one), default=0) + _GAP
    for line, one in zip(lines, found, strict=True):
        yield f"{pad(one[1], column)}{shown(one[3])}" if one else shown(line.strip()).join(_ends(line))


def _ends(line: str) -> tuple[str, str]:
    return line[: len(line) - len(line.lstrip())], ""
