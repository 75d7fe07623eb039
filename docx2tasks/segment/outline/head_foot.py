"""The head and foot: salutation, signature, attachments, notes, members, site lines.

Each function puts a paragraph of its kind where it belongs, and says whether it did.
"""

from __future__ import annotations

from collections.abc import Sequence

from docx2tasks.segment.marks.find import Marker, MarkFinder
from docx2tasks.segment.outline.items import Leftover, OutlinePart
from docx2tasks.segment.outline.open import OpenItem, OpenList, OpenOutline
from docx2tasks.segment.outline.paragraphs import ParagraphJudge
from docx2tasks.segment.outline.signers import SignerJudge
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Passage
from docx2tasks.vocabulary import LeftoverKind

_ONE_SIGNS = 1


def leave(outline: OpenOutline, passage: Passage, kind: LeftoverKind) -> bool:
    """A line whose kind does not depend on its neighbours."""
    outline.leave(kind, passage)
    return True


def salute(outline: OpenOutline, passage: Passage) -> bool:
    """A salutation before the first item, possibly run into the title."""
    if outline.item is not None:
        return False
    return leave(outline, passage, LeftoverKind.SALUTATION)


def sign(outline: OpenOutline, passage: Passage, signers: SignerJudge) -> bool:
    """A date line that closes a text, with the short lines before it as signers.

    Under a title that no text has followed yet, only names of bodies sign: the other lines are the title.
    """
    lines = outline.item.body if outline.item else outline.loose
    if not lines and not outline.entries:
        return False
    least = 1 if outline.item else 0
    is_text = outline.item is not None or any(_is_text(entry) for entry in (*outline.entries, *lines))
    signs = signers.may_sign if is_text else signers.is_signer
    signed = [passage]
    # where items end with their units, one a line, only the last name above the date signs
    most = _ONE_SIGNS if _end_with_units(outline, signers) else len(lines)
    while len(lines) > least and len(signed) <= most and signs(lines[-1]):
        signed.insert(0, lines.pop())
    outline.close_part()
    for words in signed:
        outline.leave(LeftoverKind.SIGNATURE, words)
    return True


def _is_text(entry: object) -> bool:
    """Whether an entry or a line shows that the text has begun: an item, a salutation, a sentence."""
    if isinstance(entry, Leftover):
        return entry.kind in {LeftoverKind.SALUTATION, LeftoverKind.PREAMBLE}
    return is_sentence_like(entry.text) if isinstance(entry, Passage) else not isinstance(entry, OutlinePart)


def take_foot(outline: OpenOutline, signers: SignerJudge) -> None:
    """Split off office and date at the end of a text without line breaks."""
    body = outline.item.body if outline.item else []
    signed = _count_signed(body, outline.judge, signers)
    if signed and not _asks_for_names(body[:-signed]) and not _end_with_units(outline, signers):
        for words in body[-signed:]:
            outline.leave(LeftoverKind.SIGNATURE, words)
        del body[-signed:]
        return
    place = outline.judge.find_foot(body[-1]) if body else None
    if place is not None:
        outline.leave(LeftoverKind.SIGNATURE, body[-1].cut(place).strip())
        body[-1] = body[-1].cut(0, place).strip()


def _count_signed(body: Sequence[Passage], judge: ParagraphJudge, signers: SignerJudge) -> int:
    """How many paragraphs at the end of an item sign: offices, and a month below them (2024年5月)."""
    size = int(bool(body) and judge.is_month(body[-1]))
    least = size
    while len(body) > size + 1 and signers.is_signer(body[-size - 1]):
        size += 1
    return size if size > least else 0


def _asks_for_names(body: Sequence[Passage]) -> bool:
    """Whether the last line is a label whose words stand below it: ``责任单位：``."""
    return bool(body) and body[-1].folded.rstrip().endswith(":")


def _end_with_units(outline: OpenOutline, signers: SignerJudge) -> bool:
    """Whether an item before the open one has a line that is a body's name: a list may end each with its units."""
    closed = (e for e in outline.entries if isinstance(e, OpenItem) and e is not outline.item)
    return any(signers.is_signer(line) for item in closed for line in item.body[1:])


def begin_attachment(outline: OpenOutline, passage: Passage) -> bool:
    """Start an attachment: ``附件2`` closes everything open."""
    outline.close_part()
    return leave(outline, passage, LeftoverKind.ATTACHMENT_MARK)


def list_attachments(outline: OpenOutline, passage: Passage, marks: MarkFinder) -> bool:
    """``附件：1.任务清单`` lists files under a notice; after the signature it heads one."""
    if outline.item is None and not outline.loose and any(isinstance(e, Leftover) for e in outline.entries):
        outline.close_part()
        outline.loose.append(passage)
        return True
    return begin_list(outline, passage, LeftoverKind.ATTACHMENT_LIST, marks)


def begin_list(outline: OpenOutline, passage: Passage, kind: LeftoverKind, marks: MarkFinder) -> bool:
    """``附件：1.…`` and ``注：1.…``: the numbered lines after it belong to it."""
    numbers = [m.number for m in marks.find(passage) if m.number]
    outline.listing = OpenList(kind, numbers[-1] if numbers else 0)
    return leave(outline, passage, kind)


def list_members(outline: OpenOutline, passage: Passage) -> bool:
    """``组　长：某某`` and the names after it; a title line before it is the list's."""
    outline.begin_titled_part()
    outline.listing = OpenList(LeftoverKind.MEMBERS)
    return leave(outline, passage, LeftoverKind.MEMBERS)


def go_on_with_list(outline: OpenOutline, passage: Passage, marker: Marker | None) -> bool:
    """Put a line that continues a list of attachments, notes or members."""
    if outline.listing is None:
        return False
    kind, last = outline.listing
    is_members = kind == LeftoverKind.MEMBERS
    is_next = marker is not None and not is_members and marker.number == last + 1
    is_line = is_members == (marker is None) and not is_sentence_like(passage.folded.strip())
    if is_next or is_line:
        outline.listing = OpenList(kind, last + is_next)
        return leave(outline, passage, kind)
    outline.listing = None
    return False


def end_page(outline: OpenOutline, passage: Passage) -> bool:
    """``相关链接``, ``主办单位：``: what follows belongs to the site, not to the document.

    Before the first item they are in a menu above the text.
    """
    outline.close_part()
    outline.is_over = any(not isinstance(entry, Leftover | OutlinePart) for entry in outline.entries)
    return leave(outline, passage, LeftoverKind.FOOTER)
