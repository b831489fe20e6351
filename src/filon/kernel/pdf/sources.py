"""The typst sources of the house: `typst/<name>.typ` of an app is known as `<app>/<name>`, and imported as `/<app>/<name>.typ`."""

from functools import cache
from pathlib import Path

from django.apps import apps

FONTS = Path(__file__).parent / "fonts"
"""Also the only folder that typst may read."""


@cache
def sources() -> dict[str, str]:
    """Every source by its path, read once a process."""
    found: dict[str, str] = {}
    for app in apps.get_app_configs():
        if app.name.startswith("filon."):
            for path in sorted(Path(app.path).glob("typst/*.typ")):
                found[f"{app.label}/{path.name}"] = path.read_text(encoding="utf-8")
    return found


def source(name: str) -> str:
    """Raises LookupError for a name that no app has."""
    return sources()[f"{name}.typ"]
