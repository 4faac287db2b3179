"""Tables that people paste or upload: which line is the heading, which column is which, what each cell says.

Plain Python: nothing here asks the database. Rows keep the numbers they have in their sheet.
"""
