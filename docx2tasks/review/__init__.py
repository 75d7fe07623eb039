"""Pages on which people check records beside the paper they were read from."""
