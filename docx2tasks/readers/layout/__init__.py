"""Pages on which words have places (PDF, OFD, recognized scans) → blocks over one text."""
