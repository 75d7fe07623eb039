"""How tags and attributes are read: the tables of the walker.

An opener changes the walker at the start of an element and gives what is to be done at its end.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from lxml import etree

from docx2tasks.errors import LimitError
from docx2tasks.readers.grid import RawCell, RawRow, attribute_to_count, cells_to_table
from docx2tasks.readers.page.boilerplate import PageRegion, name_to_kind
from docx2tasks.readers.page.hiding import Effect
from docx2tasks.readers.page.paragraphs import OpenTable, PageLabel, PageLook
from docx2tasks.readers.page.pictures import find_page
from docx2tasks.readers.page.style import BULLETS, LIST_STYLES, NOTHING, attribute_to_ordinal, style_to_facts
from docx2tasks.readers.page.walk import Change, Close, Opener, PageList, Walker
from docx2tasks.source import Block, Paragraph, join_passages
from docx2tasks.vocabulary import LeftoverKind

NO_EFFECT = NOTHING.effect
_FILE = re.compile(r"\.(?:docx?|xlsx?|pptx?|pdf|wps|et|ofd|zip|rar|7z|txt|rtf)(?:$|[?#])", re.IGNORECASE)

# What a tag opens -----------------------------------------------------------------------------


def _open_bold(walker: Walker, _: etree._Element) -> None:
    walker.look = walker.look._replace(bold=True)


def _open_heading(walker: Walker, element: etree._Element) -> None:
    walker.look = walker.look._replace(heading=int(str(element.tag)[1]))


def _open_center(walker: Walker, _: etree._Element) -> None:
    walker.look = walker.look._replace(centered=True)


def _open_pre(walker: Walker, _: etree._Element) -> None:
    walker.look = walker.look._replace(pre=True)


def _open_option(walker: Walker, _: etree._Element) -> None:
    walker.line.words.append(" ")


def _open_link(walker: Walker, element: etree._Element) -> None:
    line, look = walker.line, walker.look
    target = element.get("href")
    before = element.getprevious()
    if before is not None and before.tag == "a" and not before.tail and before.get("href") != target:
        line.words.append(" ")  # <a>附件1.doc</a><a>附件2.doc</a>: two things, drawn apart
    if look is not walker.around_link:
        walker.around_link, walker.link_look = look, look._replace(link=True)
    walker.look = walker.link_look
    line.links += 1
    if target and _FILE.search(target[-200:]):
        line.has_file = True


def _region(name: LeftoverKind, *, sure: bool = False) -> Opener:
    def open_region(walker: Walker, _: etree._Element) -> None:
        walker.look = walker.look._replace(region=PageRegion(name, walker.look.region, sure))

    return open_region


def _open_dialog(walker: Walker, element: etree._Element) -> None:
    if element.get("open") is None:
        walker.look = walker.look._replace(region=PageRegion(LeftoverKind.HIDDEN, walker.look.region, sure=True))


def _open_object(walker: Walker, element: etree._Element) -> None:
    walker.left_out.extend(find_page(element))


def _open_ruby_note(walker: Walker, element: etree._Element) -> None:
    if next(element.iterancestors("ruby"), None) is not None:
        walker.look = walker.look._replace(region=PageRegion(LeftoverKind.NOTE, walker.look.region, sure=True))


def _open_list(walker: Walker, element: etree._Element) -> Close:
    ordered = element.tag == "ol"
    items = sum(1 for child in element if child.tag == "li")
    backwards = element.get("reversed") is not None
    start = attribute_to_ordinal(element.get("start"), items if backwards else 1)
    style = _list_style(element) or ("decimal" if ordered else "disc")
    walker.lists.append(PageList(start, -1 if backwards else 1, style, len(walker.lists)))
    return _close_list


def _list_style(element: etree._Element) -> str | None:
    kind = element.get("type", "").strip()
    named = style_to_facts(element.get("style", "")).list_style
    return named or (kind if kind in LIST_STYLES else None)


def _close_list(walker: Walker, _: etree._Element) -> None:
    walker.lists.pop()
    walker.writer.label = None


def _open_item(walker: Walker, element: etree._Element) -> Close | None:
    if not walker.lists:
        return None
    here = walker.lists[-1]
    ordinal = attribute_to_ordinal(element.get("value"), here.ordinal)
    here.ordinal = ordinal + here.step
    style = _list_style(element) or here.style
    text = LIST_STYLES[style](ordinal)
    walker.writer.label = PageLabel(text, here.level, style in BULLETS, ordinal) if text else None
    return _close_item


def _close_item(walker: Walker, _: etree._Element) -> None:
    walker.writer.label = None


# Tables ---------------------------------------------------------------------------------------


def _open_table(walker: Walker, element: etree._Element) -> Close:
    if len(walker.writer.tables) >= walker.writer.limits.table_depth:
        raise LimitError("too-deep", f"tables are nested more than {walker.writer.limits.table_depth} levels deep",
                         "save the page again in a browser")  # fmt: skip
    is_data = element not in walker.layout
    region = walker.look.region.without_soft() if walker.look.region is not None else None  # cells may be shown again
    walker.writer.tables.append(OpenTable(walker.writer.container, region) if is_data else None)
    walker.writer.label = None
    return _close_table if is_data else _close_layout


def _close_layout(walker: Walker, _: etree._Element) -> None:
    walker.writer.tables.pop()


def _close_table(walker: Walker, _: etree._Element) -> None:
    open_table = walker.writer.tables.pop()
    if open_table is None:  # never: the opener of this element put it there
        return
    walker.writer.container = open_table.outer
    captions = [block for block in open_table.caption if isinstance(block, Paragraph)]
    caption = Paragraph(join_passages(p.passage for p in captions), style=captions[0].style) if captions else None
    table = cells_to_table(open_table.rows, walker.writer.limits, caption=caption)
    if not caption and all(cell.is_blank for row in table.rows for cell in row):
        return
    walker.writer.add_table(table, open_table.region)


def _open_group(walker: Walker, element: etree._Element) -> Close | None:
    table = walker.writer.tables[-1] if walker.writer.tables else None
    if table is None:
        return None
    table.group += 1
    table.in_head = element.tag == "thead"
    return _close_group


def _close_group(walker: Walker, _: etree._Element) -> None:
    table = walker.writer.tables[-1]
    if table is not None:
        table.group += 1
        table.in_head = False


def _open_row(walker: Walker, _: etree._Element) -> Close | None:
    table = walker.writer.tables[-1] if walker.writer.tables else None
    if table is None:
        return None
    walker.writer.part("\n")
    table.cells, table.only_th = [], True
    return _close_row


def _close_row(walker: Walker, _: etree._Element) -> None:
    table = walker.writer.tables[-1]
    if table is not None and table.cells:
        header = table.in_head or table.only_th
        table.rows.append(RawRow(tuple(table.cells), header, table.group))
        walker.writer.touching = True


def _open_cell(walker: Walker, element: etree._Element) -> Close | None:
    table = walker.writer.tables[-1] if walker.writer.tables else None
    if table is None:
        return None
    if table.cells:
        walker.writer.builder.part("\t")
        walker.writer.touching = False
    blocks: list[Block] = []
    walker.writer.container = blocks
    walker.writer.label = None
    colspan, rowspan = element.get("colspan"), element.get("rowspan")
    if colspan is None and rowspan is None:
        table.cells.append(RawCell(blocks))
    else:
        table.cells.append(RawCell(blocks, max(attribute_to_count(colspan), 1), attribute_to_count(rowspan)))
    table.only_th &= element.tag == "th"
    return None


def _open_caption(walker: Walker, _: etree._Element) -> Close | None:
    table = walker.writer.tables[-1] if walker.writer.tables else None
    if table is None:
        return None
    walker.writer.container = table.caption
    return _close_caption


def _close_caption(walker: Walker, _: etree._Element) -> None:
    table = walker.writer.tables[-1]
    walker.writer.container = table.outer if table is not None else None


OPENERS: Mapping[str, Opener] = {
    **dict.fromkeys(("b", "strong"), _open_bold),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _open_heading),
    "center": _open_center,
    **dict.fromkeys(("pre", "xmp", "listing", "plaintext"), _open_pre),
    "a": _open_link,
    **dict.fromkeys(("option", "optgroup"), _open_option),
    "nav": _region(LeftoverKind.NAVIGATION),
    "footer": _region(LeftoverKind.FOOTER),
    **dict.fromkeys(("noscript", "template", "noframes", "noembed"), _region(LeftoverKind.HIDDEN, sure=True)),
    **dict.fromkeys(("select", "button", "textarea"), _region(LeftoverKind.FORM, sure=True)),
    **dict.fromkeys(("rt", "rp"), _open_ruby_note),
    "dialog": _open_dialog,
    **dict.fromkeys(("object", "embed"), _open_object),
    **dict.fromkeys(("ol", "ul", "menu", "dir"), _open_list),
    "li": _open_item,
    "table": _open_table,
    **dict.fromkeys(("thead", "tbody", "tfoot"), _open_group),
    "tr": _open_row,
    **dict.fromkeys(("td", "th"), _open_cell),
    "caption": _open_caption,
}


# What an attribute changes ---------------------------------------------------------------------


def _apply_style(look: PageLook, value: str) -> PageLook:
    facts = style_to_facts(value)
    if facts is NOTHING:
        return look
    if facts.effect is not NO_EFFECT:
        look = _apply_effect(look, facts.effect)
    if facts.centered is not None and facts.centered is not look.centered:
        look = look._replace(centered=facts.centered)
    if facts.bold is not None and facts.bold is not look.bold:
        look = look._replace(bold=facts.bold)
    if facts.pre is not None and facts.pre is not look.pre:
        look = look._replace(pre=facts.pre)
    return look


def _apply_effect(look: PageLook, effect: Effect) -> PageLook:
    """Hide words, or show them again where nothing but a size or ``visibility`` hid them."""
    if effect.gone:
        look = look._replace(region=PageRegion(LeftoverKind.HIDDEN, look.region, sure=True))
    unseen = look.unseen if effect.visible is None else not effect.visible
    tiny = look.tiny if effect.sized is None else not effect.sized
    if (unseen, tiny) == (look.unseen, look.tiny):
        return look
    region = look.region.without_soft() if look.region is not None else None
    if unseen or tiny:
        region = PageRegion(LeftoverKind.HIDDEN, region, sure=True, soft=True)
    return look._replace(region=region, unseen=unseen, tiny=tiny)


def _apply_align(look: PageLook, value: str) -> PageLook:
    align = value.strip().lower()
    return look._replace(centered=align in ("center", "middle")) if align else look


def _apply_name(look: PageLook, value: str) -> PageLook:
    aside = name_to_kind(value)
    return look._replace(region=PageRegion(aside, look.region)) if aside else look


def _apply_hidden(look: PageLook, _: str) -> PageLook:
    return look._replace(region=PageRegion(LeftoverKind.HIDDEN, look.region, sure=True))


_ROLES = {
    "navigation": LeftoverKind.NAVIGATION,
    "contentinfo": LeftoverKind.FOOTER,
    "menu": LeftoverKind.NAVIGATION,
    "menubar": LeftoverKind.NAVIGATION,
}


def _apply_role(look: PageLook, value: str) -> PageLook:
    aside = _ROLES.get(value.strip().lower())
    return look._replace(region=PageRegion(aside, look.region)) if aside else look


ATTRIBUTES: Mapping[str, Change] = {
    "style": _apply_style,
    "align": _apply_align,
    "class": _apply_name,
    "id": _apply_name,
    "hidden": _apply_hidden,
    "role": _apply_role,
}
