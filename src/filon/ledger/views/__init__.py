"""Pages of money: a page asks, a page shows."""
