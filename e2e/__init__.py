"""Checks of the product in a browser, as people use it. `make e2e`: journeys, axe, Lighthouse. `make pictures`: photographs.

Everything runs against a server of its own (`e2e.server`) with its own FILON_VAR and the demo, which is thrown away at the end.
"""
