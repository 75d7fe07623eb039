"""Builds OFD files (GB/T 33190): parts, pages, and whole documents from the content of other forms."""

# ruff: noqa: E501  (a part of a file is one line)

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from layout import Setting, Sheet, Stroke, Text, lay_out, sign_width

if TYPE_CHECKING:
    from forms import Content

NAMESPACE = "http://www.ofdspec.org/2016"
OLD_NAMESPACE = "http://www.ofdspec.org"
MM = 25.4 / 72  # of a point
_TEMPLATE = '<ofd:Template TemplateID="90" ZOrder="Background"/>'


@dataclass(frozen=True)
class Style:
    """How a program writes its files: all ways are in use."""

    namespace: str = NAMESPACE
    deltas: str = "repeat"  # ``repeat``: g 3 4.5; ``each``: 4.5 4.5 4.5; ``none``; ``objects``: an object for each sign
    scale: float = 1.0  # of the numbers of an object, taken back by its CTM
    template: bool = False  # whether page numbers and headers stand in templates
    absolute: bool = False  # whether locations begin at the root
    lines: str = "stroke"  # ``stroke``, ``fill``: thin rectangles, ``path``: all in one path
    units: bool = False  # whether all words stand in reusable drawings


# objects ----------------------------------------------------------------------------------


def text_object(words: str, x: float = 0, y: float = 0, size: float = 5, *, deltas: str = "", attributes: str = "", more: str = "", code: str = "") -> str:
    """A text object whose one ``TextCode`` begins at ``x`` and ``y`` of a boundary at 0 0; ``code`` replaces it."""
    code = code or f'<ofd:TextCode X="{x:g}" Y="{y:g}" {deltas}>{escape(words)}</ofd:TextCode>'
    boundary = "" if "Boundary" in attributes else 'Boundary="0 0 210 297"'
    return f'<ofd:TextObject ID="1" {boundary} Font="2" Size="{size:g}" {attributes}>{more}{code}</ofd:TextObject>'


def path_object(data: str, attributes: str = 'Boundary="0 0 210 297"', more: str = "") -> str:
    """A path object."""
    return f'<ofd:PathObject ID="1" {attributes}>{more}<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>'


def layer(*objects: str, attributes: str = "") -> str:
    """A layer of a page's content."""
    return f'<ofd:Layer ID="5" Type="Body" {attributes}>{"".join(objects)}</ofd:Layer>'


def page(*objects: str, box: str = "", templates: str = "") -> str:
    """A page of one layer, as XML without its root."""
    area = f"<ofd:Area><ofd:PhysicalBox>{box}</ofd:PhysicalBox></ofd:Area>" if box else ""
    return f"{area}{templates}<ofd:Content>{layer(*objects)}</ofd:Content>"


# files ------------------------------------------------------------------------------------


def part(name: str, inside: str, namespace: str = NAMESPACE, attributes: str = "") -> bytes:
    """An XML part."""
    return f'<?xml version="1.0" encoding="UTF-8"?><ofd:{name} xmlns:ofd="{namespace}" {attributes}>{inside}</ofd:{name}>'.encode()


