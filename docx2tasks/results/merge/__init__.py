"""Merges the outputs of several batches: ledgers and records of shards into one folder."""
