"""What batches have come to: how files ended, and what changed between two batches."""
