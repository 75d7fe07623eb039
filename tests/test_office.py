# ruff: noqa: E501  (a row of a table of cases is one line, and Chinese counts double)

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from build_docx import docx, field_runs, lvl, num, only_abstract, p, r, tbl, tc, tr, zip_bytes
from effort import PATIENCE, wait_for
from measured import is_alive
from program import PYTHON, environment, run

from docx2tasks.errors import ExitCode, FormatError, LimitError, Refusal, UsageError
from docx2tasks.limits import DEFAULT, Limits
from docx2tasks.model import Task
from docx2tasks.pipeline import parse
from docx2tasks.readers import CONVERTED, read
from docx2tasks.readers.libreoffice import read_converted
from docx2tasks.readers.libreoffice.controls import find_controls
from docx2tasks.readers.libreoffice.soffice import find_soffice
from docx2tasks.readers.libreoffice.tables import count_docx_rows, count_rows
from docx2tasks.readers.package import open_package
from docx2tasks.readers.unread import left_out_to_diagnostics
from docx2tasks.readers.word.docx import read_docx
from docx2tasks.source import Paragraph

SOFFICE = shutil.which("soffice")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
FORMATS = ("doc", "rtf", "odt")
RTF = b"{\\rtf1\\ansi x}"

LISTS = only_abstract(
    0,
    lvl(0, "%1、", "chineseCountingThousand"),
    lvl(1, "（%2）", "chineseCounting"),
    lvl(2, "%3."),
    lvl(3, "（%4）"),
) + num(1, 0)
OUTLINE = docx(
    p("青川市2022年重点任务清单"),
    p("总体要求", num=(1, 0)),
    p("重点任务", num=(1, 0)),
    p("加强领导", num=(1, 1)),
    p("建成平台。（牵头单位：市教育局；配合单位：市财政局）", num=(1, 2)),
    p("制定办法。2022年9月底前完成。（责任单位：市司法局）", num=(1, 2)),
    p("细目甲。", num=(1, 3)),
    p("细目乙。", num=(1, 3)),
    p("强化监督", num=(1, 1)),
    p("每季度检查一次。（责任单位：各县区人民政府）", num=(1, 2)),
    p("保障措施", num=(1, 0)),
    numbering=LISTS,
)


def wide(*blocks: str, merge: str | None = None) -> str:
    """A cell that says how wide it is."""
    return tc(*blocks, merge=merge, props='<w:tcW w:w="2000" w:type="dxa"/>')


HEADER = tr(*map(wide, ("序号", "重点任务", "责任单位", "完成时限")))
MERGED = docx(
    p("青川市2022年重点任务分工表"),
    tbl(
        HEADER,
        *(
            tr(
                wide(str(n)),
                wide(f"建成第{n}个平台。"),
                wide("市教育局" if n % 3 == 1 else "", merge="restart" if n % 3 == 1 else ""),
                wide("2022年9月底前"),
            )
            for n in range(1, 7)
        ),
        columns=4,
    ),
    p("完"),
)
NESTED = docx(
    p("任务"),
    tbl(
        tr(wide("序号"), wide("任务")),
        tr(wide("1"), wide(p("外"), tbl(tr(wide("内一"), wide("内二")), columns=2), p(""))),
        columns=2,
    ),
    p("完"),
)
_CHANGE = 'w:id="1" w:author="a" w:date="2020-01-01T00:00:00Z"'
_NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
MIXED = docx(
    p("标题"),
    p(inner=r("明") + r("暗隐", props="<w:vanish/>") + r("文")),
    p(inner=r("留下") + f"<w:del {_CHANGE}><w:r><w:delText>删去</w:delText></w:r></w:del><w:ins {_CHANGE}>{r('插入')}</w:ins>"),
    p("有注", inner=_NOTE),
    p("第一页末", inner='<w:r><w:br w:type="page"/></w:r>'),
    p("第二页", inner=field_runs(" PAGE ", "2")),
    footnotes=f'<w:footnote w:type="separator" w:id="0">{p()}</w:footnote><w:footnote w:id="2">{p("脚注词")}</w:footnote>',
    header1=p("页眉词"),
    footer1=p("页脚词"),
    section='<w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>',
)  # fmt: skip
LAST = docx(p("任务"), tbl(HEADER, tr(*map(wide, "一二三四")), columns=4))  # nothing stands behind the table
DOCUMENTS = {"outline": OUTLINE, "merged": MERGED, "nested": NESTED, "mixed": MIXED, "last": LAST}


