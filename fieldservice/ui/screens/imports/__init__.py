"""The import of a workbook: choose a file, correct the columns, look at what would change, confirm."""
