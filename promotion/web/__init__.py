"""Pages: what every screen is made of."""
