"""Pure engines: frozen dataclasses in, frozen dataclasses out; no database, no clock, no randomness."""
