"""Opens zip packages of XML parts (Word, Excel, OpenDocument) safely.

The bytes are not trusted: the end record is checked before ``zipfile`` builds its list, what a
header claims about sizes is never believed, nothing is written to disk, nothing outside the
package is ever fetched, and no part may declare entities.

Codes: ``zip-broken``, ``zip-too-big``, ``zip-too-many``, ``zip-duplicate``, ``encrypted``,
``xml-broken``, ``xml-dtd``, ``too-deep``, ``too-many-elements``.
"""

from __future__ import annotations

import codecs
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from docx2tasks.errors import FormatError, LimitError
from docx2tasks.limits import DEFAULT, Limits

_CHUNK = 65_536  # bytes inflated at a time, so that a lying header costs at most one chunk
_END = struct.Struct("<4s4H2LH")  # end of central directory: APPNOTE 4.3.16
_END_MARK, _END64_MARK = b"PK\x05\x06", b"PK\x06\x07"
_UTF8_FLAG = 0x800
_LOCAL_HEADER = 30  # bytes of a local file header without its name
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# Strict documents (ISO 29500-1) use other names for the same vocabularies.
_STRICT = tuple(
    (b"http://purl.oclc.org/ooxml/" + strict, b"http://schemas.openxmlformats.org/" + common)
    for strict, common in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"spreadsheetml/main", b"spreadsheetml/2006/main"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"drawingml/", b"drawingml/2006/"),
    )
)
_UTF16 = (
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    ("<?".encode("utf-16-le"), "utf-16-le"),
    ("<?".encode("utf-16-be"), "utf-16-be"),
)
_DECLARATION = re.compile(r"\A\ufeff?<\?xml[^>]{0,200}\?>")
_DOCTYPE = re.compile(rb"<!DOCTYPE|<!ENTITY", re.IGNORECASE)
_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    huge_tree=False,
    load_dtd=False,
    dtd_validation=False,
    attribute_defaults=False,
    remove_comments=True,
    remove_pis=True,
)
_SMALLEST_ELEMENT = 4  # bytes: <a/>


