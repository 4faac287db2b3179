"""Questions that the ministry puts to a unit on a figure: due date, answer, history. Nothing here moves money."""
