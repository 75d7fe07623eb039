"""Updates a workbook that people have filled in from newer documents, keeping their edits."""