@dataclass(slots=True, repr=False, eq=False)
class Package:
    """The parts of an opened zip, inflated and counted on access.

    Names are found as Office finds them: case, a leading ``/`` and backslashes do not matter.
    """

    limits: Limits
    _archive: zipfile.ZipFile
    _members: dict[str, zipfile.ZipInfo]
    _inflated: int = field(default=0)

    @property
    def names(self) -> Sequence[str]:
        """The names of all parts as the zip has them, in its order."""
        return [info.filename for info in self._members.values()]

    @property
    def named(self) -> Sequence[tuple[str, bool]]:
        """The same, each with whether its name is in UTF-8 (APPNOTE 4.4.4, bit 11)."""
        return [(info.filename, bool(info.flag_bits & _UTF8_FLAG)) for info in self._members.values()]

    @property
    def room(self) -> int:
        """How many bytes may still be inflated."""
        return self.limits.inflated_total - self._inflated

    def has(self, name: str) -> bool:
        """Whether there is a part of that name."""
        return _normal_name(name) in self._members

    def part(self, name: str) -> bytes | None:
        """The bytes of a part (``word/document.xml``), None where there is none.

        Raises ``zip-too-big`` past the bounds, ``encrypted``, and ``zip-broken`` where the
        member does not inflate to what its header claims.
        """
        info = self._members.get(_normal_name(name))
        if info is None:
            return None
        self._refuse_if_big(info.file_size)
        data = self._inflate(info)
        self._inflated += len(data)
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root element of a part, None where there is no such part; raises as ``xml_to_root``."""
        data = self.part(name)
        return None if data is None else xml_to_root(data, self.limits, name)

    def _refuse_if_big(self, size: int) -> None:
        if size > self.limits.inflated_part or self._inflated + size > self.limits.inflated_total:
            raise LimitError(
                "zip-too-big",
                f"a part inflates to more than {self.limits.inflated_part // 1_000_000} MB",
                "remove large attachments, or split the document",
            )

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        chunks: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._refuse_if_big(size)
                    chunks.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise _broken(f"a part cannot be unpacked ({type(error).__name__})") from error
        except (NotImplementedError, RuntimeError) as error:
            raise _broken("a part uses a compression method that Office does not") from error
        if size != info.file_size:
            raise _broken("the size of a part does not match its header")
        return b"".join(chunks)


def open_package(data: bytes, limits: Limits = DEFAULT) -> Package:
    """The package in the bytes of a zip file.

    Raises ``FormatError`` ``zip-broken``, ``zip-duplicate`` or ``encrypted``, and ``LimitError``
    ``zip-too-many``, each before any part is inflated.
    """
    _check_end_record(data, limits)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
        raise _broken("the directory of the zip cannot be read") from error
    infos = [info for info in archive.infolist() if not info.filename.endswith("/")]  # is_dir() fails on no name
    _refuse_if_many(len(infos), limits)
    _check_members(infos)
    return Package(limits, archive, _infos_to_members(infos))


def xml_to_root(data: bytes, limits: Limits = DEFAULT, name: str = "part") -> etree._Element:
    """The root element of one XML part; ``name`` is used in messages only.

    No entity is expanded, nothing is fetched, comments and processing instructions are dropped,
    and the namespaces of Strict documents become the common ones.  Raises ``xml-broken``,
    ``xml-dtd`` (any ``<!DOCTYPE``: an Office part has none), ``too-deep``, ``too-many-elements``.
    """
    data = _xml_to_utf8(data)
    if _DOCTYPE.search(data):
        raise _dtd(name)
    _refuse_if_crowded(data, limits)
    if b"http://purl.oclc.org/ooxml/" in data:
        for strict, common in _STRICT:
            data = data.replace(strict, common)
    try:
        root = etree.fromstring(data, _PARSER)
    except etree.XMLSyntaxError as error:
        raise _syntax_to_refusal(error, name, limits) from error
    if root.getroottree().docinfo.internalDTD is not None:  # hidden by an encoding the search cannot see
        raise _dtd(name)
    return root


def check_xml(data: bytes, name: str = "part") -> None:
    """Refuse a part that declares a document type, without parsing it."""
    if _DOCTYPE.search(_xml_to_utf8(data)):
        raise _dtd(name)


def _xml_to_utf8(data: bytes) -> bytes:
    """A UTF-16 part as UTF-8 without its declaration, so that all checks see plain bytes."""
    for mark, encoding in _UTF16:
        if data.startswith(mark):
            try:
                return _DECLARATION.sub("", data.decode(encoding)).encode()
            except UnicodeError as error:
                raise _xml_broken("part", "its UTF-16 is invalid") from error
    return data


def _refuse_if_crowded(data: bytes, limits: Limits) -> None:
    """Bound the elements by counting tags, only where the size leaves any doubt."""
    if len(data) < limits.xml_elements * _SMALLEST_ELEMENT:
        return
    if data.count(b"<") - data.count(b"</") > limits.xml_elements:
        raise LimitError(
            "too-many-elements",
            f"a part has more than {limits.xml_elements} XML elements",
            "split the document",
        )


def _syntax_to_refusal(error: etree.XMLSyntaxError, name: str, limits: Limits) -> FormatError | LimitError:
    """What libxml2 calls a syntax error is a bound passed, or broken XML."""
    words = str(error)
    if "xcessive depth" in words or "xmlParseElementStart" in words:
        return LimitError(
            "too-deep",
            f"XML in {name[:40]} is nested deeper than {limits.xml_depth} levels",
            "open the file in Word or WPS and save it again",
        )
    place = f"line {error.lineno}" if error.lineno else "its start"
    return _xml_broken(name, f"at {place}")


def _xml_broken(name: str, what: str) -> FormatError:
    return FormatError(
        "xml-broken",
        f"the XML of {name[:40]} is invalid ({what})",
        "open the file in Word or WPS, accept the repair, and save it again",
    )


def _dtd(name: str) -> FormatError:
    return FormatError(
        "xml-dtd",
        f"{name[:40]} contains a DTD, which Office never writes",
        "do not trust this file; ask the sender for another copy",
    )


def _broken(what: str) -> FormatError:
    return FormatError(
        "zip-broken",
        what,
        "the file is damaged or incomplete; download it again, or save it again in Word or WPS",
    )


def _encrypted() -> FormatError:
    return FormatError(
        "encrypted",
        "the file is password-protected",
        "open it in Word or WPS and save it without a password",
    )


def _check_end_record(data: bytes, limits: Limits) -> None:
    """Bound the directory that ``zipfile`` will read, by the end record it will use."""
    if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
        raise _encrypted()
    at = _find_end_record(data)
    if at < 0:
        raise _broken("the file is not a zip archive, or is truncated")
    fields = _END.unpack_from(data, at)
    if data[max(at - 20, 0) : at].startswith(_END64_MARK):
        raise _broken("the archive uses Zip64, the format for files over 4 GB")
    if fields[5] > limits.zip_directory:
        raise _too_many(limits)


def _find_end_record(data: bytes) -> int:
    """Where ``zipfile`` finds the end record: at the very end, else the last one before a comment."""
    at = len(data) - _END.size
    if at >= 0 and data.startswith(_END_MARK, at) and data.endswith(b"\x00\x00"):
        return at
    at = data.rfind(_END_MARK, max(len(data) - _END.size - 65_536, 0))
    return at if 0 <= at <= len(data) - _END.size else -1


def _refuse_if_many(count: int, limits: Limits) -> None:
    if count > limits.zip_members:
        raise _too_many(limits)


def _too_many(limits: Limits) -> LimitError:
    return LimitError(
        "zip-too-many",
        f"the archive has more than {limits.zip_members} entries",
        "save it again in Word or WPS",
    )


def _check_members(infos: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse encrypted members, and members that share their bytes (a way to make bombs)."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.flag_bits & 1:
            raise _encrypted()
        if info.header_offset < end:
            raise _broken("entries of the archive overlap")
        end = info.header_offset + _LOCAL_HEADER + info.compress_size


def _infos_to_members(infos: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Members by their normal names; two that Office would take for one are refused."""
    members = {_normal_name(info.filename): info for info in infos}
    if len(members) != len(infos):
        raise FormatError(
            "zip-duplicate",
            "two entries of the archive have the same name",
            "programs may read different text from this file; save it again in Word or WPS",
        )
    return members


def _normal_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
