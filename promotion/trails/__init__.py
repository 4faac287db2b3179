"""The trail as pages: who did what, when, to what, from what to what; searched, and as a workbook."""
