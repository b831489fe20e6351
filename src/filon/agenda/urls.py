"""Addresses of agenda (namespace `agenda`)."""

from django.urls import path

from filon.agenda.views import feeds, letters

app_name = "agenda"
urlpatterns = [
    path("compte/calendrier", feeds.calendar, name="calendar"),
    path("compte/calendrier/<uuid:about_id>", feeds.calendar_about, name="calendar_about"),
    path("compte/calendrier/adresses/<uuid:feed_id>/fermer", feeds.close, name="feed_close"),
    path("compte/courriers", letters.letters, name="letters"),
    path("desabonnement/<str:key>", letters.unsubscribe, name="unsubscribe"),
    path("calendrier/<str:key>.ics", feeds.feed, name="feed"),
]
