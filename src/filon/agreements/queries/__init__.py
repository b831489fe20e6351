"""Reads of agreements: ledger, balance, sums, difference, content, sheet."""
