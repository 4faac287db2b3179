"""Reads of this room, a file for each list."""
