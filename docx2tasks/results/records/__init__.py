"""Reads the records of a batch back from any store."""
