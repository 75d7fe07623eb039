"""Compares two batches of about the same files."""
