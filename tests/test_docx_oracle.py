"""LibreOffice as a second opinion: the labels it prints, and the text it shows, against ours.

Where the two differ on purpose, the case stands in a table with the reason: we follow Word
(ECMA-376-1, 17.9), and LibreOffice 7.4 does not know the feature.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from build_docx import abstract, docx, lvl, num, override, p
from lxml import etree
from test_numbering import COUNTED, FORMATS, LINKED, STYLED, items

from docx2tasks.readers.word.docx import read_docx
from docx2tasks.source import Block, Paragraph, Table

CORPUS = Path(os.environ.get("DOCX2TASKS_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus")) / "odd"
SOFFICE = shutil.which("soffice")
BLANK = re.compile(r"\s")

pytestmark = [pytest.mark.oracle, pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")]

# Counters: what LibreOffice prints otherwise, and why we do not.
COUNTED_OTHERWISE = {
    "lvlRestart-never": "LibreOffice ignores w:lvlRestart",
    "条文连续编号": "LibreOffice ignores w:lvlRestart",
    "lvlRestart-after-the-first-level": "LibreOffice ignores w:lvlRestart",
    "isLgl": "LibreOffice 7.4 ignores w:isLgl",
    "startOverride-of-two-levels": "LibreOffice heeds the override of the first level only",
    "level-linked-to-a-style": "LibreOffice ignores w:pStyle of a level where the style has no w:ilvl",
    "undefined-level": "LibreOffice makes up a level that the list does not define",
    "hidden-item-does-not": "LibreOffice exports hidden text",
    "deleted-item-does-not": "LibreOffice exports deleted text",
    "level-names-a-deeper-one": "LibreOffice prints the bare %2",
}
NOT_ASKED = {
    "cycle-of-styles": "LibreOffice crashes on styles based on each other",
    "style-based-on-itself": "LibreOffice crashes on a style based on itself",
}
# Formats: LibreOffice has no such format, or words it in the language of its own user interface.
FORMATS_OTHERWISE = {
    "hex": "not known: decimal",
    "numberInDash": "not known: decimal",
    "thaiNumbers": "depends on the locale",
    "hindiNumbers": "depends on the locale",
    "taiwaneseDigital": "not known: decimal",
    "japaneseDigitalTenThousand": "not known: decimal",
    "decimalEnclosedFullstop": "not known: decimal",
    "decimalEnclosedParen": "not known: decimal",
    "ideographEnclosedCircle": "shown as ①",
    "ideographZodiacTraditional": "not known: decimal",
    "ordinal": "worded in the locale of the program",
    "cardinalText": "worded in the locale of the program",
    "ordinalText": "worded in the locale of the program",
    "russianLower": "counts аа, аб where Word repeats аа, бб",
    "russianUpper": "counts Аа, Аб where Word repeats АА, ББ",
}
# Numbers at which a format that is otherwise alike differs.
NUMBERS_OTHERWISE = {
    "ideographDigital": (10, 99),  # LibreOffice counts 十 where the standard goes digit by digit
    "japaneseLegal": (10, 99),  # LibreOffice goes digit by digit
    "decimalEnclosedCircle": (21, 50),  # LibreOffice uses ㉑, which Word does not
    "decimalEnclosedCircleChinese": (21, 50),
}
NUMBERS = (*range(1, 31), 45, 50, 99)

# Files of other projects of which LibreOffice shows characters that we do not, and why.
CORPUS_OTHERWISE = {
    "pandoc/test_docx_unicode.docx": "the sign 00DA of the font Symbol is printed as Ú",
}
DRAWN_OTHERWISE = {
    "•": "a bullet is no text of its paragraph",
    "◦": "the same",
    "▪": "the same",
    "\u00ad": "a soft hyphen shows only at the end of a line",
    "\u2011": "a hyphen that does not break is written -",
}
NOTE_MARKS = ("1i", "2ii", "3iii", "4iv", "5v")  # of foot- and endnotes
MAIN = re.compile(r"(?i)word/document\d*\.xml$")


def export(folder: Path, files: dict[str, bytes]) -> dict[str, str]:
    """The text that LibreOffice exports for each file; one run for all."""
    paths = {name: folder / f"{number}.docx" for number, name in enumerate(files)}
    for name, path in paths.items():
        path.write_bytes(files[name])
    call = [str(SOFFICE), "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    call += ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(folder), *map(str, paths.values())]
    subprocess.run(call, check=True, capture_output=True, timeout=600)
    texts = {name: path.with_suffix(".txt") for name, path in paths.items()}
    return {name: path.read_text("utf-8-sig") for name, path in texts.items() if path.exists()}


def bare(text: str) -> str:
    """A text without its white space."""
    return BLANK.sub("", text)


def labelled(blocks: tuple[Block, ...]) -> list[Paragraph]:
    """The body's numbered paragraphs, those in cells too."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    found += labelled(tuple(cell.paragraphs()))
        elif block.label and not block.bullet and block.aside in (None, "contents"):
            found.append(block)
    return found


