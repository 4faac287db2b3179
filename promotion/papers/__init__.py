"""Papers filled from a project: letters, contracts, requests and minutes, and the templates they are made from."""
