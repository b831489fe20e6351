"""Addresses of privacy (namespace `privacy`)."""

from django.urls import path

from filon.privacy import views

app_name = "privacy"
urlpatterns = [path("donnees-personnelles", views.register, name="register")]
