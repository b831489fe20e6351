"""What a command of the house is."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class HouseCommand:
    """Like `kernel.registry.Command`; `needs_database` starts our own PostgreSQL around it, `needs_django` loads the apps."""

    words: tuple[str, ...]
    help: str
    example: str
    run: Callable[[Namespace], int]
    arguments: Callable[[ArgumentParser], None] = lambda _parser: None
    needs_database: bool = True
    needs_django: bool = True
