"""Reports: who has how much to do by when, as one page."""
