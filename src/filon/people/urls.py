"""Addresses of people (namespace `people`)."""

from django.urls import path

from filon.people.views import account, demonstration, invitation, letters, signin, team

app_name = "people"
urlpatterns = [
    path("connexion", signin.sign_in, name="sign_in"),
    path("connexion/lien", signin.link_request, name="link_request"),
    path("connexion/lien/envoye", signin.link_sent, name="link_sent"),
    path("connexion/lien/<str:key>", signin.link, name="link"),
    path("deconnexion", signin.sign_out, name="sign_out"),
    path("invitation/<str:key>", invitation.invitation, name="invitation"),
    path("equipe", team.team, name="team"),
    path("equipe/inviter", team.invite, name="invite"),
    path("equipe/invitations/<uuid:invitation_id>/retirer", team.withdraw, name="withdraw_invitation"),
    path("equipe/roles/<uuid:membership_id>/terminer", team.end, name="end_membership"),
    path("equipe/courriers", letters.letters, name="letters"),
    path("compte", account.account, name="account"),
    path("compte/mot-de-passe", account.password, name="password"),
    path("ecole", account.choose_host, name="choose_host"),
    path("demonstration/<uuid:user_id>", demonstration.demonstration, name="demonstration"),
    path("courrier", demonstration.mailbox, name="mailbox"),
]
