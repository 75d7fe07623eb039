"""Tuning rules on documents: what a change does, which rules are used, what no rule reads."""
