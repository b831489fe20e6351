"""The addresses of the whole site; each app brings its own `urls.py`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from filon.site import health

FLOORS = ("people", "partners", "facts", "agreements", "kernel")

urlpatterns: list[URLPattern | URLResolver] = [
    path("sante", health.live, name="live"),
    path("pret", health.ready, name="ready"),
    *(path("", include(f"filon.{name}.urls")) for name in FLOORS if find_spec(f"filon.{name}.urls")),
]
