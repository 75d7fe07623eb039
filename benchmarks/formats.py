"""One content in every format: what the records score against those it was made of.

    python benchmarks/formats.py SHARED

``SHARED`` is a folder with annotated documents (``gold/NAME.json``) and their scorer
(``score/score.py``).  Each document's tables and outlines are laid out anew by the builders in
``tests/`` and read back.  Prints a Markdown table.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from build_ofd import content_to_ofd  # noqa: E402
from build_pdf import content_to_pdf  # noqa: E402
from forms import FORMS, Content, content_to_docx, content_to_xls, content_to_xlsx  # noqa: E402
from test_equivalence import CASES, chosen, seed_to_content  # noqa: E402
from test_seeds import load_score  # noqa: E402

from docx2tasks import Refusal, parse  # noqa: E402

typed = partial(content_to_docx, typed=True)
Form = Callable[[Content], bytes]
_OFFICE = ("doc", "odt", "rtf", "pdf")  # what LibreOffice makes of the Word file
_TABLES = ("xlsx", "xls", "ods")


def by_office(kind: str, content: Content, make: Form = content_to_docx, start: str = "docx") -> bytes:
    """A document as LibreOffice saves it in another format."""
    with TemporaryDirectory() as folder:
        source = Path(folder) / f"in.{start}"
        source.write_bytes(make(content))
        home = f"-env:UserInstallation=file://{folder}/profile"
        options = ["--headless", "--convert-to", kind, "--outdir", folder]
        command = [str(shutil.which("soffice")), home, *options, str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return source.with_suffix(f".{kind}").read_bytes()


def forms() -> Iterator[tuple[str, Form]]:
    """The name of each form and what makes it."""
    yield from FORMS.items()
    yield "pdf", content_to_pdf
    yield "ofd", content_to_ofd
    yield "xlsx", content_to_xlsx
    yield "xls", content_to_xls
    if shutil.which("soffice"):
        yield "ods (LibreOffice)", partial(by_office, "ods", make=content_to_xlsx, start="xlsx")
        for kind in _OFFICE:
            yield f"{kind} (LibreOffice)", partial(by_office, kind)
        for kind in ("doc", "rtf"):
            yield f"{kind} (LibreOffice, numbers typed)", partial(by_office, kind, make=typed)


def main(shared: Path) -> None:
    """Print the table."""
    score = load_score(shared).score
    names = [case.id for case in CASES]
    print(f"| format | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    for name, make in forms():
        cells = []
        for case in CASES:
            seed, tabled = case.values
            if name.startswith(_TABLES) and not tabled:
                cells.append("–")
                continue
            try:
                document = parse(make(seed_to_content(shared, str(seed), tabled=bool(tabled))))
            except Refusal as refusal:
                cells.append(refusal.code)
                continue
            gold = {"tasks": chosen(shared, str(seed), tabled=bool(tabled))}
            result, _ = score(document.model_dump(mode="json"), gold)
            cells.append(f"{result['overall']:.3f}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
