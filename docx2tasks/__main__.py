"""``python -m docx2tasks``."""

import sys

try:
    from docx2tasks.cli import main
except ModuleNotFoundError as missing:  # started from a checkout that was not installed
    if (missing.name or "docx2tasks").startswith("docx2tasks"):
        raise
    sys.stderr.write(f"docx2tasks: not-installed: {missing.name} is missing; run: python -m pip install .\n")
    sys.exit(2)

if __name__ == "__main__":
    main()
