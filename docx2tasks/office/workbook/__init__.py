"""The workbook 督办台账, written with XlsxWriter."""
