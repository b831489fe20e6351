"""Addresses of agreements, in French: people read them."""

from django.urls import URLPattern, URLResolver, include, path

from filon.agreements.views import (
    commitments,
    deliveries,
    detail,
    draft_commitments,
    draft_money,
    draft_parties,
    draft_text,
    drafting,
    effect,
    identity,
    journal,
    listing,
    review,
    versions,
)

app_name = "agreements"

draft: list[URLPattern] = [
    path("nature", drafting.nature, name="draft_nature"),
    path("parties", draft_parties.parties, name="draft_parties"),
    path("parties/<uuid:party_id>", draft_parties.party, name="draft_party"),
    path("parties/<uuid:party_id>/monter", draft_parties.party_move, {"places": -1}, name="draft_party_up"),
    path("parties/<uuid:party_id>/descendre", draft_parties.party_move, {"places": 1}, name="draft_party_down"),
    path("engagements", draft_commitments.commitments, name="draft_commitments"),
    path("engagements/usuels/<int:usual_id>", draft_commitments.usual_commitment, name="draft_usual_commitment"),
    path("engagements/<uuid:commitment_id>", draft_commitments.commitment, name="draft_commitment"),
    path("engagements/<uuid:commitment_id>/supprimer", draft_commitments.commitment_remove, name="draft_commitment_remove"),
    path("argent", draft_money.money, name="draft_money"),
    path("argent/<uuid:line_id>", draft_money.money_line, name="draft_money_line"),
    path("argent/<uuid:line_id>/supprimer", draft_money.money_line_remove, name="draft_money_line_remove"),
    path("duree", drafting.term, name="draft_term"),
    path("texte", draft_text.text, name="draft_text"),
    path("texte/<int:position>", draft_text.clause, name="draft_clause"),
    path("texte/<int:position>/supprimer", draft_text.clause_remove, name="draft_clause_remove"),
    path("relecture", drafting.review, name="draft_review"),
    path("soumettre", review.submit, name="submit"),
    path("approbations/<uuid:approval_id>", review.approve, name="approve"),
    path("commentaires", review.comment, name="comment"),
    path("commentaires/<uuid:comment_id>/repondre", review.answer_comment, name="comment_answer"),
    path("commentaires/<uuid:comment_id>/resoudre", review.resolve_comment, name="comment_resolve"),
    path("vigueur", effect.put_in_force, name="put_in_force"),
    path("retirer", drafting.withdraw, name="withdraw"),
]
one_agreement: list[URLPattern | URLResolver] = [
    path("imprimer", detail.print_view, name="print"),
    path("titre", identity.change, name="change"),
    path("comparer", versions.compare, name="compare"),
    path("journal", journal.journal, name="journal"),
    path("avenant", effect.amend, name="amend"),
    path("preavis", effect.notice, name="notice"),
    path("reconduire", effect.renew, name="renew"),
    path("engagements/<uuid:commitment_id>", commitments.commitment, name="commitment"),
    path("engagements/<uuid:commitment_id>/responsable", identity.commitment_owner, name="commitment_owner"),
    path("engagements/<uuid:commitment_id>/declarer", deliveries.declare, name="declare"),
    path("livraisons/<uuid:delivery_id>/accepter", deliveries.accept, name="accept"),
    path("livraisons/<uuid:delivery_id>/contester", deliveries.contest, name="contest"),
    path("livraisons/<uuid:delivery_id>/repondre", deliveries.answer, name="answer"),
    path("livraisons/<uuid:delivery_id>/retirer", deliveries.take_back, name="take_back"),
    path("echeances/<uuid:item_id>/renoncer", deliveries.waive, name="waive"),
    path("versions/<int:number>/", include(draft)),
]
urlpatterns = [
    path("conventions", listing.agreements, name="list"),
    path("conventions/nouvelle", drafting.create, name="create"),
    path("conventions/regles", review.house_rules, name="rules"),
    path("conventions/regles/<uuid:rule_id>/supprimer", review.house_rule_remove, name="rule_remove"),
    path("conventions/<uuid:agreement_id>", detail.detail, name="detail"),
    path("conventions/<uuid:agreement_id>/", include(one_agreement)),
]
