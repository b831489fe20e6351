"""Filon: partnerships of engineering schools, their commitments, deliveries and proof."""

__version__ = "0.1.0"
