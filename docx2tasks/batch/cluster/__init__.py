"""Batches on a running dask cluster.

run ─ partitions ─▶ workers ─ dask ─▶ reader: a process on a worker ─ partition: read, staged
◀─ rows ──────────────────────────┘
"""
