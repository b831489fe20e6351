"""Addresses of giving, in French: people read them."""

from django.urls import path

from filon.giving.views import counterparts, declarations, donors_own, gifts, pledges, receipts, verifying

app_name = "giving"
urlpatterns = [
    path("mecenat", pledges.pledge_list, name="list"),
    path("mecenat/<uuid:pledge_id>", pledges.pledge, name="pledge"),
    path("mecenat/echeances/<uuid:instalment_id>/appel", pledges.call, name="call"),
    path("mecenat/echeances/<uuid:instalment_id>/renoncer", pledges.waive, name="waive"),
    path("mecenat/appels/<uuid:call_id>", pledges.letter, name="letter"),
    path("conventions/<uuid:agreement_id>/contreparties", counterparts.counterparts, name="counterparts"),
    path("contreparties/<uuid:commitment_id>/valeur", counterparts.value, name="value"),
    path("dons", gifts.gift_list, name="gifts"),
    path("dons/en-nature", gifts.in_kind, name="in_kind"),
    path("dons/annonce", gifts.donation, name="donation"),
    path("dons/<uuid:gift_id>", gifts.gift, name="gift"),
    path("dons/<uuid:gift_id>/reprendre", gifts.withdraw, name="withdraw"),
    path("dons/<uuid:gift_id>/recu", receipts.issue, name="issue"),
    path("donateurs/nouveau", gifts.donor_new, name="donor_new"),
    path("donateurs/<uuid:donor_id>", gifts.donor, name="donor"),
    path("donateurs/<uuid:donor_id>/etat/<int:year>", gifts.statement, name="statement"),
    path("donateurs/<uuid:donor_id>/etat/<int:year>.pdf", donors_own.statement_paper, name="statement_paper"),
    path("mecenat/appels/<uuid:call_id>.pdf", donors_own.call_paper, name="call_paper"),
    path("nos-dons", donors_own.own, name="own"),
    path("mes-recus/<str:key>", donors_own.donor_papers, name="donor_papers"),
    path("mes-recus/<str:key>/<uuid:receipt_id>", donors_own.donor_paper, name="donor_paper"),
    path("verifier-un-recu", verifying.verify, name="verify"),
    path("simulateur-de-don", verifying.simulator, name="simulator"),
    path("recus", receipts.receipt_list, name="receipts"),
    path("recus/emettre", receipts.issue_many, name="issue_many"),
    path("recus/emissions/<uuid:run_id>", receipts.issue_run, name="issue_run"),
    path("recus/emissions/<uuid:run_id>/zip", receipts.run_archive, name="run_archive"),
    path("recus/emetteurs/<uuid:entity_id>", receipts.issuer, name="issuer"),
    path("recus/declarations", declarations.declarations, name="declarations"),
    path("recus/declarations/<uuid:declaration_id>", declarations.declaration, name="declaration"),
    path("recus/<uuid:receipt_id>", receipts.receipt, name="receipt"),
    path("recus/<uuid:receipt_id>/envoyer", receipts.send, name="send"),
    path("recus/<uuid:receipt_id>/annuler", receipts.cancel, name="cancel"),
    path("recus/<uuid:receipt_id>/remplacer", receipts.replace, name="replace"),
]
