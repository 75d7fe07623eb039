"""What is asked of somebody: the type of a paper, the kind of its leaves, requests outside items."""
