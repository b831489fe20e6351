"""The addresses of the whole site; each app brings its own `urls.py`."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from filon.site import health
from filon.site.views import home, journal, language, search, styleguide, theme

FLOORS = ("people", "partners", "privacy", "agenda", "facts", "agreements", "activities", "ledger", "giving", "kernel")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("recherche", search.search, name="search"),
    path("journal", journal.journal, name="journal"),
    path("sante", health.live, name="live"),
    path("pret", health.ready, name="ready"),
    path("mesures", health.measures, name="metrics"),
    path("langue", language.choose, name="language"),
    path("theme", theme.choose, name="theme"),
    path("style", styleguide.styleguide, name="style"),
    *(path("", include(f"filon.{name}.urls")) for name in FLOORS if find_spec(f"filon.{name}.urls")),
]

handler400 = "filon.kernel.error_pages.bad_request"
handler403 = "filon.kernel.error_pages.forbidden"
handler404 = "filon.kernel.error_pages.not_found"
handler500 = "filon.kernel.error_pages.server_error"
