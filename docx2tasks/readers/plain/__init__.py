"""Plain text: lines, wrapped paragraphs, and tables that were dumped as text."""
