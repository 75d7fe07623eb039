"""``python -m docx2tasks``."""

from docx2tasks.cli import main

if __name__ == "__main__":
    main()
