"""Figures from files: read strictly, shown as read, entered all or not at all."""
