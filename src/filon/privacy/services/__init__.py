"""Purges; demands of people about their data."""
