"""Synchronous hooks: upper floors join the writer's transaction, for an invariant that spans apps."""

from collections.abc import Callable
from typing import Generic, ParamSpec

P = ParamSpec("P")


class Hook(Generic[P]):
    """A named moment. `takes_effect: Hook[[Version]] = Hook("version.takes_effect")` in the lower app,
    `takes_effect.connect(function)` in the upper app's `ready()`, `takes_effect.run(version)` in the service.
    Handlers run in the order they were connected; what one raises undoes the whole write."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._handlers: list[Callable[P, object]] = []

    def connect(self, handler: Callable[P, object]) -> Callable[P, object]:
        """Adds a handler, once; usable as a decorator."""
        if handler not in self._handlers:
            self._handlers.append(handler)
        return handler

    def run(self, *args: P.args, **kwargs: P.kwargs) -> None:
        for handler in self._handlers:
            handler(*args, **kwargs)
