"""Pages of one's own calendar and letters."""
