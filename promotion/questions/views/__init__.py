"""Pages of questions: the list, asking, one question, and what can be done with it."""
