"""Every number that bounds an input, each with its reason.

Imports nothing of ours.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one input file; passing one is a refusal, never a silent cut."""

    input_bytes: int = 100_000_000  # a Word file with scanned annexes; larger is a mistake or an attack
    markup_bytes: int = 20_000_000  # a page or a text dump: the largest honest one seen has 0.3 MB
    zip_directory: int = 512_000  # bytes of central directory: read before zipfile opens it
    zip_members: int = 2_000  # picture-heavy reports hold several hundred
    member_depth: int = 3  # an archive in a mail in an archive
    mail_depth: int = 20  # parts in parts; honest mails have four
    inflated_part: int = 64_000_000  # lxml needs about 8.5 bytes a byte of XML
    inflated_total: int = 256_000_000  # all parts that are read together
    xml_depth: int = 256  # libxml2's own bound; nothing honest comes near it
    xml_elements: int = 2_000_000  # a table of 9,000 rows by 10 has about 400,000
    attributes: int = 1_000  # on one tag; lxml is quadratic in them
    columns: int = 1_000  # the HTML standard clamps colspan here
    rows: int = 65_534  # the HTML standard clamps rowspan here
    cells: int = 200_000  # grid places of one table, spans counted
    table_depth: int = 20  # tables in tables
    pages: int = 2_000  # of a laid-out document (PDF, OFD, scans)
    page_chars: int = 50_000  # on one page: a dense A3 table has about 8,000
    page_rulings: int = 20_000  # drawn lines on one page; a large table has some hundreds
    page_objects: int = 100_000  # drawn on one page, a part that is drawn again counted again
    path_chars: int = 1_000_000  # of one drawn path; a table drawn as one has some 10,000, more is a map
    object_depth: int = 50  # drawn objects in drawn objects
    text_chars: int = 10_000_000  # canonical text of one document
    tasks: int = 20_000  # of one document
    page_pixels: int = 80_000_000  # of a picture of a page: A3 at 600 dpi has 70 million; 3 bytes each
    scanned_pages: int = 500  # pages in pictures: recognizing one takes a second or two
    office_seconds: float = 120.0  # LibreOffice takes 1 to 2 for most files, up to 30 for a table of 1,500 rows
    office_memory: int = 4_000_000_000  # address space of LibreOffice, which needs 0.6 GB at the least


DEFAULT = Limits()
