"""Boilerplate of a web page: menus, share bars, footers, related links, hidden text.

Nothing is dropped: such paragraphs get a name in ``aside``.  The names of classes only propose; what
stands in the paragraphs decides, since whole articles stand in boxes called ``nav-content``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from docx2tasks.readers.page.words import (
    ATTACHMENT,
    DOCUMENT_LINE,
    FOOTER_STRONG,
    FOOTER_WEAK,
    HIDDEN_CLASS,
    LINE_HEAD,
    LINES,
    META_LABEL,
    NAMES,
    NUMBERED,
    RELATED_HEAD,
    SHARE_WORDS,
)
from docx2tasks.source import Block, Paragraph, Table
from docx2tasks.vocabulary import LeftoverKind

_NAMES = tuple((re.compile(pattern), aside) for _, aside, pattern, _ in NAMES)
_HIDDEN_CLASS = re.compile(HIDDEN_CLASS[1])
_LINES = tuple((re.compile(pattern), aside) for _, aside, pattern, _ in LINES)
_SHARE = re.compile("|".join(pattern for _, pattern, _ in SHARE_WORDS))
_LINE_HEAD = re.compile(LINE_HEAD[1])
_SHARE_REST = re.compile(r"[\s\u00a0\u3000:：|｜/／、，,.。()（）\[\]【】<>＜＞·•!！~-]+")
_RELATED_HEAD = re.compile(RELATED_HEAD[1])
_FOOTER_STRONG = re.compile(FOOTER_STRONG[1])
_FOOTER_WEAK = re.compile(FOOTER_WEAK[1])
_META = re.compile(META_LABEL[1])
_DOCUMENT_LINE = re.compile(DOCUMENT_LINE[1])
_NAME_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_NUMBERED = re.compile(NUMBERED[1])
_ATTACHMENT = re.compile(ATTACHMENT[1])

PROSE = 15  # characters: a menu entry is shorter, a sentence longer
LINE = 200  # characters: lines of the site are shorter
HEAD = 20  # characters of 相关链接 and its like
SHARE_LINE = 80  # characters of a share bar
RUN = 3  # links in a row that make a menu


@dataclass(frozen=True, slots=True, eq=False)
class PageRegion:
    """A box that may be boilerplate by its tag, name or style; boxes can be nested.

    ``sure`` regions (hidden, forms, readings of characters) need no further evidence; out of ``soft`` ones a box
    inside can come again (``visibility``, ``font-size``).
    """

    name: LeftoverKind
    parent: PageRegion | None = None
    sure: bool = False
    soft: bool = False

    def without_soft(self) -> PageRegion | None:
        """The region without the uncertain ones around it."""
        above: list[PageRegion] = []
        at: PageRegion | None = self
        while at is not None:
            above.append(at)
            at = at.parent
        if not any(region.soft for region in above):
            return self
        made: PageRegion | None = None
        for region in reversed(above):
            made = made if region.soft else PageRegion(region.name, made, region.sure)
        return made


class BlockDraft(NamedTuple):
    """A block that may turn out to be boilerplate."""

    block: Block
    region: PageRegion | None = None
    linked: float = 0.0  # share of its characters that are links
    links: int = 0
    has_file: bool = False  # links to a document: an attachment


@lru_cache(maxsize=4096)
def name_to_kind(name: str) -> LeftoverKind | None:
    """The kind of box that a class or id suggests: ``footer-nav`` ``footer``, ``TRS_Editor`` None."""
    if any(map(_HIDDEN_CLASS.fullmatch, name[:200].split())):
        return LeftoverKind.HIDDEN
    words = [word.lower() for word in _NAME_WORDS.findall(name[:200])]
    found = (aside for pattern, aside in _NAMES for word in words if pattern.fullmatch(word))
    return next(found, None)


@dataclass(frozen=True, slots=True)
class _Page:
    """The drafts with their words, and what is known of each so far."""

    drafts: Sequence[BlockDraft]
    texts: Sequence[str]
    tags: list[LeftoverKind | None]

    def is_free(self, index: int, size: int = LINE) -> bool:
        """Whether the draft is a paragraph of at most ``size`` characters, not yet marked as boilerplate."""
        return (
            self.tags[index] is None
            and len(self.texts[index]) <= size
            and isinstance(self.drafts[index].block, Paragraph)
        )

    def is_attachment(self, index: int) -> bool:
        """Whether the draft names or links to a document: 附件：重点任务清单.doc."""
        return self.drafts[index].has_file or bool(_ATTACHMENT.match(self.texts[index][:LINE].strip()))

    def is_document(self, index: int) -> bool:
        """Whether the line is a title, a date or an attachment: 关于印发重点任务清单的通知."""
        line = self.texts[index][: LINE + 1].strip()
        return self.is_attachment(index) or bool(_DOCUMENT_LINE.fullmatch(line))

    def is_linked(self, index: int) -> bool:
        """Whether most of the words are links."""
        return self.drafts[index].linked > 0.5


def drafts_to_blocks(drafts: Sequence[BlockDraft]) -> tuple[Block, ...]:
    """The blocks of the page, with ``aside`` set for boilerplate."""
    texts = [_block_text(draft.block) for draft in drafts]
    page = _Page(drafts, texts, _regions_to_tags(drafts, texts))
    for find in (_find_lines, _find_crumbs, _find_related, _find_footer, _find_menus):
        for index, aside in find(page):
            page.tags[index] = page.tags[index] or aside
    return tuple(_tag(draft.block, aside) for draft, aside in zip(drafts, page.tags, strict=True))


def _tag(block: Block, aside: LeftoverKind | None) -> Block:
    return block if aside is None else block._replace(aside=aside)


def _block_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return block.passage.text[block.label :]
    return "\n".join(p.text for row in block.rows for cell in row for p in cell.paragraphs())


# Boxes -------------------------------------------------------------------------------------------


@dataclass(slots=True, repr=False, eq=False)
class _Evidence:
    """What speaks for a box being (part of) the article."""

    prose: int = 0
    sentences: int = 0
    numbered: int = 0
    fields: int = 0
    footers: int = 0

    def add(self, other: _Evidence) -> None:
        self.prose += other.prose
        self.sentences += other.sentences
        self.numbered += other.numbered
        self.fields += other.fields
        self.footers += other.footers

    def is_article(self, page: int) -> bool:
        """Whether the box contains sentences, numbered items, fields, or most of the page's prose."""
        if self.fields or self.numbered > 1 or (self.sentences > 2 and self.prose > 10 * PROSE):
            return True
        return not self.footers and self.prose * 2 > page and self.prose > 2 * PROSE


