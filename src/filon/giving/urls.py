"""Addresses of giving, in French: people read them."""

from django.urls import path

from filon.giving.views import campaigns, counterparts, declarations, gifts, outcomes, pledges, receipts

app_name = "giving"
urlpatterns = [
    path("mecenat", pledges.pledge_list, name="list"),
    path("mecenat/<uuid:pledge_id>", pledges.pledge, name="pledge"),
    path("mecenat/echeances/<uuid:instalment_id>/appel", pledges.call, name="call"),
    path("mecenat/echeances/<uuid:instalment_id>/renoncer", pledges.waive, name="waive"),
    path("mecenat/appels/<uuid:call_id>", pledges.letter, name="letter"),
    path("conventions/<uuid:agreement_id>/contreparties", counterparts.counterparts, name="counterparts"),
    path("contreparties/<uuid:commitment_id>/valeur", counterparts.value, name="value"),
    path("mecenat/effets", outcomes.outcomes, name="outcomes"),
    path("mecenat/effets/repartir", outcomes.spread, name="spread"),
    path("mecenat/effets/<uuid:attribution_id>/retirer", outcomes.attribution_withdraw, name="attribution_withdraw"),
    path("mecenat/fonds", outcomes.foundation, name="foundation"),
    path("campagnes", campaigns.campaigns, name="campaigns"),
    path("campagnes/nouvelle", campaigns.campaign_new, name="campaign_new"),
    path("campagnes/<uuid:campaign_id>", campaigns.campaign, name="campaign"),
    path("campagnes/<uuid:campaign_id>/montrer", campaigns.campaign_show, name="campaign_show"),
    path("campagnes/<uuid:campaign_id>/publique", campaigns.campaign_public, name="campaign_public"),
    path("dons/<uuid:gift_id>/attribuer", outcomes.attribute, name="attribute"),
    path("dons/<uuid:gift_id>/suivre", outcomes.follow, name="follow"),
    path("donateurs/<uuid:donor_id>/rapport/<int:year>", outcomes.report, name="report"),
    path("donateurs/<uuid:donor_id>/rapport/<int:year>.pdf", outcomes.report_paper, name="report_paper"),
    path("dons", gifts.gift_list, name="gifts"),
    path("dons/en-nature", gifts.in_kind, name="in_kind"),
    path("dons/annonce", gifts.donation, name="donation"),
    path("dons/<uuid:gift_id>", gifts.gift, name="gift"),
    path("dons/<uuid:gift_id>/reprendre", gifts.withdraw, name="withdraw"),
    path("dons/<uuid:gift_id>/recu", receipts.issue, name="issue"),
    path("donateurs/nouveau", gifts.donor_new, name="donor_new"),
    path("donateurs/<uuid:donor_id>", gifts.donor, name="donor"),
    path("donateurs/<uuid:donor_id>/etat/<int:year>", gifts.statement, name="statement"),
    path("recus", receipts.receipt_list, name="receipts"),
    path("recus/emettre", receipts.issue_many, name="issue_many"),
    path("recus/emissions/<uuid:run_id>", receipts.issue_run, name="issue_run"),
    path("recus/emetteurs/<uuid:entity_id>", receipts.issuer, name="issuer"),
    path("recus/declarations", declarations.declarations, name="declarations"),
    path("recus/declarations/<uuid:declaration_id>", declarations.declaration, name="declaration"),
    path("recus/<uuid:receipt_id>", receipts.receipt, name="receipt"),
    path("recus/<uuid:receipt_id>/annuler", receipts.cancel, name="cancel"),
    path("recus/<uuid:receipt_id>/remplacer", receipts.replace, name="replace"),
]
