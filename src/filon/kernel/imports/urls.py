"""Addresses of imports: the kinds, one kind, one import and its steps."""

from django.urls import path

from filon.kernel.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.kinds, name="kinds"),
    path("<slug:kind_code>", views.begin, name="begin"),
    path("<slug:kind_code>/modele/<slug:language>", views.template, name="template"),
    path("suivi/<uuid:import_id>", views.follow, name="follow"),
    path("suivi/<uuid:import_id>/colonnes", views.columns, name="columns"),
    path("suivi/<uuid:import_id>/decisions", views.decide, name="decide"),
    path("suivi/<uuid:import_id>/completer", views.complete, name="complete"),
    path("suivi/<uuid:import_id>/confirmer", views.confirm, name="confirm"),
    path("suivi/<uuid:import_id>/abandonner", views.give_up, name="give_up"),
]