def test_number_formats(tmp_path: Path) -> None:
    """Every format writes 1 to 99 as LibreOffice does, the named exceptions aside."""
    lists = "".join(num(100 + n, 0, override(0, start=n)) for n in NUMBERS)
    body = "".join(p("甲", num=(100 + n, 0)) for n in NUMBERS)
    names = [name for name, _ in FORMATS if name not in (*FORMATS_OTHERWISE, "none", "bullet")]
    files = {name: docx(body, numbering=abstract(0, lvl(0, "%1:", name)) + lists) for name in names}
    texts = export(tmp_path, files)
    compared, different = 0, []
    for name in names:
        low, high = NUMBERS_OTHERWISE.get(name, (0, -1))
        ours, theirs = (bare(text).split("甲") for text in (read_docx(files[name]).text, texts[name]))
        for number, mine, other in zip(NUMBERS, ours, theirs, strict=False):
            if not low <= number <= high:
                compared += 1
                different += [] if mine == other else [(name, number, mine, other)]
    assert different == []
    assert compared > 1_000


def test_counters(tmp_path: Path) -> None:
    """Levels, restarts, overrides and styles give the labels that LibreOffice prints, exceptions aside."""
    cases = [(case, str(case.id), LINKED) for case in STYLED] + [(case, str(case.id), "") for case in COUNTED]
    files: dict[str, bytes] = {}
    for case, name, numbering in cases:
        if name in NOT_ASKED:
            continue
        body, other, _ = (str(value) for value in case.values)
        styles = (
            other
            if numbering
            else '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr>'
            '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        )
        files[name] = docx(body, numbering=numbering or other, styles=styles)
    texts = export(tmp_path, files)
    sources = {name: read_docx(data) for name, data in files.items()}
    different = {name for name in files if bare(sources[name].text) != bare(texts[name])}
    assert different == set(COUNTED_OTHERWISE)
    assert sum(len(labelled(sources[name].blocks)) for name in files if name not in different) > 70


def corpus() -> dict[str, bytes]:
    """The Word files of the corpus by name."""
    return {path.stem: path.read_bytes() for path in sorted(CORPUS.glob("*/*.docx"))}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, str]]:
    """The Word files of other projects by name, each with the text that LibreOffice shows of it."""
    if not CORPUS.is_dir():
        pytest.skip("there is no corpus here")
    files = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in sorted(CORPUS.glob("*/*.docx"))}
    texts = export(tmp_path_factory.mktemp("corpus"), files)
    assert len(texts) > 180
    # a file of nothing but pictures is refused
    return {name: (files[name], text) for name, text in texts.items() if bare(text)}


@pytest.mark.slow
def test_other_projects_labels(exported: dict[str, tuple[bytes, str]]) -> None:
    """Numbered paragraphs of files of other projects have the labels LibreOffice prints."""
    labels, wrong = 0, {}
    for name, (data, text) in exported.items():
        mine = Counter(bare(one.text) for one in labelled(read_docx(data).blocks))
        labels += mine.total()
        if unmatched := mine - Counter(map(bare, re.split(r"[\n\t]", text))):
            wrong[name] = unmatched
    assert labels > 70
    assert wrong == {}


@pytest.mark.slow
def test_other_projects_text(exported: dict[str, tuple[bytes, str]]) -> None:
    """No character that LibreOffice shows is missing, but for what is left out on purpose."""
    shown = sum(len(bare(text)) for _, text in exported.values())
    lost = {name: lost_signs(data, text) for name, (data, text) in exported.items()}
    assert shown > 15_000
    assert {name: dict(signs) for name, signs in lost.items() if signs and name not in CORPUS_OTHERWISE} == {}
    assert {name for name in CORPUS_OTHERWISE if not lost.get(name)} == set()


def lost_signs(data: bytes, text: str) -> Counter[str]:
    """The characters of LibreOffice's text that ours has not, and that no general reason explains."""
    source = read_docx(data)
    lost = Counter(bare(text)) - Counter(bare(source.text)) - deleted_signs(data)
    notes = sum(1 for block in source.blocks if isinstance(block, Paragraph) and block.aside == "note")
    marks = Counter("".join(NOTE_MARKS[:notes]))  # the text of a note stands by itself, its mark nowhere
    return Counter({sign: count for sign, count in (lost - marks).items() if sign not in DRAWN_OTHERWISE})


def deleted_signs(data: bytes) -> Counter[str]:
    """The characters of deletions that are not yet accepted: they hold no more, and LibreOffice shows them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root = etree.fromstring(archive.read(next(name for name in archive.namelist() if MAIN.match(name))))
    words = root.xpath("//*[local-name()='delText' or (local-name()='t' and ancestor::*[local-name()='moveFrom'])]")
    return Counter(bare("".join(one.text or "" for one in words)))


def test_labels_in_cells(tmp_path: Path) -> None:
    """Labels in table cells count on in reading order, as LibreOffice counts them."""
    rows = "".join(f"<w:tr><w:tc>{items(0, 1)}</w:tc><w:tc>{items(1, 2, 0)}</w:tc></w:tr>" for _ in range(20))
    numbering = abstract(0, lvl(0, "%1、", "chineseCountingThousand"), lvl(1, "（%2）"), lvl(2, "%3."))
    grid = '<w:tblGrid><w:gridCol w:w="2000"/><w:gridCol w:w="2000"/></w:tblGrid>'
    data = docx(items(0), f"<w:tbl><w:tblPr/>{grid}{rows}</w:tbl>", items(0), numbering=numbering)
    assert bare(read_docx(data).text) == bare(export(tmp_path, {"cells": data})["cells"])