def _draft_evidence(draft: BlockDraft, text: str) -> _Evidence:
    footers = len(_FOOTER_STRONG.findall(text)) if len(text) < 2 * LINE else 0
    if draft.linked > 0.5:
        return _Evidence(footers=footers)
    prose = len(text) if len(text) >= PROSE else 0
    numbered = 1 if _NUMBERED.match(text) or isinstance(draft.block, Table) else 0
    own = _META.search(text[: 2 * LINE]) or (len(text) <= LINE and _DOCUMENT_LINE.fullmatch(text))
    return _Evidence(prose, text.count("。"), numbered, 1 if own else 0, footers)


def _regions_to_tags(drafts: Sequence[BlockDraft], texts: Sequence[str]) -> list[LeftoverKind | None]:
    """For each draft the outermost box around it that is not the article's."""
    evidence: dict[PageRegion, _Evidence] = {}
    page = 0
    for draft, text in zip(drafts, texts, strict=True):
        page += len(text) if len(text) >= PROSE and draft.linked <= 0.5 else 0
        if draft.region is not None:
            _with_parents(draft.region, evidence)
            evidence[draft.region].add(_draft_evidence(draft, text))
    ordered = list(evidence)  # parents before children
    for region in reversed(ordered):
        if region.parent:
            evidence[region.parent].add(evidence[region])
    shown = page - sum(e.prose for r, e in evidence.items() if r.sure and not (r.parent and r.parent.sure))
    verdicts: dict[PageRegion, LeftoverKind | None] = {}
    for region in ordered:
        above = verdicts[region.parent] if region.parent else None
        verdicts[region] = above or _judge(region, evidence[region], page, shown)
    return [verdicts[draft.region] if draft.region else None for draft in drafts]


def _with_parents(region: PageRegion, evidence: dict[PageRegion, _Evidence]) -> None:
    chain: list[PageRegion] = []
    at: PageRegion | None = region
    while at is not None and at not in evidence:
        chain.append(at)
        at = at.parent
    for new in reversed(chain):
        evidence[new] = _Evidence()


