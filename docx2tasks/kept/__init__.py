"""What each run of the program makes anew and always alike, kept in the user's cache folder: patterns, rules, gates.

Only the command line opens it: a program that imports the package reads and writes nothing of the kind.  Where the
folder is missing, not the user's alone, damaged or of another program, everything is made as ever.
"""

from docx2tasks.kept.store import keeping, recall

__all__ = ["keeping", "recall"]
