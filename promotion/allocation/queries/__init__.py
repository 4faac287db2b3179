"""The reads of this room: frozen rows for its pages, a bounded number of statements each."""
