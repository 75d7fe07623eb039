"""Scans made of our own documents: printed by LibreOffice, rendered, turned askew, spoiled and compressed.

docx ─ soffice ─ pdf ─ pypdfium2 at 200 dpi ─ turned ─ blurred ─ noise ─ JPEG, each by a fixed seed
"""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw, ImageFilter

DPI = 200
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BORDERS = "".join(f'<w:{side} w:val="single" w:sz="4" w:color="000000"/>' for side in _SIDES)


def with_borders(docx: bytes) -> bytes:
    """A Word file whose tables are drawn with lines."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "word/document.xml":
                part = part.replace(
                    b"<w:tblPr/>", f"<w:tblPr><w:tblBorders>{_BORDERS}</w:tblBorders></w:tblPr>".encode()
                )
            new.writestr(name, part)
    return stream.getvalue()


def print_docx(docx: bytes, folder: Path, soffice: str) -> Path:
    """A Word file as PDF, by LibreOffice."""
    source = folder / "printed.docx"
    source.write_bytes(with_borders(docx))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return source.with_suffix(".pdf")


def scan_pdf(pdf: Path, angle: float, seed: int) -> Iterator[bytes]:
    """Each page of a PDF as a scan: a JPEG turned by ``angle`` degrees against the clock."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(len(document)):
            yield spoil(document[number].render(scale=DPI / 72).to_pil(), angle, seed + number)
    finally:
        document.close()


def spoil(image: Image.Image, angle: float, seed: int) -> bytes:
    """A clean picture as a scanner sees it, byte for byte the same each time."""
    turned = image.convert("L").rotate(angle, resample=Image.Resampling.BICUBIC, fillcolor=255)
    grey = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.7)), float) * 0.92 + 10
    noisy = grey + np.random.default_rng(seed).normal(0, 10, grey.shape)
    return picture_bytes(Image.fromarray(noisy.clip(0, 255).astype(np.uint8)), "JPEG", quality=60)


def picture_bytes(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    """A picture as a file that says how fine it was scanned."""
    stream = io.BytesIO()
    image.save(stream, kind, dpi=(DPI, DPI), **options)
    return stream.getvalue()


def draw_grid(xs: tuple[int, ...], ys: tuple[int, ...], size: tuple[int, int] = (1000, 600)) -> Image.Image:
    """A table of thin lines, in pixels."""
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    for y in ys:
        pen.line((xs[0], y, xs[-1], y), fill=60, width=2)
    for x in xs:
        pen.line((x, ys[0], x, ys[-1]), fill=60, width=2)
    return image
