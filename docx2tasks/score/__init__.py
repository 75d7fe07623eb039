"""Scores of records against gold: records that people read from the same documents."""
