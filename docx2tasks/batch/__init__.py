"""Batches: many files to many documents.

    inputs/ find files ─ resume: which to read ─ engine: workers that read ─ commit: store and ledger

``run`` joins them, ``mirror`` names what is written, ``results`` looks at what came of it.
"""
