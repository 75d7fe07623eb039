"""The workbook 督办台账, by XlsxWriter."""
