"""Small cells: a table of counts of persons that may be shown outside without telling who is behind a small count."""

from filon.engines.disclosure.suppression import ShownTable, suppress

__all__ = ["ShownTable", "suppress"]
