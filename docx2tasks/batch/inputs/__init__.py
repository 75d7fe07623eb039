"""What a batch reads, and how each file is named and loaded."""
