"""What pages read about personal data."""
