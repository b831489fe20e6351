"""What the pages of facts read."""
