"""Acts that lower the plan or move it: cuts, withdrawals, shares and lists changed, transfers."""
