"""Web pages: the document's own text, separated from boilerplate."""
