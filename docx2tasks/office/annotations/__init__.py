"""Files of annotation programs, out and in: regions over the text of a document, and relations between them."""
