"""Writes documents to files and databases for other programs."""
