"""Pages of the desk, a file for each list."""
