"""The pages of money."""

from django.urls.resolvers import URLPattern

app_name = "ledger"
urlpatterns: list[URLPattern] = []