def _judge(region: PageRegion, evidence: _Evidence, page: int, shown: int) -> LeftoverKind | None:
    """The name of the box, or None: it holds the article.

    A hidden box is believed unless nothing else is on the page: then a script would show it.
    """
    if region.sure:
        is_all = region.name == LeftoverKind.HIDDEN and shown < 2 * PROSE and evidence.is_article(page)
        return None if is_all else region.name
    return None if evidence.is_article(page) else region.name


# Lines -------------------------------------------------------------------------------------------

_Found = Iterator[tuple[int, LeftoverKind]]


def _find_lines(page: _Page) -> _Found:
    for index in range(len(page.drafts)):
        if not page.is_free(index):
            continue
        text = page.texts[index].strip()
        if not _LINE_HEAD.match(text):
            continue
        for pattern, aside in _LINES:
            if pattern.fullmatch(text):
                yield index, aside
        if len(text) <= SHARE_LINE and _is_share_bar(text):
            yield index, LeftoverKind.SHARE


def _is_share_bar(text: str) -> bool:
    if not _SHARE.match(_SHARE_REST.sub("", text[:SHARE_LINE])):
        return False
    words = _SHARE.findall(text)
    return any(len(word) > 1 for word in words) and not _SHARE_REST.sub("", _SHARE.sub("", text))


def _find_crumbs(page: _Page) -> _Found:
    """The links after 当前位置： that stand in blocks of their own."""
    follows = False
    for index in range(len(page.drafts)):
        if page.tags[index] == LeftoverKind.NAVIGATION:
            follows = follows or "位置" in page.texts[index][:LINE]
        elif follows and page.is_free(index) and not page.is_document(index):
            text = page.texts[index].strip()
            follows = page.is_linked(index) or not text.strip(" >＞»›/|") or text[0] in ">＞»›"
            if follows:
                yield index, LeftoverKind.NAVIGATION
        else:
            follows = False


def _find_related(page: _Page) -> _Found:
    """相关链接 and the links after it."""
    follows = False
    for index in range(len(page.drafts)):
        if page.is_free(index, HEAD) and _RELATED_HEAD.fullmatch(page.texts[index].strip()):
            follows = index + 1 < len(page.drafts) and page.is_linked(index + 1)
        else:
            follows = follows and page.is_linked(index) and not page.is_attachment(index)
        if follows:
            yield index, LeftoverKind.RELATED


def _find_footer(page: _Page) -> _Found:
    """From the end upwards, as long as lines look like a footer."""
    tail: list[int] = []
    has_sign = False
    for index in range(len(page.drafts) - 1, -1, -1):
        text = page.texts[index]
        if page.tags[index] is not None:
            continue
        if len(text) > 2 * LINE or page.is_attachment(index) or _META.search(text):
            break
        is_strong = bool(_FOOTER_STRONG.search(text))
        if not is_strong and not _FOOTER_WEAK.search(text) and page.drafts[index].linked < 0.8:
            break
        has_sign = has_sign or is_strong
        tail.append(index)
    if has_sign:
        yield from ((index, LeftoverKind.FOOTER) for index in tail)


def _find_menus(page: _Page) -> _Found:
    """Rows of links before the first and after the last words that are none."""
    prose = [i for i, draft in enumerate(page.drafts) if page.tags[i] is None and _is_prose(page, i, draft)]
    if not prose:
        return
    yield from _runs_of_links(page, range(prose[0]), spare_titles=True)
    yield from _runs_of_links(page, range(prose[-1] + 1, len(page.drafts)), spare_titles=False)


def _runs_of_links(page: _Page, bounds: range, *, spare_titles: bool) -> _Found:
    """Rows of links; before the article a title that is a link belongs to none."""
    run: list[int] = []
    for index in bounds:
        if page.tags[index] is not None:
            continue
        spared = page.is_document(index) if spare_titles else page.is_attachment(index)
        if page.drafts[index].linked >= 0.8 and not spared:
            run.append(index)
            continue
        yield from _run_to_menu(page, run)
        run = []
    yield from _run_to_menu(page, run)


def _run_to_menu(page: _Page, run: Sequence[int]) -> _Found:
    if sum(page.drafts[index].links for index in run) >= RUN:
        yield from ((index, LeftoverKind.NAVIGATION) for index in run)


def _is_prose(page: _Page, index: int, draft: BlockDraft) -> bool:
    return isinstance(draft.block, Table) or (not page.is_linked(index) and len(page.texts[index]) >= PROSE)
