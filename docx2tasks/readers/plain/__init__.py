"""Plain text: lines, wrapped paragraphs, and tables saved as text."""
