"""The same POST twice does one thing once."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def without_key(view: View) -> View:
    """Marks a view whose POSTs carry no idempotency key (sign-in forms of a library, language switch)."""
    view.without_idempotency_key = True  # type: ignore[attr-defined]
    return view
