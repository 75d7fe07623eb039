from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from build_docx import docx, p, zip_bytes

from docx2tasks.errors import FormatError, LimitError, Refusal
from docx2tasks.limits import Limits
from docx2tasks.pipeline import parse, parse_with_source
from docx2tasks.readers import read
from docx2tasks.readers.containers import Member, find_container, find_members, read_mht

WORD = docx(p("青川市2022年重点任务清单"), p("1.12月底前建成平台。（市教育局负责）"))
PAGE = "<html><head><title>通知</title></head><body><p>1.建成平台。（市教育局负责）</p></body></html>"


def raw_zip(name: bytes, data: bytes) -> bytes:
    """A zip of one stored member whose name stands in it as these bytes, without the flag for UTF-8."""
    stand_in = "n" * len(name)
    return zip_bytes({stand_in: data}).replace(stand_in.encode(), name)


def mail(*attached: tuple[str, bytes], body: str = "", page: str = "") -> EmailMessage:
    """A mail with words of its own and attached files."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.cn", "b@example.cn", "任务"
    if body:
        message.set_content(body)
    if page:
        if body:
            message.add_alternative(page, subtype="html")
        else:
            message.set_content(page, subtype="html")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message


def mail_bytes(message: EmailMessage) -> bytes:
    """A mail as it goes over the wire."""
    return message.as_bytes(policy=policy.SMTP)


def saved_page(page: bytes, *more: bytes, charset: str = "") -> bytes:
    """A page saved with its pictures, as Word, WPS and browsers write it."""
    kind = b"text/html" + (f'; charset="{charset}"'.encode() if charset else b"")
    first = (
        b"Content-Type: "
        + kind
        + b"\r\nContent-Transfer-Encoding: base64\r\nContent-Location: file:///C:/x.htm\r\n\r\n"
    )
    parts = (first + base64.encodebytes(page), *more)
    head = b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"; type="text/html"\r\n\r\n'
    return head + b"".join(b"--b\r\n" + part + b"\r\n" for part in parts) + b"--b--\r\n"


def part(kind: str, data: bytes, *headers: str) -> bytes:
    """A part of a saved page."""
    lines = [f"Content-Type: {kind}", "Content-Transfer-Encoding: base64", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + base64.encodebytes(data)


def names(data: bytes, limits: Limits | None = None) -> list[str]:
    """The names of the files in a file."""
    container = find_container(data, limits or Limits())
    assert container is not None
    return [member.name for member in find_members(data, container, limits or Limits())]


# --- names -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("任务/清单.docx".encode("gb18030"), "任务/清单.docx", id="gbk"),
        pytest.param("任务/清单.docx".encode(), "任务/清单.docx", id="utf8-without-its-flag"),
        pytest.param(b"plan.docx", "plan.docx", id="ascii"),
        pytest.param(b"../../etc/plan.docx", "etc/plan.docx", id="way-up"),
        pytest.param(b"/etc/plan.docx", "etc/plan.docx", id="root"),
        pytest.param(b"C:\\plans\\..\\plan.docx", "C_/plans/plan.docx", id="drive"),
        pytest.param(b"a/./b//plan.docx", "a/b/plan.docx", id="empty-steps"),
        pytest.param(b"a\x1b[2Jb\n.docx", "a_[2Jb_.docx", id="controls"),
        pytest.param(b'a<b>:"|?*.docx', "a_b______.docx", id="signs-of-systems"),
        pytest.param(b"..", "unnamed", id="nothing-left"),
    ],
)
def test_names_in_a_zip(name: bytes, shown: str) -> None:
    """Names are read in the encoding they were written in, and lead nowhere else."""
    assert names(raw_zip(name, WORD)) == [shown]


def test_flagged_names() -> None:
    """A zip that says that its names are UTF-8 is believed."""
    assert names(zip_bytes({"青川市/清单.docx": WORD})) == ["青川市/清单.docx"]


def test_what_systems_leave_behind_is_no_member() -> None:
    """Hidden files and resource forks hold no document; folders are none."""
    left = {
        "__MACOSX/._a.docx": b"x",
        ".DS_Store": b"x",
        "a/.hidden": b"x",
        "Thumbs.db": b"x",
        "~$a.docx": b"x",
        "b/": b"",
    }
    assert names(zip_bytes({**left, "a/清单.docx": WORD})) == ["a/清单.docx"]


@pytest.mark.parametrize(
    ("header", "shown"),
    [
        pytest.param('attachment; filename="=?GB2312?B?yM7O8Q==?=.docx"', "任务.docx", id="encoded-word"),
        pytest.param("attachment; filename*=GBK''%C8%CE%CE%F1.docx", "任务.docx", id="rfc2231"),
        pytest.param(
            "attachment; filename*0*=utf-8''%E4%BB%BB;\r\n filename*1*=%E5%8A%A1.docx", "任务.docx", id="continued"
        ),
        pytest.param(
            'attachment; filename="=?gb2312?B?s9jvo5KV?=\r\n =?gb2312?B?k5Q=?=.docx"', None, id="beyond-gb2312"
        ),
        pytest.param('attachment; filename="../../x.docx"', "x.docx", id="way-up"),
        pytest.param("attachment", "attachment", id="none"),
        pytest.param('attachment; filename="=?x-none?B?YQ==?=.docx"', "a.docx", id="unknown-charset"),
    ],
)
def test_names_in_a_mail(header: str, shown: str | None) -> None:
    """The ways in which mails write Chinese file names."""
    message = f"MIME-Version: 1.0\r\nContent-Type: application/octet-stream\r\nContent-Disposition: {header}\r\n\r\nx"
    found = names(message.encode())
    assert "\ufffd" not in found[0]
    assert shown in {None, *found}


def test_bare_gbk_names_in_a_mail() -> None:
    """A file name in bytes that no standard allows, as old programs write it."""
    head = b'MIME-Version: 1.0\r\nContent-Type: application/msword; name="'
    assert names(head + "任务.doc".encode("gbk") + b'"\r\n\r\nx') == ["任务.doc"]


# --- what is found ---------------------------------------------------------------------------------


def test_a_mail_is_its_words_and_its_files() -> None:
    """The page rather than the bare text, then what is attached; each is read as what it is."""
    data = mail_bytes(mail(("清单.docx", WORD), ("清单.zip", zip_bytes({"内.docx": WORD})), body="见附件", page=PAGE))
    members = list(find_members(data, "eml"))
    assert [m.name for m in members] == ["body.html", "清单.docx", "清单.zip/内.docx"]
    assert [len(parse(m.data).tasks) for m in members] == [1, 1, 1]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        pytest.param(mail(body="见附件"), ["body.txt"], id="words-only"),
        pytest.param(mail(("a.docx", WORD), body=" \n"), ["a.docx"], id="blank-words"),
        pytest.param(mail(("a.docx", WORD), ("A.docx", WORD)), ["a.docx", "A (2).docx"], id="one-name-twice"),
    ],
)
def test_members_of_mails(message: EmailMessage, expected: list[str]) -> None:
    """Words that are there, files by names that differ."""
    assert names(mail_bytes(message)) == expected


def test_a_mail_in_a_mail() -> None:
    """A forwarded mail is taken apart under its subject."""
    outer = mail(body="转")
    outer.add_attachment(mail(("清单.docx", WORD), body="见附件"))
    assert names(mail_bytes(outer)) == ["body.txt", "任务.eml/body.txt", "任务.eml/清单.docx"]


def test_a_forwarded_mail_in_bare_bytes() -> None:
    """A forwarded mail whose words and subject are bare GB18030, as many programs send them."""
    inner = (
        "Subject: 请报进展\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n1.建成平台。（市教育局负责）\r\n".encode(
            "gb18030"
        )
    )
    head = b"From: a@b.cn\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    (member,) = find_members(head + b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + inner + b"--b--\r\n", "eml")
    assert member.name == "请报进展.eml/body.txt"
    assert len(parse(member.data).tasks) == 1


@pytest.mark.parametrize("charset", ["big5", "gb18030", "utf-8"])
@pytest.mark.parametrize("kind", ["plain", "html"])
def test_encodings_of_a_mail(charset: str, kind: str) -> None:
    """Only the mail says in which encoding its words are."""
    words = "1.開展檢查。（市教育局負責）\r\n"
    body = (f"<p>{words}</p>" if kind == "html" else words).encode(charset)
    head = f"To: a@b.cn\r\nMIME-Version: 1.0\r\nContent-Type: text/{kind}; charset={charset}\r\n\r\n"
    (member,) = find_members(head.encode() + body, "eml")
    assert "1.開展檢查。" in read(member.data).text


def test_pictures_that_decorate_a_mail_are_no_members() -> None:
    """A picture its words show is left out, one that is attached is not."""
    message = mail(page=PAGE)
    message.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>")
    message.add_attachment(b"\x89PNG\r\n\x1a\n", "image", "png", filename="扫描件.png")
    assert names(mail_bytes(message)) == ["body.html", "扫描件.png"]


def test_depth_is_bounded() -> None:
    """What stands deeper than the bound is given as it is, and refused where it is read."""
    data = zip_bytes({"a.docx": WORD})
    for _ in range(5):
        data = zip_bytes({"z.zip": data})
    members = list(find_members(data, "zip"))
    assert [m.name for m in members] == ["z.zip/z.zip/z.zip"]
    with pytest.raises(FormatError, match="zip archive with 1 file in it"):
        read(members[0].data)


def test_one_broken_file_does_not_spoil_the_others() -> None:
    """A member that does not unpack says so, and the next one is given."""
    data = zip_bytes({"a.docx": WORD, "b.docx": WORD})
    at = 60  # inside the first member, behind its header
    broken = data[:at] + bytes(20) + data[at + 20 :]
    members = list(find_members(broken, "zip"))
    assert [m.name for m in members] == ["a.docx", "b.docx"]
    assert [m.refusal.code if m.refusal else None for m in members] == ["zip-broken", None]
    assert members[1].data == WORD


def test_an_inner_zip_that_is_broken_is_a_member() -> None:
    """It is refused where it is read, with its own code."""
    inner = zip_bytes({"a.docx": WORD})[:-30]
    assert list(find_members(zip_bytes({"内.zip": inner}), "zip")) == [Member("内.zip", inner)]


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        pytest.param(Limits(zip_members=3), "zip-too-many", id="count"),
        pytest.param(Limits(inflated_total=3_000), "zip-too-big", id="size"),
    ],
)
def test_nested_archives_share_one_budget(limits: Limits, code: str) -> None:
    """Archives in archives do not multiply what is taken out of a file."""
    inner = zip_bytes({f"{n}.txt": b"1." + bytes([97 + n]) * 900 for n in range(2)})
    data = zip_bytes({f"{n}.zip": inner for n in range(3)})
    with pytest.raises(LimitError) as caught:
        list(find_members(data, "zip", limits))
    assert caught.value.code == code


@pytest.mark.hostile
def test_mail_nested_too_deep() -> None:
    """Parts in parts in parts are refused, not followed."""
    heads = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(400))
    with pytest.raises(LimitError, match="too deep"):
        list(find_members(b"MIME-Version: 1.0\r\n" + heads, "eml"))


@pytest.mark.hostile
def test_spoiled_mails_give_files_or_refusals() -> None:
    """Bytes changed at random: members or a refusal, never another error."""
    chance = random.Random(7)  # noqa: S311  no secret
    outer = mail(("清单.docx", WORD[:200]), body="见附件", page=PAGE)
    outer.add_attachment(mail(("任务.docx", b"x"), body="词"))
    whole = bytearray(mail_bytes(outer))
    found = 0
    for _ in range(400):
        data = bytearray(whole)
        for _ in range(chance.randrange(1, 12)):
            data[chance.randrange(len(data))] = chance.choice(b"\x00\n\r:;=?\"'()<>-b*\xff\xc4%")
        try:
            found += len(list(find_members(bytes(data), "eml")))
        except Refusal as refusal:
            assert refusal.code in {"mail-broken", "too-deep"}  # noqa: PT017  either is right
    assert found > 400


# --- saved pages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        pytest.param(PAGE.encode(), "", id="utf8"),
        pytest.param(PAGE.encode("gb18030"), "gb2312", id="charset-of-the-part"),
        pytest.param(PAGE.replace("<head>", "<head><meta charset=gbk>").encode("gbk"), "", id="charset-of-the-page"),
        pytest.param(PAGE.encode("big5", "ignore"), "big5", id="big5"),
        pytest.param(PAGE.encode("utf-16"), "unicode", id="utf16"),
    ],
)
def test_saved_pages(page: bytes, charset: str) -> None:
    """The page in a saved page is read with the encoding that the page or its part names."""
    source = read_mht(saved_page(page, part("image/png", b"\x89PNG\r\n\x1a\n"), charset=charset))
    assert source.format == "mht"
    assert "1.建成平台。" in source.text
    assert [d.code for d in source.diagnostics] == []


def test_a_saved_page_is_a_document() -> None:
    """Tasks of a page that a program saved under whatever name."""
    document = parse(saved_page(PAGE.encode("gbk"), charset="gb2312"))
    assert (document.source.format, [task.text for task in document.tasks]) == ("mht", ["建成平台。"])


WORD_PARTS = (
    part("text/html", PAGE.encode() * 9, "Content-Location: file:///C:/x.files/header.htm"),
    part("text/xml", b"<xml/>", "Content-Location: file:///C:/x.files/filelist.xml"),
    part("application/vnd.ms-officetheme", zip_bytes({"[Content_Types].xml": "<a/>"})),
    part("application/x-mso", b"ActiveMime"),
)


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        pytest.param(WORD_PARTS, [], id="what-word-adds"),
        pytest.param(
            (part("text/html", b"<p>" + b"x" * 500, "Content-ID: <frame-1@mhtml.blink>"),),
            ["embedded-document"],
            id="frame",
        ),
        pytest.param((part("text/html", b"<p>12</p>", "Content-ID: <frame-1@mhtml.blink>"),), [], id="counter"),
    ],
)
def test_what_stands_beside_a_page(more: tuple[bytes, ...], codes: list[str]) -> None:
    """What a page is made of is none of its documents; a page inside it is told."""
    source = read_mht(saved_page(PAGE.encode(), *more))
    assert [d.code for d in source.diagnostics] == codes


def attached() -> Iterator[object]:
    """Documents that may stand beside a page."""
    yield pytest.param(WORD, id="docx")
    yield pytest.param(b"%PDF-1.7\n", id="pdf")
    yield pytest.param(zip_bytes({"a.docx": WORD}), id="zip")


@pytest.mark.parametrize("data", [*attached()])
def test_documents_beside_a_page(data: bytes) -> None:
    """A page with another document is several documents."""
    whole = saved_page(
        PAGE.encode(), part("application/octet-stream", data, "Content-Disposition: attachment; filename=a")
    )
    with pytest.raises(FormatError, match="2 files in it") as caught:
        read(whole)
    assert caught.value.code == "several-documents"
    assert names(whole)[0] == "body.html"


def test_no_page_in_a_saved_page() -> None:
    """Only pictures: no text."""
    data = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        + part("image/png", b"x")
        + b"--b--"
    )
    with pytest.raises(FormatError, match="no page"):
        read(data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param(zip_bytes({"a.docx": WORD, "b.docx": WORD, ".x": b"x"}), "zip archive with 2 files", id="zip"),
        pytest.param(mail_bytes(mail(("a.docx", WORD), body="见附件")), "mail with 2 files", id="eml"),
    ],
)
def test_parse_refuses_several_documents(data: bytes, words: str) -> None:
    """How many there are, and the command that reads them."""
    with pytest.raises(FormatError, match=words) as caught:
        parse(data)
    assert caught.value.code == "several-documents"
    assert "docx2tasks batch" in caught.value.hint


def test_word_files_that_are_pages(tmp_path: Path) -> None:
    """A page that Word saved under the name .doc is a page."""
    for name, data in (("a.doc", saved_page(PAGE.encode())), ("b.doc", PAGE.encode())):
        (tmp_path / name).write_bytes(data)
        assert len(parse_with_source(tmp_path / name).document.tasks) == 1


@pytest.mark.parametrize(
    "header",
    [
        pytest.param('Content-Disposition: attachment; filename="{}"'.format('a;\\"' * 300_000), id="quotes in a name"),
        pytest.param('Content-Type: application/pdf; name="{}"'.format(';"' * 300_000), id="semicolons in a type"),
    ],
)
def test_a_header_field_is_read_as_far_as_honest_ones_go(header: str) -> None:
    """The email package takes the square of a field's length: a megabyte would take hours."""
    head = "From: a@b\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B"
    data = f"{head}\n\n--B\n{header}\n\nabc\n--B--\n"
    assert all(len(name) < 10_000 for name in names(data.encode()))


def test_many_members_of_one_name() -> None:
    """Each gets a number of its own; a name that ends in such a number keeps it apart."""
    parts = [part("application/octet-stream", b"x", 'Content-Disposition: attachment; filename="a.bin"')] * 3
    parts.append(part("application/octet-stream", b"x", 'Content-Disposition: attachment; filename="a (2).bin"'))
    found = names(saved_page(b"<p>x</p>", *parts).replace(b"multipart/related", b"multipart/mixed"))
    assert [name for name in found if name.startswith("a")] == ["a.bin", "a (2).bin", "a (3).bin", "a (2) (2).bin"]
