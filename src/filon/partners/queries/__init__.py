"""What the pages of partners read."""
