"""Word files: the body as Word shows it, numbers, merged cells and all."""
