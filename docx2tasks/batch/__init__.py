"""Many files to many documents.

    inputs/ find files ─ resume: which to read ─ lanes: children that work ─ book: store and ledger

``run`` joins them, ``mirror`` names what is written, ``results`` looks at what came of it.
"""
