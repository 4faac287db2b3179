"""Pages of statements: files that come in, the statement itself, and what people decide."""
