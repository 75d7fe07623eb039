"""The head and the foot of a document: salutation, signature, attachments, notes, members, the site's own lines.

Each function puts a paragraph of its kind where it belongs, and says whether it did.
"""

from __future__ import annotations

from docx2tasks.segment.marks.find import Marker, MarkFinder
from docx2tasks.segment.outline.items import Leftover
from docx2tasks.segment.outline.open import OpenList, OpenOutline
from docx2tasks.segment.sentences import is_sentence_like
from docx2tasks.source import Passage
from docx2tasks.vocabulary import LeftoverKind

_NAME_LENGTH = 40  # of the line that signs: 浙江省推进清廉医院建设部门联动工作机制综合组 has 22


def leave(outline: OpenOutline, passage: Passage, kind: LeftoverKind) -> bool:
    """A line that says what it is, and nothing about its neighbours."""
    outline.leave(kind, passage)
    return True


def salute(outline: OpenOutline, passage: Passage) -> bool:
    """A salutation stands before the first item; the title may have run into it."""
    if outline.item is not None:
        return False
    if not outline.loose:
        outline.head = outline.head or (passage,)
    return leave(outline, passage, LeftoverKind.SALUTATION)


def sign(outline: OpenOutline, passage: Passage) -> bool:
    """A date on its own line closes a text; the short lines before it sign it."""
    lines = outline.item.body if outline.item else outline.loose
    if not lines and not outline.entries:
        return False
    least = 1 if outline.item else 0
    signed = [passage]
    while len(lines) > least and is_name_line(lines[-1].text):
        signed.insert(0, lines.pop())
    outline.close_part()
    for words in signed:
        outline.leave(LeftoverKind.SIGNATURE, words)
    return True


def is_name_line(text: str) -> bool:
    """Whether a short line without a sentence may be a signing office."""
    return len(text) <= _NAME_LENGTH and not is_sentence_like(text) and not any(c in text for c in ",，:：")


def take_run_in_foot(outline: OpenOutline) -> None:
    """Set the office and date apart that end a text without line ends."""
    body = outline.item.body if outline.item else []
    place = outline.judge.find_foot(body[-1]) if body else None
    if place is not None:
        outline.leave(LeftoverKind.SIGNATURE, body[-1].cut(place).strip())
        body[-1] = body[-1].cut(0, place).strip()


def begin_attachment(outline: OpenOutline, passage: Passage) -> bool:
    """``附件2`` ends what is open."""
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
    """``相关链接``, ``主办单位：``: what follows belongs to the site, not to the document."""
    outline.close_part()
    outline.is_over = True
    return leave(outline, passage, LeftoverKind.FOOTER)
