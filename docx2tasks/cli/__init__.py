"""The command line: argv and standard streams to an exit code.

The only package that prints or knows a terminal.  Data goes to standard output as UTF-8 bytes,
everything else to standard error.  What only one command needs is imported inside it, so that
``--version`` and ``--help`` load neither the XML parser nor the pipeline.
"""

from docx2tasks.cli.app import main

__all__ = ["main"]
