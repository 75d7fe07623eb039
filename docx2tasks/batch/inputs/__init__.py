"""The inputs of a batch: finding, naming and loading files."""
