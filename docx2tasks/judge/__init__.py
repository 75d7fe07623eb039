"""Decides what is asked of whom: document types, kinds of items, requests outside items."""
