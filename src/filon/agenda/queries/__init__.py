"""What pages and calendars read."""
