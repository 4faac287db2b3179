"""The lists of the desk as workbooks, a file for each list."""
