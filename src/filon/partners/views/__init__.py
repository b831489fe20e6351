"""Pages of partners: a page asks, a page shows."""
