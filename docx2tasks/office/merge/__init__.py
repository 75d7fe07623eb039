"""A workbook that people have filled, and newer papers: what they typed goes to the tasks it belongs to."""
