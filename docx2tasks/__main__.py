"""``python -m docx2tasks``."""

from docx2tasks.cli import main

main()
