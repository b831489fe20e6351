"""Addresses of exchanges, in French: people read them."""

from django.urls import URLPattern

app_name = "activities"
urlpatterns: list[URLPattern] = []
