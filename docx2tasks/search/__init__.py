"""Questions over records: which tasks, of which unit, by when; and which units there are."""
