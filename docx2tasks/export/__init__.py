"""Documents to the texts and files that other programs read."""
