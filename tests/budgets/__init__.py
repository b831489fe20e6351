"""How many queries each page asks, committed: `queries.toml`, compared exactly, written anew by `make budgets`."""
