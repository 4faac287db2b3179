"""The ministry's desk: what waits, idles or falls behind, list by list, each open to its entries."""
