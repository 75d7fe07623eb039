"""Compares papers: two versions of a plan, or the plans of two levels."""
