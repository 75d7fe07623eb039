"""A batch on the workers of a cluster that runs already.

run ─ partitions ─▶ workers ─ dask ─▶ reader: a process on a worker ─ partition: read, staged
◀─ rows ──────────────────────────┘
"""
