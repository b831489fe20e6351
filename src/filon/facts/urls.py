"""The pages of facts."""

from django.urls import path

from filon.facts import views

app_name = "facts"
urlpatterns = [
    path("faits", views.fact_list, name="list"),
    path("faits/nouveau", views.fact_new, name="new"),
    path("faits/<uuid:fact_id>", views.fact, name="detail"),
    path("faits/<uuid:fact_id>/annuler", views.fact_reverse, name="reverse"),
    path("faits/<uuid:fact_id>/effacer", views.personal_erase, name="erase"),
    path("objectifs", views.goals, name="goals"),
]
