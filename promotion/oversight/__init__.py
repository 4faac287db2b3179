"""What stays to be watched after booking: exceptions to the rules of funds, and advances that are not cleared."""
