"""Pages for checking records next to their document."""
