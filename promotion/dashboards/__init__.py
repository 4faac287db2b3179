"""The first page: the chain of money, who waits, what is to be done; by role."""