def pack(parts: Mapping[str, bytes | None]) -> bytes:
    """The zip of parts; None leaves one out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(name, data)
    return stream.getvalue()


def ofd_parts(
    *pages: str,
    namespace: str = NAMESPACE,
    info: str = "",
    common: str = "",
    document: str = "",
    body: str = "",
    root: str = "",
    templates: Sequence[str] = (),
    resources: str = "",
) -> dict[str, bytes | None]:
    """The parts of a file of one document; ``root`` begins its locations, and what is given is put in its place."""
    folder = f"{root}Doc_0/" if root else ""
    listed = "".join(f'<ofd:Page ID="{100 + n}" BaseLoc="{folder}Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
    shared = "".join(f'<ofd:TemplatePage ID="{90 + n}" BaseLoc="{folder}Tpls/Tpl_{n}/Content.xml"/>' for n in range(len(templates)))
    shared += f"<ofd:DocumentRes>{folder}DocumentRes.xml</ofd:DocumentRes>" if resources else ""
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    main = f"<ofd:DocBody><ofd:DocInfo>{info}</ofd:DocInfo><ofd:DocRoot>{root}Doc_0/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>"
    parts: dict[str, bytes | None] = {
        "OFD.xml": part("OFD", main, namespace, 'Version="1.0" DocType="OFD"'),
        "Doc_0/Document.xml": part("Document", f"<ofd:CommonData>{area}{shared}{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>{document}", namespace),
    }
    parts |= {f"Doc_0/Pages/Page_{n}/Content.xml": part("Page", inside, namespace) for n, inside in enumerate(pages)}
    parts |= {f"Doc_0/Tpls/Tpl_{n}/Content.xml": part("Page", inside, namespace) for n, inside in enumerate(templates)}
    if resources:
        parts["Doc_0/DocumentRes.xml"] = part("Res", resources, namespace)
    return parts


def ofd(*pages: str, **more: object) -> bytes:
    """A file of one document; see :func:`ofd_parts`."""
    return pack(ofd_parts(*pages, **more))  # type: ignore[arg-type]


# content ----------------------------------------------------------------------------------


def content_to_ofd(content: Content, style: Style | None = None, setting: Setting | None = None) -> bytes:
    """The pages of a content as a program would export them."""
    return sheets_to_ofd(lay_out(content, setting), style or Style(), f"<ofd:Title>{escape(content.title)}</ofd:Title>")


def sheets_to_ofd(sheets: Sequence[Sheet], style: Style, info: str = "") -> bytes:
    """The file of some sheets; with templates, each has its own, as the numbers of pages differ."""
    units: list[str] = []
    pages, templates = [], []
    for number, sheet in enumerate(sheets):
        objects = [_words(text, style, units) for text in sheet.texts]
        margin = _margin_texts(sheet) if style.template else 0
        objects, drawn = objects[margin:], objects[:margin]
        mark = _TEMPLATE.replace("90", str(90 + number)) if style.template else ""
        box = f"0 0 {_mm(sheet.width)} {_mm(sheet.height)}"
        pages.append(page(*objects, *_rulings(sheet.strokes, style), box=box, templates=mark))
        templates.append(page(*drawn))
    return ofd(
        *pages,
        namespace=style.namespace,
        info=info,
        root="/" if style.absolute else "",
        templates=templates if style.template else (),
        resources=f"<ofd:CompositeGraphicUnits>{''.join(units)}</ofd:CompositeGraphicUnits>" if units else "",
    )


def _margin_texts(sheet: Sheet) -> int:
    """How many of the first texts stand in the margins of the sheet."""
    return next((n for n, text in enumerate(sheet.texts) if 80 < text.y < sheet.height - 80), len(sheet.texts))


def _mm(points: float) -> str:
    return f"{points * MM:.4f}".rstrip("0").rstrip(".")


def _words(text: Text, style: Style, units: list[str]) -> str:
    if style.deltas == "objects":
        made, x = [], text.x
        for sign in text.text:
            made.append(_object(text._replace(text=sign, x=x), style, units))
            x += sign_width(sign, text.size) + text.spread
        return "".join(made)
    return _object(text, style, units)


def _object(text: Text, style: Style, units: list[str]) -> str:
    """A text object with a boundary around its line; numbers inside are ``scale`` times as large as they show."""
    top, scale = text.y - text.size, style.scale
    boundary = f'Boundary="{_mm(text.x)} {_mm(top)} {_mm(text.size * len(text.text))} {_mm(text.size * 1.3)}"'
    attributes = boundary if scale == 1 else f'{boundary} CTM="{1 / scale:.8g} 0 0 {1 / scale:.8g} 0 0"'
    made = text_object(text.text, 0, text.size * MM * scale, text.size * MM * scale, deltas=_deltas(text, style), attributes=attributes)
    if not style.units:
        return made
    units.append(f'<ofd:CompositeGraphicUnit ID="{1000 + len(units)}" Width="210" Height="297"><ofd:Content>{made}</ofd:Content></ofd:CompositeGraphicUnit>')
    return f'<ofd:CompositeObject ID="7" Boundary="0 0 210 297" ResourceID="{999 + len(units)}"/>'


def _deltas(text: Text, style: Style) -> str:
    steps = [f"{(sign_width(sign, text.size) + text.spread) * MM * style.scale:.4f}" for sign in text.text[:-1]]
    if style.deltas in {"none", "objects"} or not steps:
        return ""
    if style.deltas == "each":
        return f'DeltaX="{" ".join(steps)}"'
    runs = ((step, len(list(same))) for step, same in groupby(steps))
    return f'DeltaX="{" ".join(f"g {count} {step}" if count > 1 else step for step, count in runs)}"'


def _rulings(strokes: Sequence[Stroke], style: Style) -> list[str]:
    if style.lines == "path":
        return [path_object(" ".join(f"M {_mm(s.left)} {_mm(s.top)} L {_mm(s.right)} {_mm(s.bottom)}" for s in strokes))]
    return [_filled(stroke) if style.lines == "fill" else _drawn(stroke) for stroke in strokes]


def _drawn(stroke: Stroke) -> str:
    width, height = _mm(stroke.right - stroke.left), _mm(stroke.bottom - stroke.top)
    return path_object(f"M 0 0 L {width} {height}", f'Boundary="{_mm(stroke.left)} {_mm(stroke.top)} {width} {height}" LineWidth="0.18"')


def _filled(stroke: Stroke) -> str:
    width, height = _mm(stroke.right - stroke.left + 0.5), _mm(stroke.bottom - stroke.top + 0.5)
    boundary = f'Boundary="{_mm(stroke.left - 0.25)} {_mm(stroke.top - 0.25)} {width} {height}"'
    return path_object(f"M 0 0 L {width} 0 L {width} {height} L 0 {height} C", f'{boundary} Fill="true" Stroke="false"', '<ofd:FillColor Value="0 0 0"/>')
