"""Pages: languages, forms, messages, the rhythm of a view, error pages, headers."""
