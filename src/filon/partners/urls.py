"""The pages of partners."""

from django.urls import path

from filon.partners.views import affiliations, contacts, entities, own, places, registered, relationships

app_name = "partners"
urlpatterns = [
    path("partenaires", relationships.partner_list, name="list"),
    path("partenaires/nouveau", relationships.partner_new, name="new"),
    path("partenaires/doublons", entities.duplicates, name="duplicates"),
    path("partenaires/<uuid:entity_id>", relationships.partner, name="detail"),
    path("partenaires/<uuid:entity_id>/modifier", entities.entity_form, name="change"),
    path("partenaires/<uuid:entity_id>/registre", registered.register_ask, name="register_ask"),
    path("partenaires/<uuid:entity_id>/registre/<uuid:register_change_id>", registered.register_settle, name="register_settle"),
    path("partenaires/<uuid:entity_id>/suivi", relationships.relationship_form, name="relationship"),
    path("partenaires/<uuid:entity_id>/contacts/nouveau", contacts.contact_new, name="contact_new"),
    path("partenaires/<uuid:entity_id>/contacts/<uuid:contact_id>", contacts.contact_form, name="contact_change"),
    path("partenaires/<uuid:entity_id>/contacts/<uuid:contact_id>/fonction", affiliations.affiliation_new, name="affiliation_new"),
    path("partenaires/<uuid:entity_id>/fonctions/<uuid:affiliation_id>/fin", affiliations.affiliation_end, name="affiliation_close"),
    path("partenaires/<uuid:entity_id>/fonctions/<uuid:affiliation_id>/acces", affiliations.access_new, name="access_grant"),
    path("partenaires/<uuid:entity_id>/acces/<uuid:access_id>/fermer", affiliations.access_close, name="access_end"),
    path("partenaires/<uuid:entity_id>/sites/nouveau", places.site_new, name="site_new"),
    path("partenaires/<uuid:entity_id>/sites/<uuid:site_id>", places.site_form, name="site_change"),
    path("partenaires/<uuid:entity_id>/fonds/nouveau", places.fund_new, name="fund_new"),
    path("partenaires/<uuid:entity_id>/fonds/<uuid:fund_id>", places.fund_form, name="fund_change"),
    path("partenaires/<uuid:entity_id>/changements/<uuid:change_id>/vu", own.change_seen, name="change_seen"),
    path("notre-organisation/<uuid:entity_id>", own.own, name="own"),
    path("notre-organisation/<uuid:entity_id>/<uuid:host_id>/coordonnees", own.data, name="own_data"),
    path("notre-organisation/<uuid:entity_id>/<uuid:host_id>/inviter", own.invite, name="own_invite"),
    path("notre-organisation/<uuid:entity_id>/<uuid:host_id>/signataire", own.signatory, name="own_signatory"),
    path("notre-organisation/<uuid:entity_id>/acces/<uuid:access_id>/niveau", own.level, name="own_level"),
    path("notre-organisation/<uuid:entity_id>/acces/<uuid:access_id>/fermer", own.close, name="own_close"),
    path("notre-organisation/<uuid:entity_id>/fonctions/<uuid:affiliation_id>/depart", own.leave, name="own_leave"),
]
