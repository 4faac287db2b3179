"""Pages of the planner: scenarios of a fund, what one comes to, typing and proposing it, several side by side."""
