"""Funds, envelopes, acts, entries: the only room that writes money."""
