"""Published totals of earlier years and of others: as they were printed, never altered."""
