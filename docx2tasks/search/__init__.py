"""Searches records: tasks by unit and date, and lists of units."""
