"""Writes to standard output: data as UTF-8, tables and lines for terminals."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from docx2tasks.cli.options import STDIN
from docx2tasks.cli.stderr import say
from docx2tasks.errors import UsageError
from docx2tasks.language import shown, shown_line, shown_table

if TYPE_CHECKING:
    from docx2tasks.compare.lines import StyledLine, StyledWords
    from docx2tasks.explain import ExplainedLine
    from docx2tasks.results.sections import Section

_NAME = 9  # columns of the names of lines
_OURS = frozenset({"verdict", "word"})
_STYLES = {"gone": "red strike", "come": "bold green underline", "quiet": "dim", "loud": "bold", "verdict": "bold"}
_SHORT = 10  # characters of a cell that is never wrapped: a day


def write(words: str, output: str) -> None:
    """Write words to a file, whole or not at all, or to standard output."""
    from docx2tasks.export.json_text import text_to_bytes  # noqa: PLC0415

    write_bytes(text_to_bytes(words), output)


def write_json(values: object) -> None:
    """Write values as indented JSON to standard output."""
    from docx2tasks.export.json_text import value_to_json  # noqa: PLC0415

    write(value_to_json(values, indent=2) + "\n", STDIN)


def write_bytes(data: bytes, output: str) -> None:
    """Write bytes to a file, whole or not at all, or to standard output."""
    if output == STDIN:
        write_stdout(data)
    else:
        from docx2tasks.export.files import write_atomically  # noqa: PLC0415

        write_atomically(Path(output), data)


def refuse_own_source(file: str, output: str) -> None:
    """Refuse to write over the document that is read; raises ``in-the-way``."""
    if STDIN in (file, output):
        return
    source, target = Path(file), Path(output)
    if source.exists() and target.exists() and source.samefile(target):
        raise UsageError("in-the-way", f"{output} is the input document", "choose another file")


def write_stdout(data: bytes) -> None:
    """Write bytes to standard output; raises ``no-space`` and ``not-writable``."""
    if sys.stdout is None:
        raise UsageError("not-writable", "standard output is closed", "name a file with -o")
    # past the buffer: bytes that a full disk refused must not be tried again when Python ends
    stream = getattr(sys.stdout.buffer, "raw", sys.stdout.buffer)
    rest = memoryview(data)
    try:
        while rest:
            rest = rest[stream.write(rest) :]
    except BrokenPipeError:
        raise
    except OSError as error:
        from docx2tasks.export.files import error_to_refusal  # noqa: PLC0415

        raise error_to_refusal(error, "standard output") from error


def fill_closed_streams() -> None:
    """Let nothing that is opened later get the number of a closed standard stream: libraries write to those."""
    for stream in range(3):
        try:
            os.fstat(stream)
        except OSError:
            os.open(os.devnull, os.O_WRONLY)  # the lowest number that is free: this one; reading stays an error


def discard_stdout() -> None:
    """Let what standard output could not take go nowhere."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 1)
    os.close(nowhere)


def write_table(
    headers: Sequence[str], rows: Iterable[Sequence[str]], *, marked: Sequence[str] = (), wide: str = ""
) -> None:
    """A table with lines for people at a terminal, else tab-separated lines for programs.

    A terminal shows the words in ``marked`` in colour.  Where one column is the ``wide`` one, that has three times the
    width of another, and long cells are wrapped instead of cut.
    """
    headers, rows = shown_table(headers, rows)
    wide = shown(wide)
    if not is_pretty():
        write("".join("\t".join(row) + "\n" for row in (headers, *rows)), STDIN)
        return
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(header_style="bold", expand=bool(wide))
    listed = [*rows]
    for header, *cells in zip(headers, *listed, strict=True):
        ratio = _ratio(header, cells, wide) if wide else None
        table.add_column(header, overflow="fold" if wide else "ellipsis", ratio=ratio)
    for row in listed:
        cells = [Text(cell) for cell in row]
        for cell in cells:
            cell.highlight_words(marked, "bold reverse", case_sensitive=False)
        table.add_row(*cells)
    write_rich(table)


def _ratio(header: str, cells: Sequence[str], wide: str) -> int | None:
    """The share of a column of the width that is left by those with short cells, such as days."""
    if all(len(cell) <= _SHORT for cell in cells):
        return None
    return 3 if header == wide else 1


def write_sections(sections: Iterable[Section]) -> None:
    """Tables with titles: for people with lines, else ``# title``, tab-separated lines and an empty line each."""
    for section in map(_show_section, sections):
        if is_pretty():
            _write_pretty(section)
        else:
            lines = [f"# {section.title}", *("\t".join(row) for row in (section.headers, *section.rows)), "", ""]
            write("\n".join(lines), STDIN)


def _show_section(section: Section) -> Section:
    headers, rows = shown_table(section.headers, section.rows, section.title)
    return section._replace(title=shown(section.title), headers=headers, rows=[*rows])


def _write_pretty(section: Section) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(title=Text(section.title), title_justify="left", header_style="bold")
    for header in section.headers:
        table.add_column(header, overflow="fold")  # Chinese has no blanks to break a line at
    for row in section.rows:
        table.add_row(*(Text(cell) for cell in row))
    write_rich(table)


def write_styled(lines: Iterable[StyledLine]) -> None:
    """Lines whose changed words are coloured for people, else marked."""
    if not is_pretty():
        write("".join("".join(map(_styled_to_words, line)).rstrip() + "\n" for line in lines), STDIN)
        return
    from rich.text import Text  # noqa: PLC0415

    for line in lines:
        write_rich(Text.assemble(*((_styled_to_words(one), _STYLES.get(one.style, "")) for one in line)))


def _styled_to_words(one: StyledWords) -> str:
    """Words of ours in the reader's language, others with their marks."""
    return shown(one.words) if one.style in _OURS else one.marked


def write_lines(lines: Iterable[ExplainedLine]) -> None:
    """Lines with a name and words each, indented by depth."""
    from docx2tasks.language.widths import pad  # noqa: PLC0415

    shown_lines = ((line.depth, *shown_line(line.name, line.words)) for line in lines)
    if not is_pretty():
        write("".join(f"{'  ' * depth}{pad(name, _NAME)} {words}\n" for depth, name, words in shown_lines), STDIN)
        return
    from rich.text import Text  # noqa: PLC0415

    styles = {0: "bold", 1: "dim"}
    for depth, name, words in shown_lines:
        write_rich(Text.assemble(("  " * depth + f"{pad(name, _NAME)} ", styles[depth]), words))


def write_rich(shown: object) -> None:
    """Something that rich lays out, with colours."""
    from io import StringIO  # noqa: PLC0415

    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    page = StringIO()
    Console(file=page, force_terminal=True).print(shown, soft_wrap=isinstance(shown, Text))
    write(page.getvalue(), STDIN)


def open_in_browser(page: str) -> None:
    """Show a page that was written; say so where that is not possible."""
    import webbrowser  # noqa: PLC0415

    if page == STDIN or not webbrowser.open(Path(page).resolve().as_uri()):
        say(f"no browser could be opened: open {page} by hand")


def is_pretty() -> bool:
    """Whether people look at standard output: a terminal, or they ask for it with FORCE_COLOR."""
    return bool(os.environ.get("FORCE_COLOR")) or (sys.stdout is not None and sys.stdout.isatty())
