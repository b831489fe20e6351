"""Writes of agreements: drafting, taking effect, deliveries."""
