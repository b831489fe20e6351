"""Rows and files changed by somebody who owns the database, with the triggers off: `filon verify` finds each of them."""