def convert_all(files: list[Path], kind: str, out: Path) -> None:
    """Save documents in another format: one run of LibreOffice."""
    profile = f"-env:UserInstallation={(out.parent / 'profile').as_uri()}"
    call = [str(SOFFICE), "--headless", profile, "--convert-to", kind, "--outdir", str(out), *map(str, files)]
    subprocess.run(call, check=True, capture_output=True, timeout=600)


@pytest.fixture(scope="session")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], bytes]:
    """Our documents as LibreOffice saves them in each format: one run a format."""
    folder = tmp_path_factory.mktemp("office")
    for name, data in DOCUMENTS.items():
        (folder / f"{name}.docx").write_bytes(data)
    for kind in FORMATS:
        convert_all([folder / f"{name}.docx" for name in DOCUMENTS], kind, folder / kind)
    return lambda name, kind: (folder / kind / f"{name}.{kind}").read_bytes()


_FROM_STORE = """for document; do :; done
while [ "$1" != --outdir ]; do shift; done
mkdir -p "$2" && cp "{folder}/$(sha256sum < "$document" | cut -c 1-64).docx" "$2/document.docx"
"""


@pytest.fixture(scope="session")
def soffice(converted: Callable[[str, str], bytes], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A program that answers for LibreOffice with what it made of all of these documents, in one run."""
    folder = tmp_path_factory.mktemp("answers")
    for kind in FORMATS:
        for name in DOCUMENTS:
            data = converted(name, kind)
            (folder / f"{hashlib.sha256(data).hexdigest()}.{kind}").write_bytes(data)
    convert_all([path for kind in FORMATS for path in folder.glob(f"*.{kind}")], "docx:MS Word 2007 XML", folder)
    return program(folder, _FROM_STORE.format(folder=folder))


def show(tasks: list[Task]) -> list[object]:
    """What a task says, without where it says it."""
    return [(t.label, t.text, [(u.name, u.role) for u in t.units], [(x.text, x.end) for x in t.times]) for t in tasks]


# --- by way of LibreOffice -------------------------------------------------------------------------


@pytest.mark.oracle
@needs_soffice
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["outline", "merged"])
def test_records_are_those_of_the_word_file(
    converted: Callable[[str, str], bytes], soffice: str, name: str, kind: str
) -> None:
    """Automatic numbers and merged cells survive: the tasks are the same."""
    if (name, kind) == ("outline", "rtf"):
        pytest.skip("LibreOffice writes the marks of its numbers into RTF as question marks")
    document = parse(converted(name, kind), soffice=soffice)
    expected = parse(DOCUMENTS[name])
    assert show(list(document.tasks)) == show(list(expected.tasks)) != []
    assert document.source.format == kind
    assert [d.code for d in document.diagnostics] == ["converted", *(d.code for d in expected.diagnostics)]


@pytest.mark.oracle
@needs_soffice
@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("name", ["nested", "mixed"])
def test_blocks_are_those_of_the_word_file(
    converted: Callable[[str, str], bytes], soffice: str, name: str, kind: str
) -> None:
    """Tables in cells, hidden and deleted words, notes, margins and page breaks come back as they were."""
    source, expected = read(converted(name, kind), soffice=soffice), read_docx(DOCUMENTS[name])
    assert (source.text, source.pages) == (expected.text, expected.pages)
    asides = [[b.aside for b in s.blocks if isinstance(b, Paragraph)] for s in (source, expected)]
    assert asides[0] == asides[1]
    assert [d.code for d in source.diagnostics] == [*(d.code for d in expected.diagnostics), "converted"]


# numbers as Word and WPS write them: marks in GB18030 and as \u, the text of each number beside them
WORD_RTF = rb"""{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}
{\*\listtable{\list\listtemplateid1
{\listlevel\levelnfc37\levelfollow2\levelstartat1{\leveltext\'02\'00\'a1\'a2;}{\levelnumbers\'01;}\f0}
{\listlevel\levelnfc37\levelfollow2\levelstartat1{\leveltext\'03\uc1\u-248 ?\'01\u-247 ?;}{\levelnumbers\'02;}\f0}
{\listlevel\levelnfc0\levelfollow2\levelstartat1{\leveltext\'02\'02.;}{\levelnumbers\'01;}\f0}\listid1}}
{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}
\pard\f0\ls1\ilvl0 {\listtext \'d2\'bb\'a1\'a2}\'d7\'dc\'cc\'e5\'d2\'aa\'c7\'f3\par
\pard\f0\ls1\ilvl1 \'d6\'d8\'b5\'e3\par
\pard\f0\ls1\ilvl2 \'bd\'a8\'b3\'c9\par
\pard\f0\ls1\ilvl0 \'c8\'ce{\deleted \'c9\'be}\'ce\'f1\par
}"""


@pytest.mark.oracle
@needs_soffice
def test_numbers_of_an_rtf_file() -> None:
    """The numbers of an RTF file are printed once, with their Chinese marks; deleted words are gone."""
    assert read(WORD_RTF).text.strip() == "一、总体要求\n（一）重点\n1.建成\n二、任务"


@pytest.mark.oracle
@needs_soffice
@pytest.mark.parametrize(("kind", "lost"), [("doc", True), ("rtf", False), ("odt", False)])
def test_lost_tables_are_told(
    converted: Callable[[str, str], bytes], soffice: str, kind: str, *, lost: bool
) -> None:
    """A table that comes back as running text is a warning: the last thing in an old Word file."""
    codes = [d.code for d in read(converted("last", kind), soffice=soffice).diagnostics]
    assert ("table-lost" in codes) == lost


@pytest.mark.oracle
@needs_soffice
@pytest.mark.parametrize("name", ["merged", "nested", "last"])
@pytest.mark.parametrize("kind", FORMATS)
def test_rows_are_counted(converted: Callable[[str, str], bytes], name: str, kind: str) -> None:
    """No more rows are counted in a file than it has, and in RTF and OpenDocument all of them."""
    rows = count_docx_rows(open_package(DOCUMENTS[name]))
    counted = count_rows(converted(name, kind), kind, DEFAULT)
    assert 0 < counted <= rows
    assert counted == rows or kind == "doc"


@pytest.mark.oracle
@needs_soffice
def test_answers_do_not_depend_on_the_surroundings(
    converted: Callable[[str, str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Language, proxies and screens of the user change nothing; what is read twice is the same."""
    first = read(converted("outline", "doc"))
    for name, value in (("LC_ALL", "de_DE.UTF-8"), ("HTTP_PROXY", "http://127.0.0.1:1"), ("DISPLAY", ":77")):
        monkeypatch.setenv(name, value)
    assert read(converted("outline", "doc")) == first


# --- nothing goes out ------------------------------------------------------------------------------


@pytest.fixture
def listener() -> Iterator[tuple[int, list[bytes]]]:
    """A server on this machine, and what it was asked for."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    asked.append(connection.recv(200))

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        yield server.getsockname()[1], asked
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("draw", "drawing"), ("svg", "svg-compatible"), ("table", "table"),
    )
)  # fmt: skip
_SIZE = 'svg:width="2cm" svg:height="2cm"'


def opendocument(body: str) -> bytes:
    """An OpenDocument text of this body."""
    content = (
        f'<office:document-content {_SPACES} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    space = 'xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    entries = (("/", kind), ("content.xml", "text/xml"))
    files = "".join(f'<m:file-entry m:full-path="{n}" m:media-type="{t}"/>' for n, t in entries)
    return zip_bytes({
        "mimetype": kind,
        "content.xml": content,
        "META-INF/manifest.xml": f"<m:manifest {space}>{files}</m:manifest>",
    })  # fmt: skip


def linking_odt(address: str) -> bytes:
    """An OpenDocument text that links a section, a picture, an object and a frame."""
    link = f'xlink:href="{address}" xlink:type="simple"'
    shown = 'xlink:show="embed" xlink:actuate="onLoad"'
    return opendocument(
        f'<text:p>词</text:p><text:section text:name="S"><text:section-source {link}/><text:p>节</text:p></text:section>'
        f"<text:p>图<draw:frame {_SIZE}><draw:image {link} {shown}/></draw:frame></text:p>"
        f"<text:p><draw:frame {_SIZE}><draw:object {link} {shown}/></draw:frame></text:p>"
        f"<text:p><draw:frame {_SIZE}><draw:floating-frame {link}/></draw:frame></text:p>"
    )


_CONTROL = (
    '<office:forms xmlns:form="urn:oasis:names:tc:opendocument:xmlns:form:1.0"><form:form form:name="f">'
    '<form:text form:id="c1" xml:id="c1" {}/></form:form></office:forms>'
    f'<text:p><draw:control {_SIZE} draw:control="c1"/></text:p>'
)
CONTROLS = [
    pytest.param(_CONTROL.format('form:current-value="市教育局"'), "control-not-read error 市教育局", id="控件有值"),
    pytest.param(_CONTROL.format(""), "control-not-read warning", id="控件无值"),
    pytest.param(f"<text:p><draw:frame {_SIZE}><draw:plugin/></draw:frame></text:p>", "drawing-not-read info", id="媒体"),
    pytest.param("<text:p>词</text:p>", "", id="没有"),
]


@pytest.mark.parametrize(("body", "said"), CONTROLS)
def test_controls_of_an_opendocument_text_are_said(body: str, said: str) -> None:
    """LibreOffice drops them in silence."""
    found = left_out_to_diagnostics(find_controls(opendocument(body), "odt", DEFAULT))
    assert " ".join(f"{d.code} {d.level} {d.message.partition(': ')[2]}".strip() for d in found) == said


@pytest.mark.oracle
@needs_soffice
def test_what_an_opendocument_text_draws_is_read_or_said() -> None:
    """Boxes and shapes are read by way of the Word file; pictures, objects and controls are said."""
    frame = f"<text:p><draw:frame {_SIZE}>{{}}</draw:frame></text:p>"
    source = read_converted(
        opendocument(
            f"<text:p>甲<draw:rect {_SIZE}><text:p>图形中的词</text:p></draw:rect></text:p>"
            + frame.format("<draw:text-box><text:p>框中的词</text:p></draw:text-box>")
            + frame.format('<draw:image xlink:href="Pictures/none.png"/>')
            + _CONTROL.format("")
        ),
        "odt",
    )
    assert "图形中的词" in source.text
    assert "框中的词" in source.text
    assert {"picture-not-read", "control-not-read"} <= {d.code for d in source.diagnostics}


def linking_rtf(address: str) -> bytes:
    """An RTF file that links a picture, a text and a template."""
    fields = "".join(
        f'{{\\field{{\\*\\fldinst {name} "{address}" \\\\d}}{{\\fldrslt x}}}}\\par '
        for name in ("INCLUDEPICTURE", "INCLUDETEXT")
    )
    return f"{{\\rtf1\\ansi {{\\*\\template {address}}} \\u-29777 ?\\par {fields}}}".encode()


@pytest.mark.oracle
@pytest.mark.hostile
@needs_soffice
@pytest.mark.parametrize("make", [linking_odt, linking_rtf], ids=["odt", "rtf"])
def test_nothing_is_fetched(make: Callable[[str], bytes], listener: tuple[int, list[bytes]]) -> None:
    """A document that links to a server is read without a word to it."""
    port, asked = listener
    assert read(make(f"http://127.0.0.1:{port}/x.png")).text
    assert asked == []


@pytest.mark.oracle
@pytest.mark.hostile
@needs_soffice
@pytest.mark.parametrize("make", [linking_odt, linking_rtf], ids=["odt", "rtf"])
def test_no_other_file_is_read_in(make: Callable[[str], bytes], tmp_path: Path) -> None:
    """A document that links to a file of this machine gets no word of it."""
    (tmp_path / "secret.txt").write_text("机密词", encoding="utf-8")
    try:
        assert "机密" not in read(make((tmp_path / "secret.txt").as_uri())).text
    except FormatError as refusal:  # LibreOffice gives up where a picture turns out to be none
        assert refusal.code == "conversion-failed"  # noqa: PT017  either is right


# --- refusals --------------------------------------------------------------------------------------


def program(folder: Path, script: str) -> str:
    """A program that is started in the place of LibreOffice."""
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def living(mark: str) -> list[str]:
    """The processes that still run with this word in their command line."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        found += [words] if mark in words and is_alive(int(path.parent.name)) else []
    return found


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are listed otherwise here")
def test_no_process_outlives_its_time(tmp_path: Path) -> None:
    """A program that hangs, with children of its own, is refused in time and leaves none of them."""
    sleep = f"sleep 5{os.getpid()}"
    hanging = program(tmp_path, f"trap '' TERM INT HUP\n({sleep} & {sleep}) &\n{sleep}")
    with pytest.raises(LimitError) as caught:
        read_converted(RTF, "rtf", Limits(office_seconds=0.5), hanging)
    assert caught.value.code == "too-slow"
    assert living(sleep) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are listed otherwise here")
def test_no_child_outlives_its_parent(tmp_path: Path) -> None:
    """A program that ends and leaves a child is cleaned up after."""
    sleep = f"sleep 6{os.getpid()}"
    with pytest.raises(FormatError, match="could not convert it"):
        read_converted(RTF, "rtf", DEFAULT, program(tmp_path, f"{sleep} &"))
    assert living(sleep) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are listed otherwise here")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, ExitCode.INTERRUPTED), (signal.SIGTERM, ExitCode.TERMINATED)]
)
@pytest.mark.parametrize("command", ["parse", "batch"])
def test_no_process_outlives_the_command(tmp_path: Path, command: str, number: int, code: int) -> None:
    """Who interrupts or terminates the command ends the program it waits for, and leaves no folder of it."""
    sleep = f"sleep 7{os.getpid()}.{command == 'batch':d}{number}"  # no other test's
    (tmp_path / "x.rtf").write_bytes(RTF)
    call = [
        PYTHON,
        "-m",
        "docx2tasks",
        command,
        str(tmp_path / "x.rtf"),
        *([str(tmp_path / "out")] if command == "batch" else []),
        "--soffice",
        program(tmp_path, f"{sleep} &\n{sleep}"),
    ]
    (tmp_path / "tmp").mkdir()
    own = environment(TMPDIR=str(tmp_path / "tmp"))
    with subprocess.Popen(call, env=own, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        wait_for(lambda: living(sleep))
        process.send_signal(number)
        ended, said = process.wait(PATIENCE), process.stderr.read() if process.stderr else b""
    assert (ended, b"Traceback" in said) == (code, False)
    assert said.startswith(b"docx2tasks: stopped after") if command == "batch" else not said
    assert living(sleep) == []
    assert list((tmp_path / "tmp").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are listed otherwise here")
def test_a_program_that_has_just_started_ends_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signal that comes before the new process is known by its number leaves nothing of it alive either."""
    sleep = f"sleep 9{os.getpid()}"

    class Interrupted(subprocess.Popen[bytes]):
        def __init__(self, *args: object, **settings: object) -> None:
            super().__init__(*args, **settings)  # type: ignore[call-overload]
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(subprocess, "Popen", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        read_converted(RTF, "rtf", DEFAULT, program(tmp_path, f"{sleep} &\n{sleep}"))
    assert living(sleep) == []


def test_a_deadline_ends_libreoffice(tmp_path: Path) -> None:
    """The time of a conversion is its own, beside that of the file; the option bounds both."""
    (tmp_path / "x.rtf").write_bytes(RTF)
    hanging = program(tmp_path, f"sleep 8{os.getpid()}")
    result = run("parse", tmp_path / "x.rtf", "--soffice", hanging, "--timeout", "0.5")
    assert result.stderr.decode().startswith("docx2tasks: too-slow: LibreOffice took longer than 0.5 seconds")
    assert living(f"sleep 8{os.getpid()}") == []


@pytest.mark.oracle
@needs_soffice
def test_libreoffice_is_killed_whole(
    converted: Callable[[str, str], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real one too: whatever it has started by the time it is killed."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))  # others may run it, too
    for seconds in (0.05, 0.3):
        with pytest.raises(LimitError, match="took longer than"):
            read_converted(converted("merged", "doc"), "doc", Limits(office_seconds=seconds))
    assert living(f"UserInstallation={tmp_path.as_uri()}") == []


def test_bounds_hold_for_the_program(tmp_path: Path) -> None:
    """Memory, processor time and the size of files are bounded for it and its children."""
    shown = tmp_path / "shown"
    script = program(tmp_path, f"sleep 0.2\nsh -c 'ulimit -v; ulimit -t; ulimit -f' > {shown}")
    with pytest.raises(FormatError):
        read_converted(RTF, "rtf", Limits(office_memory=1_024_000_000, office_seconds=9), script)
    assert [line != "unlimited" for line in shown.read_text().split()] == [True] * 3


def test_nothing_is_left_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a run is gone with it, also when it failed."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(FormatError):
        read_converted(RTF, "rtf", DEFAULT, shutil.which("true"))
    assert list(tmp_path.iterdir()) == []


def encrypted_doc() -> bytes:
    """An old Word file whose first sector says that it is encrypted."""
    return (
        OLE
        + bytes(504)
        + b"\xec\xa5\xc1\x00"
        + bytes(6)
        + b"\x00\x01"
        + bytes(500)
        + "WordDocument".encode("utf-16-le")
        + b"\0\0"
    )


@pytest.mark.parametrize(
    ("data", "kind", "given", "code"),
    [
        pytest.param(RTF, "rtf", "/none/soffice", "not-a-program", id="no-such-program"),
        pytest.param(RTF, "rtf", "/", "not-a-program", id="a-folder"),
        pytest.param(RTF, "rtf", "false", "conversion-failed", id="fails"),
        pytest.param(RTF, "rtf", "true", "conversion-failed", id="does-nothing"),
        pytest.param(encrypted_doc(), "doc", "true", "encrypted", id="doc-with-password"),
        pytest.param(
            zip_bytes({"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "odt", "true", "encrypted", id="odt-with-password"
        ),
        pytest.param(zip_bytes({"x": "y"})[:-9], "odt", "true", "zip-broken", id="odt-cut-off"),
    ],
)  # fmt: skip
def test_refusals(data: bytes, kind: str, given: str, code: str) -> None:
    """What cannot be converted is refused with what to do next."""
    with pytest.raises(Refusal) as caught:
        read_converted(data, kind, DEFAULT, given)
    assert caught.value.code == code
    assert caught.value.hint


def test_no_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where there is none, the refusal says how to get it; a given program is used without looking further."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("docx2tasks.readers.libreoffice.soffice._PLACES", ())
    with pytest.raises(FormatError) as caught:
        find_soffice(None)
    assert caught.value.code == "soffice-missing"
    assert "apt install libreoffice-writer-nogui" in caught.value.hint
    given = program(tmp_path / "..", "exit")
    assert find_soffice(given) == given
    with pytest.raises(UsageError):
        find_soffice("soffice")


@pytest.mark.oracle
@needs_soffice
@pytest.mark.parametrize(
    ("data", "kind"),
    [
        pytest.param(OLE + bytes(504) + "WordDocument".encode("utf-16-le") + bytes(900), "doc", id="doc"),
        pytest.param(opendocument("<text:p>词</text:p>").replace(b"mimetype", b"mimetypo"), "odt", id="odt"),
        pytest.param(b"{\\rtf1{{{{\\object\\objdata 0105}\\pict\\bin99999999 x", "rtf", id="rtf"),
    ],
)
def test_broken_files_are_refused(data: bytes, kind: str) -> None:
    """Bytes that only begin like a document: a refusal with a code, or no words."""
    try:
        text = read_converted(data, kind, Limits(office_seconds=20)).text
    except Refusal as refusal:
        codes = {"conversion-failed", "zip-broken", "too-slow"}
        assert refusal.code in codes  # noqa: PT017  which one is LibreOffice's affair
    else:
        assert len(text) < 20


def test_formats_have_suffixes() -> None:
    """Each format that is converted has the suffix by which LibreOffice knows it."""
    for kind in CONVERTED:
        with pytest.raises(Refusal) as caught:
            read_converted(opendocument("<text:p>词</text:p>"), kind, DEFAULT, "true")
        assert caught.value.code == "conversion-failed"


# --- files of others -------------------------------------------------------------------------------

# what LibreOffice shows and we do not, by reason
LESS = {
    "test_odt_odt_citation.odt": "LibreOffice drops the words of a reference to a bibliography on the way to Word",
    "test_odt_odt_hiddenTextByStyle.odt": "hidden words, which its text export shows",
    "test_odt_odt_trackedChanges.odt": "deleted words, which its text export shows",
    "test_odt_odt_endnote.odt": "the mark of a note",
    "test_odt_odt_footnote.odt": "the mark of a note",
    "test_rtf_footnote.rtf": "marks of notes",
    "test_rtf_formatting.rtf": "hidden words, which its text export shows",
}


@pytest.mark.oracle
@pytest.mark.slow
@needs_soffice
@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.long)])
def test_other_projects_files(shared: Path, tmp_path: Path, every: int) -> None:
    """Each has an answer, and loses no letter that LibreOffice shows but for the named ones."""
    from collections import Counter  # noqa: PLC0415

    folder = shared / "corpus" / "odd"
    # each starts LibreOffice: all of them take two minutes
    paths = sorted(path for path in folder.glob("*/*") if path.suffix in {".odt", ".rtf"})[::every]
    if not paths:
        pytest.skip("there is no corpus here")
    convert_all(paths, "txt:Text (encoded):UTF8", tmp_path / "out")
    less, outcomes = {}, Counter[str]()
    for path in paths:
        try:
            ours = Counter(filter(str.isalnum, read(path.read_bytes()).text))
            outcomes["read"] += 1
        except Refusal as refusal:
            ours = Counter()
            outcomes[refusal.code] += 1
        shown = tmp_path / f"out/{path.stem}.txt"
        theirs = Counter(filter(str.isalnum, shown.read_text("utf-8-sig"))) if shown.exists() else Counter[str]()
        if (theirs - ours).total() > 0.01 * theirs.total():
            less[path.name] = theirs - ours
    assert set(less) <= set(LESS)
    assert outcomes["read"] >= len(paths) - 8
