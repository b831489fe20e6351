"""The letter to partners’ people as it leaves, for the page that shows the letters of the house."""

from django.core.mail import EmailMessage
from django.utils.translation import gettext_lazy as _

from filon.kernel.registry import LetterKind
from filon.partners.letters import access_letter, change_letter
from filon.partners.models import Access, Affiliation, ChangeKind, Contact, LegalEntity, PartnerChange
from filon.people.models import Host, User


def access_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    related = ("user", "granted_by", "affiliation__entity", "affiliation__contact__host")
    access = Access.objects.filter(affiliation__contact__host=host).select_related(*related).last() or _invented(viewer, host)
    access.user.language = language
    return access_letter(access)


def _invented(viewer: User, host: Host) -> Access:
    person = {"name": "Camille Exemple", "email": "camille@exemple.example"}
    affiliation = Affiliation(contact=Contact(host=host, **person), entity=LegalEntity(name="Forges de l’Exemple"))
    return Access(user=User(**person), affiliation=affiliation, granted_by=viewer)


def change_sample(viewer: User, host: Host, language: str) -> EmailMessage:
    """Always the invented one: the page of letters has its budget."""
    entity = LegalEntity(name="Forges de l’Exemple")
    change = PartnerChange(host=host, entity=entity, made_by=User(name="Camille Exemple"), kind=ChangeKind.DATA)
    return change_letter(change, User(name=viewer.name, email=viewer.email, language=language))


CHANGE = LetterKind(
    "partners.change",
    35,
    _("Changed by a partner"),
    _("To whoever looks after the partner, when its people change an address, a colleague, a signatory or rights."),
    change_sample,
)
ACCESS = LetterKind(
    "partners.access",
    30,
    _("Access of a partner’s person"),
    _("When the school opens its agreements to a person of a partner."),
    access_sample,
    _("It opens the door, once."),
)
