"""A mail or saved page (MIME: RFC 2045 to 2049, RFC 2557) as a list of its parts.

Header values are read from their bytes, because mails write Chinese file names as encoded words, as RFC 2231
values and as bare GB18030, and one mail may do all three.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from typing import NamedTuple

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits

_NO_DOCUMENTS = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
_SUFFIXES = {"text/html": ".html", "text/plain": ".txt", "application/pdf": ".pdf"}


_FIELD_CHARS = 8_192  # of a header field: the longest file name takes 3,000, and parsing takes the square of its length


class _BoundedFields(Compat32):
    """Header fields as they were always parsed, but that what lies behind the longest honest one is cut off."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_FIELD_CHARS]


class MailPart(NamedTuple):
    """A leaf of a mail: its file name (generated if missing), type and bytes."""

    name: str
    type: str
    data: bytes
    charset: str | None = None
    location: str = ""  # address or id by which a page names it
    is_body: bool = False  # words of the mail itself, no file of it
    is_inline: bool = False  # belongs to a page in the same mail: a picture, a style


def mail_to_parts(data: bytes, limits: Limits = DEFAULT) -> list[MailPart]:
    """The leaves of a mail in their order, those of mails inside it under the name of that mail.

    Of several forms of the same words (``multipart/alternative``) the page is taken, else the first.
    Raises ``FormatError`` ``mail-broken``, ``LimitError`` ``too-deep`` and ``zip-too-many``.
    """
    try:
        message = email.message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(), policy=_BoundedFields())
        parts = []
        for part in _walk(message, "", limits.mail_depth):
            parts.append(part)
            _refuse_if_many(len(parts), limits)
    except RecursionError as error:
        raise _too_deep() from error
    except (MessageError, ValueError, LookupError, AssertionError, TypeError) as error:
        raise FormatError("mail-broken", "the mail is malformed", "save its attachments one by one") from error
    return parts


def _refuse_if_many(count: int, limits: Limits) -> None:
    if count > limits.zip_members:
        raise LimitError("zip-too-many", f"the mail has more than {limits.zip_members} parts", "split it")


def _too_deep() -> LimitError:
    return LimitError("too-deep", "the mail is nested too deeply", "save its attachments one by one")


def _walk(message: Message, above: str, depth: int) -> Iterator[MailPart]:
    if depth < 0:
        raise _too_deep()
    kind = message.get_content_type()
    if kind == "multipart/alternative":
        yield from _alternative(message, depth)
    elif kind == "message/rfc822":
        yield from _enclosed(message, depth)
    elif message.is_multipart() and kind.startswith("multipart/"):
        for child in _children(message):
            yield from _walk(child, kind, depth - 1)
    elif kind not in _NO_DOCUMENTS:
        yield _leaf(message, kind, above)


def _children(message: Message) -> list[Message]:
    payload = message.get_payload()
    return [child for child in payload if isinstance(child, Message)] if isinstance(payload, list) else []


def _alternative(message: Message, depth: int) -> Iterator[MailPart]:
    """The form that is a page, with what belongs to it, else the first one."""
    forms = [[*_walk(child, "multipart/alternative", depth - 1)] for child in _children(message)]
    pages = (form for form in forms if any(part.type == "text/html" and part.data.strip() for part in form))
    yield from next(pages, forms[0] if forms else [])


def _enclosed(message: Message, depth: int) -> Iterator[MailPart]:
    """The parts of a forwarded mail, under its file name or subject."""
    for inner in _children(message):
        label = _file_name(message) or f"{_base(_header(inner, 'Subject'))[:80] or 'mail'}.eml"
        yield from (part._replace(name=f"{label}/{part.name}") for part in _walk(inner, "", depth - 1))


def _leaf(message: Message, kind: str, above: str) -> MailPart:
    payload = message.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    name = _file_name(message)
    charset = message.get_content_charset()
    is_attached = _header(message, "Content-Disposition").lower().startswith("attachment")
    location = _header(message, "Content-Location") or _header(message, "Content-ID").strip("<> ")
    is_body = kind in {"text/html", "text/plain"} and not name and not is_attached
    is_inline = above == "multipart/related" and not is_attached and not is_body and _is_page_matter(kind)
    suffix = _SUFFIXES.get(kind, "")
    return MailPart(
        name or ("body" if is_body else "attachment") + suffix, kind, data, charset, location, is_body, is_inline
    )


def _is_page_matter(kind: str) -> bool:
    """Whether a type is what pages are made of beside their words."""
    return kind.startswith(("image/", "font/", "audio/", "video/")) or kind in {
        "text/css", "text/javascript", "text/xml", "application/javascript", "application/x-javascript",
        "application/x-mso", "application/vnd.ms-officetheme", "application/xml",
    }  # fmt: skip


def _file_name(message: Message) -> str:
    """The name a part gives itself (RFC 2183, 2.3; RFC 2231, 3), or ``""``."""
    for header, parameter in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        holder = Message()
        holder[header] = re.sub(r"[\r\n]+\s*", " ", _raw_header(message, header))
        value = holder.get_param(parameter, header=header)
        if isinstance(value, tuple):
            words = _decode_piece(value[2].encode("latin-1", "replace"), value[0])
        else:
            words = _decode_words(value or "")
        if _base(words):
            return _base(words)
    return ""


def _base(name: str) -> str:
    """A name without the folders that stand before it."""
    return re.split(r"[/\\]", name)[-1].strip()


def _header(message: Message, name: str) -> str:
    """The words of a header field, ``""`` where it is not there."""
    return _decode_words(_raw_header(message, name))


def _raw_header(message: Message, name: str) -> str:
    raw = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    return _decode_piece(raw.encode("utf-8", "surrogateescape"), None)


def _decode_words(words: str) -> str:
    """Encoded words (RFC 2047) become what they say."""
    if "=?" not in words:
        return words
    try:
        pieces = decode_header(words)
    except (MessageError, ValueError):  # no encoded words after all
        return words
    return "".join(piece if isinstance(piece, str) else _decode_piece(piece, charset) for piece, charset in pieces)


def _decode_piece(data: bytes, charset: str | None) -> str:
    """Bytes of a header: as Big5 where they say so, else as UTF-8 or GB18030, whatever they say."""
    if (charset or "").lower().startswith("big5"):
        return data.decode("big5hkscs", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
