"""Whole Word files to records next to programs that merely turn the same files to text or Markdown.

    python benchmarks/peers.py [ROUNDS] [FILE.docx ...]

Ours reads bytes and gives validated records; the others give words.  All run by turns in one process, but for
pandoc, which is a program of its own and starts once a file.  Who is not installed is left out, and told.  The floor
unzips a file, parses its parts and gathers the text (``readers.py``).
"""

from __future__ import annotations

import importlib
import io
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import geometric_mean

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the package beside this folder

import inputs
from measure import Row, compare, print_table
from readers import word_floor

from docx2tasks import parse
from docx2tasks.errors import Refusal

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
Convert = Callable[[bytes], object]


def python_docx() -> Convert:
    """Paragraphs, then the cells of the tables, row by row."""
    docx = importlib.import_module("docx")

    def convert(data: bytes) -> str:
        document = docx.Document(io.BytesIO(data))
        words = [paragraph.text for paragraph in document.paragraphs]
        words += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join(words)

    return convert


def docx2python() -> Convert:
    """The text with its numbers."""
    module = importlib.import_module("docx2python")

    def convert(data: bytes) -> str:
        with module.docx2python(io.BytesIO(data)) as result:
            return str(result.text)

    return convert


def mammoth_html() -> Convert:
    """HTML."""
    module = importlib.import_module("mammoth")
    return lambda data: module.convert_to_html(io.BytesIO(data)).value


def mammoth_markdown() -> Convert:
    """Markdown, its own."""
    module = importlib.import_module("mammoth")
    return lambda data: module.convert_to_markdown(io.BytesIO(data)).value


def markitdown() -> Convert:
    """Markdown by one converter for all files."""
    converter = importlib.import_module("markitdown").MarkItDown()
    return lambda data: converter.convert_stream(io.BytesIO(data), file_extension=".docx").text_content


def pandoc() -> Convert:
    """Markdown; a process a file, as there is no other way from Python."""
    program = shutil.which("pandoc")
    if program is None:
        raise ImportError("pandoc")
    file = Path(tempfile.gettempdir()) / "peers.docx"

    def convert(data: bytes) -> bytes:
        file.write_bytes(data)
        return subprocess.run(
            [program, "-f", "docx", "-t", "markdown", str(file)], capture_output=True, check=True
        ).stdout

    return convert


PEERS: Mapping[str, Callable[[], Convert]] = {
    "python-docx": python_docx,
    "docx2python": docx2python,
    "mammoth": mammoth_html,
    "mammoth md": mammoth_markdown,
    "markitdown": markitdown,
    "pandoc": pandoc,
}


def installed() -> dict[str, Convert]:
    """The peers that are here; a line says who is not."""
    found: dict[str, Convert] = {"lxml floor": word_floor}
    for name, load in PEERS.items():
        try:
            found[name] = load()
        except ImportError:
            print(f"{name} is not installed and left out")
    return found


def documents(more: Sequence[str]) -> dict[str, bytes]:
    """The samples, an outline, the list with the properties Word writes and without any, and the files named."""
    found = {path.name: path.read_bytes() for path in sorted(SAMPLES.glob("*.docx"))}
    found["outline, 100 paragraphs"] = inputs.outline_docx()
    found["list, 77 rows, as Word writes"] = inputs.table_docx(77)
    found["list, 77 rows, no properties"] = inputs.table_docx(77, inputs.bare_run)
    return found | {Path(name).name: Path(name).read_bytes() for name in more}


def is_read(data: bytes) -> bool:
    """Whether we read the file: what is refused would be compared with nothing."""
    try:
        parse(data)
    except Refusal:
        return False
    return True


def against_peers(name: str, data: bytes, peers: Mapping[str, Convert], rounds: int) -> Row:
    """How many times as long as ours each of the others takes."""
    ours, *others = ((lambda convert=convert: convert(data)) for convert in (parse, *peers.values()))
    return compare(name, ours, others[0], rounds, *others[1:])


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")  # docx2python's, of Chinese numbers that it does not know
    numbers = [int(word) for word in sys.argv[1:] if word.isdigit()]
    files = documents([word for word in sys.argv[1:] if not word.isdigit()])
    peers = installed()
    rows = [against_peers(n, data, peers, (numbers or [9])[0]) for n, data in files.items() if is_read(data)]
    means = tuple(geometric_mean(column) for column in zip(*(row.ratios for row in rows), strict=True))
    rows.append(Row("geometric mean", geometric_mean([row.base for row in rows]), means))
    print_table("time to text or Markdown, as multiples of ours to records", tuple(peers), rows)


if __name__ == "__main__":
    main()
