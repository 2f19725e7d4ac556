"""Writing the form: a workbook to fill in, with its drop-downs, notes and counts."""
