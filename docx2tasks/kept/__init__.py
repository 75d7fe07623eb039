"""The user's cache: compiled patterns and parsed rules, the same in every run.

Only the command line opens it: a program that imports the package reads and writes nothing of the kind.  Where the
folder is missing, not the user's alone, damaged or of another program, everything is made as ever.
"""

from docx2tasks.kept.store import keeping, recall

__all__ = ["keeping", "recall"]
