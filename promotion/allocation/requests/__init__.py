"""What units ask for, before any plan: per project and content, for a budget year."""
