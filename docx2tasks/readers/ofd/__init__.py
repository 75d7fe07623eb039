"""OFD, the fixed-layout format of Chinese offices (GB/T 33190-2016) → blocks over one text."""

from docx2tasks.readers.ofd.document import read_ofd

__all__ = ["read_ofd"]
