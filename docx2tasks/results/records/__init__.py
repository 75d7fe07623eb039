"""The records of a batch, read back from whatever store they were written to."""
