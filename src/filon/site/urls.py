"""The addresses of the whole site; each app brings its own `urls.py`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(f"filon.{name}.urls")) for name in ("people", "partners", "facts", "agreements") if find_spec(f"filon.{name}.urls")
]
