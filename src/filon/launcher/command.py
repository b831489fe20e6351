"""What a command of the house is."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

from filon.launcher.environment import Environment


@dataclass(frozen=True)
class HouseCommand:
    """Like `kernel.registry.Command`; `needs_database` starts our own PostgreSQL around it, `needs_django` says whether the apps are."""

    words: tuple[str, ...]
    help: str
    example: str
    run: Callable[[Namespace], int]
    arguments: Callable[[ArgumentParser], None] = lambda _parser: None
    needs_database: bool = True
    needs_django: Callable[[Environment], bool] = lambda _chosen: True


def never(_chosen: Environment) -> bool:
    """For a command that does without the apps."""
    return False
