"""Typst as a function: sources in memory, fonts of one folder, values as data; the same arguments give the same bytes."""

from filon.engines.typesetting.paper import CannotCompile, compile_pdf

__all__ = ["CannotCompile", "compile_pdf"]
