"""Word files: the body as Word displays it, with numbers and merged cells."""
