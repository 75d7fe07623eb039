"""Containers: zip archives, mails, and web pages saved with their pictures.

A zip is opened through :mod:`~docx2tasks.readers.package`, a mail through ``email``; what is inside of what is
inside is found too, to a depth, and all of it is counted against one budget.  Nothing is written to disk, and
no name leads out of the folder it is put under.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from docx2tasks.errors import FormatError, LimitError, Refusal
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.readers.encoding import decode
from docx2tasks.readers.mail import MailPart, mail_to_parts
from docx2tasks.readers.package import Package, open_package
from docx2tasks.readers.sniff import sniff
from docx2tasks.readers.unread import LeftOut, left_out_to_diagnostics
from docx2tasks.source import Source
from docx2tasks.vocabulary import DiagnosticCode

_CONTAINERS = ("zip", "eml")
_WORDS = {"zip": "zip archive", "eml": "mail", "mht": "saved page"}
_MARGIN = re.compile(r"header\.html?$", re.IGNORECASE)  # where Word keeps headers and footers of a saved page
_TAGS = re.compile(rb"(?s)<(?:script|style)\b.*?</(?:script|style)>|<[^<>]{0,4000}>|\s+", re.IGNORECASE)
_FRAME_BYTES = 300  # a frame that says less counts visitors or shows a button
_HARMFUL = re.compile(r'[\x00-\x1f\x7f<>:"|?*\ud800-\udfff]')
_SYSTEM = re.compile(r"(?:^|/)(?:__MACOSX/|\.|Thumbs\.db$|desktop\.ini$|~\$)", re.IGNORECASE)


class Member(NamedTuple):
    """A file in a file: a harmless name with ``/`` between folders, and its bytes."""

    name: str
    data: bytes
    refusal: Refusal | None = None  # why its bytes cannot be had; then ``data`` is empty


@dataclass(slots=True)
class _Budget:
    """What may still be taken out of one file, however deep it stands."""

    limits: Limits
    count: int = 0
    size: int = 0

    def spend(self, size: int) -> None:
        """Count one member; raises ``zip-too-many`` or ``zip-too-big``."""
        self.count += 1
        self.size += size
        if self.count > self.limits.zip_members:
            raise LimitError("zip-too-many", f"it contains more than {self.limits.zip_members} files", "split it")
        if self.size > self.limits.inflated_total:
            size = self.limits.inflated_total // 1_000_000
            raise LimitError("zip-too-big", f"the files in it exceed {size} MB", "split it")


def read_mht(data: bytes, limits: Limits = DEFAULT) -> Source:
    """The blocks of a page that was saved as one file with its pictures (RFC 2557).

    Word, WPS, Internet Explorer and Chrome write such files, some under the name ``.doc``.  Raises
    ``FormatError`` ``several-documents`` where other documents are attached, ``no-text`` without a page, and
    what :func:`~docx2tasks.readers.page.html.read_html` and ``mail_to_parts`` raise.
    """
    from docx2tasks.readers.page.html import read_html  # noqa: PLC0415  an archive costs no page reader

    parts = mail_to_parts(data, limits)
    if _attachments(parts, limits):
        raise several_documents(data, "mht", limits)
    pages = [part for part in parts if part.type == "text/html" and part.data.strip()]
    if not pages:
        raise FormatError("no-text", "the saved page contains no page", "save it again, or as .docx")
    source = read_html(_words_to_bytes(pages[0], limits), limits)
    frames = [page for page in pages[1:] if not _MARGIN.search(page.location) and _says_much(page.data)]
    words = (LeftOut(DiagnosticCode.EMBEDDED_DOCUMENT, frame.location, _page_words(frame, limits)) for frame in frames)
    return source._replace(format="mht", diagnostics=(*source.diagnostics, *left_out_to_diagnostics(words)))


def _page_words(page: MailPart, limits: Limits) -> str:
    """The words of a page that is not read, as far as they are wanted to see whether a task can be in them."""
    try:
        return _TAGS.sub(b"\n", _words_to_bytes(page, limits)).decode("utf-8", "replace")
    except Refusal:  # of another encoding than it says
        return ""


def _words_to_bytes(part: MailPart, limits: Limits) -> bytes:
    """A page or text as its reader wants it: where only the mail names its encoding, in marked UTF-8."""
    from docx2tasks.readers.page.html import find_declared_encoding  # noqa: PLC0415  as above

    if part.charset is None or part.data.isascii() or find_declared_encoding(part.data) is not None:
        return part.data
    return b"\xef\xbb\xbf" + decode(part.data, part.charset, limits).text.encode()


def _says_much(page: bytes) -> bool:
    return len(_TAGS.sub(b"", page)) > _FRAME_BYTES


def _attachments(parts: Iterable[MailPart], limits: Limits) -> list[MailPart]:
    """The parts of a saved page that are documents of their own, not what the page is made of."""
    return [part for part in parts if not part.is_body and not part.is_inline and _is_document(part, limits)]


def _is_document(part: MailPart, limits: Limits) -> bool:
    if part.type == "text/html":
        return False  # a frame
    try:
        return bool(part.data) and sniff(part.data, limits) not in {"image", "text", "html"}
    except Refusal as refusal:
        return refusal.code == "encrypted"


def _documents(parts: Iterable[MailPart]) -> list[MailPart]:
    """What a mail brings: its words and its files, not the pictures its words are decorated with."""
    return [part for part in parts if not part.is_inline and (part.data.strip() or not part.is_body)]


def find_container(data: bytes, limits: Limits = DEFAULT) -> str | None:
    """``zip``, ``eml`` or ``mht`` if the bytes contain several documents, None for one document.

    Raises what :func:`~docx2tasks.readers.sniff.sniff` raises.
    """
    found = sniff(data, limits)
    if found in _CONTAINERS:
        return found
    return "mht" if found == "mht" and _attachments(mail_to_parts(data, limits), limits) else None


def find_members(data: bytes, container: str, limits: Limits = DEFAULT) -> Iterator[Member]:
    """The files in a ``zip``, ``eml`` or ``mht``, those of archives and mails inside included, in their order.

    A mail's own words are a member, ``body.html`` or ``body.txt``.  What a system leaves behind (hidden files,
    ``__MACOSX``) is none.  An archive inside that cannot be opened, or stands deeper than ``limits.depth``, is
    given as it is.  Raises the refusals of ``open_package``, ``zip-too-many``, ``zip-too-big``, ``too-deep``.
    """
    yield from _expand(data, container, _Budget(limits), 1)


def is_left_behind(name: str) -> bool:
    """Whether a relative name is a hidden file, a lock file or a system file."""
    return _SYSTEM.search(name) is not None


def several_documents(data: bytes, container: str, limits: Limits = DEFAULT) -> FormatError:
    """The refusal for a file of several documents: how many, and where to go with them."""
    count = len(
        _zip_names(open_package(data, limits)) if container == "zip" else _documents(mail_to_parts(data, limits))
    )
    files = "1 file" if count == 1 else f"{count} files"
    what = f"this is a {_WORDS[container]} with {files} in it, not one document"
    return FormatError("several-documents", what, "read all of them with docx2tasks batch FILE OUT")


def _expand(data: bytes, container: str, budget: _Budget, depth: int) -> Iterator[Member]:
    taken: dict[str, int] = {}
    for member in _entries(data, container, budget.limits):
        budget.spend(len(member.data))
        name = _new_name(_harmless(member.name), taken)
        inner = _inner_container(member.data, budget.limits) if depth < budget.limits.member_depth else None
        if inner is None:
            yield member._replace(name=name)
        else:
            inside = _expand(member.data, inner, budget, depth + 1)
            yield from (one._replace(name=f"{name}/{one.name}") for one in inside)


def _inner_container(data: bytes, limits: Limits) -> str | None:
    """What a member holds; None where it is a document, or broken: its reader will say so."""
    try:
        found = find_container(data, limits) if data else None
        if found is not None:
            next(_entries(data, found, limits), None)
    except Refusal:
        return None
    return found


def _entries(data: bytes, container: str, limits: Limits) -> Iterator[Member]:
    if container == "zip":
        return _zip_entries(open_package(data, limits))
    return (_part_to_member(part, limits) for part in _documents(mail_to_parts(data, limits)))


def _part_to_member(part: MailPart, limits: Limits) -> Member:
    if not part.is_body:
        return Member(part.name, part.data)
    try:
        return Member(part.name, _words_to_bytes(part, limits))
    except Refusal as refusal:
        return Member(part.name, b"", refusal)


def _zip_entries(package: Package) -> Iterator[Member]:
    for shown, name in _zip_names(package):
        try:
            yield Member(shown, package.part(name) or b"")
        except Refusal as refusal:  # the others may be whole
            yield Member(shown, b"", refusal)


def _zip_names(package: Package) -> list[tuple[str, str]]:
    """Names as people see them and as the package has them, without what systems leave behind."""
    named = [(_harmless(name if is_utf8 else _decode_name(name)), name) for name, is_utf8 in package.named]
    return [pair for pair in named if not is_left_behind(pair[0])]


def _decode_name(name: str) -> str:
    """A name that ``zipfile`` took for code page 437: UTF-8 without its flag, else the code page of Chinese Windows."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return name


def _harmless(name: str) -> str:
    """A relative name: no root, no drive, no way up, no sign a system gives a meaning."""
    pieces = (_HARMFUL.sub("_", piece).strip(" ") for piece in name.replace("\\", "/").split("/"))
    return "/".join(piece for piece in pieces if piece.strip(". ")) or "unnamed"


def _new_name(name: str, taken: dict[str, int]) -> str:
    """``name``, or ``name (2)`` and so on: two members never have one, whatever a system thinks of case.

    ``taken`` holds each name that was given, with the last number tried for it.
    """
    folder, slash, base = name.rpartition("/")
    stem, dot, suffix = base.rpartition(".")
    number, new = taken.get(name.casefold(), 1), name
    while new.casefold() in taken:
        number += 1
        new = folder + slash + (f"{stem} ({number}){dot}{suffix}" if stem else f"{base} ({number})")
    taken[name.casefold()] = number
    taken[new.casefold()] = 1 if new != name else number
    return new
