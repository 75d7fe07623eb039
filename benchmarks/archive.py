"""An archive to read: ``python benchmarks/archive.py FOLDER --files 20000``.

Made-up plans, lists and notices by year and office, in Word, pages and text; one file in twenty is empty, cut,
locked, a picture, or holds others.  The same call writes the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from build_archive import SORTS, write_archive  # the builders stand beside the tests


def main() -> None:
    """Write the files and print how many there are of each sort."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    called = parser.parse_args()
    written = write_archive(called.folder, called.files, called.seed)
    for sort in SORTS:
        print(f"{sort:12} {written[sort]:8,}")


if __name__ == "__main__":
    main()
