"""Addresses of privacy (namespace `privacy`)."""

from django.urls import path

from filon.privacy.views import demands, register

app_name = "privacy"
urlpatterns = [
    path("compte/donnees", demands.own, name="own"),
    path("compte/donnees.json", demands.own_file, name="own_file"),
    path("donnees-personnelles", register.register, name="register"),
    path("donnees-personnelles/demandes", demands.every, name="demands"),
    path("donnees-personnelles/demandes/<uuid:demand_id>", demands.demand, name="demand"),
    path("donnees-personnelles/demandes/<uuid:demand_id>.json", demands.demand_file, name="demand_file"),
    path("donnees-personnelles/demandes/<uuid:demand_id>/effacer", demands.erase, name="erase"),
    path("donnees-personnelles/demandes/<uuid:demand_id>/refuser", demands.refuse, name="refuse"),
]
