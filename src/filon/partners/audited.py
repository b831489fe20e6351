"""What partners record in the audit, in words."""

from django.utils.translation import gettext_lazy as _

from filon.kernel import formats
from filon.kernel.journal import day_of, said
from filon.kernel.registry import AuditedSubject
from filon.partners.kinds import AccessLevel, ChangeKind

SUBJECTS = (
    AuditedSubject(
        "relationship",
        _("Follow-up of partners"),
        {"opened": _("Partner added"), "changed": _("Follow-up of a partner changed"), "taken_over": _("Partners taken over from a file")},
        {"count": said(_("%(value)s organisations"), formats.number)},
    ),
    AuditedSubject(
        "entity",
        _("Organisations"),
        {
            "changed": _("Public identity of an organisation changed"),
            "merged": _("Duplicate merged into another sheet"),
            "register_changed": _("Change found in the public register"),
            "register_noted": _("Change of the public register taken note of"),
            "register_asked": _("Public register asked about an organisation"),
        },
    ),
    AuditedSubject("fund", _("Sheltered funds"), {"added": _("Sheltered fund added"), "changed": _("Sheltered fund changed")}),
    AuditedSubject("site", _("Sites"), {"added": _("Site added"), "changed": _("Site changed")}),
    AuditedSubject(
        "contact",
        _("Contacts"),
        {"added": _("Contact added"), "changed": _("Contact changed"), "taken_over": _("Contacts taken over from a file")},
        {"count": said(_("%(value)s contacts"), formats.number)},
    ),
    AuditedSubject(
        "affiliation",
        _("Functions of contacts"),
        {"opened": _("Function of a contact opened"), "closed": _("Function of a contact closed")},
        {
            "may_sign": lambda value: str(_("with the power to sign")) if value else str(_("without the power to sign")),
            "end": said(_("until %(value)s"), day_of),
        },
    ),
    AuditedSubject(
        "access",
        _("Access of partners’ people"),
        {
            "granted": _("Access opened for a partner’s person"),
            "ended": _("Access closed"),
            "level_set": _("Rights of a partner’s person changed"),
        },
        {"level": lambda value: str(AccessLevel(value).label)},
    ),
    AuditedSubject(
        "partner_change",
        _("Changes by partners"),
        {"made": _("Changed by the partner itself"), "seen": _("Change by a partner seen")},
        {"kind": lambda value: str(ChangeKind(value).label)},
    ),
)
