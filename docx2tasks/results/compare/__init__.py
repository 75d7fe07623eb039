"""What changed between two batches over about the same archive."""
