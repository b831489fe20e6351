"""What is written of calendars."""
