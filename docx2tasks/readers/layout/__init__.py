"""Laid-out pages (PDF, OFD, recognized scans) → blocks over one text."""
