"""The addresses of the site, and a page that shows nothing but the frame of every page: what the others are compared with."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from filon.kernel.pages import page
from filon.site import urls as site

handler400, handler403, handler404, handler500 = site.handler400, site.handler403, site.handler404, site.handler500


@login_required
def bare(request: HttpRequest) -> HttpResponse:
    return page(request, "base.html")


urlpatterns = [path("rien", bare, name="bare"), *site.urlpatterns]
