"""The output of batches: status, and comparison of two."""
