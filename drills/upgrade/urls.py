"""The addresses of Filon, and those of the notebook."""

from django.urls import include, path

from filon.site.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]
urlpatterns = [path("", include("notebook.urls")), *urlpatterns]
