"""Addresses of exchanges, in French: people read them."""

from django.urls import path

from filon.activities.views import holding, ideas, outcomes, public, sessions, themes

app_name = "activities"
urlpatterns = [
    path("echanges", sessions.session_list, name="list"),
    path("echanges/nouvelle", sessions.session_new, name="session_new"),
    path("echanges/themes", themes.themes, name="themes"),
    path("echanges/themes/nouveau", themes.theme_new, name="theme_new"),
    path("echanges/themes/<uuid:theme_id>", themes.theme, name="theme"),
    path("echanges/themes/<uuid:theme_id>/modifier", themes.theme_change, name="theme_change"),
    path("echanges/themes/<uuid:theme_id>/idee", ideas.idea_new, name="idea_new"),
    path("echanges/publics", public.exchanges, name="public"),
    path("echanges/publics/themes/<uuid:theme_id>", public.theme, name="public_theme"),
    path("echanges/publics/<uuid:session_id>", public.session, name="public_session"),
    path("echanges/inscriptions/<uuid:registration_id>/retirer", holding.remove, name="remove"),
    path("echanges/<uuid:session_id>", sessions.session, name="session"),
    path("echanges/<uuid:session_id>/inscription", sessions.register, name="register"),
    path("echanges/<uuid:session_id>/desistement", sessions.leave, name="leave"),
    path("echanges/<uuid:session_id>/modifier", sessions.change, name="change"),
    path("echanges/<uuid:session_id>/annuler", sessions.cancel, name="cancel"),
    path("echanges/<uuid:session_id>/presences", holding.attendance, name="attendance"),
    path("echanges/<uuid:session_id>/cloture", holding.close, name="close"),
    path("echanges/<uuid:session_id>/rouvrir", holding.reopen, name="reopen"),
    path("idees", ideas.idea_list, name="ideas"),
    path("idees/<uuid:idea_id>", ideas.idea, name="idea"),
    path("idees/<uuid:idea_id>/commentaires", ideas.comment, name="comment"),
    path("idees/<uuid:idea_id>/commentaires/<uuid:comment_id>/retirer", outcomes.withdraw, name="withdraw"),
    path("idees/<uuid:idea_id>/reprendre", ideas.take_up, name="take_up"),
    path("idees/<uuid:idea_id>/reprendre-pour", ideas.take_up_for, name="take_up_for"),
    path("idees/<uuid:idea_id>/rendre", ideas.give_back, name="give_back"),
    path("idees/<uuid:idea_id>/ecarter", ideas.set_aside, name="set_aside"),
    path("idees/<uuid:idea_id>/remettre", ideas.bring_back, name="bring_back"),
    path("idees/<uuid:idea_id>/montrer", ideas.show, name="show"),
    path("idees/<uuid:idea_id>/suite", outcomes.outcome, name="outcome"),
    path("idees/<uuid:idea_id>/suite/reprendre", outcomes.outcome_back, name="outcome_back"),
]
