"""What leaves by e-mail to partners' people, in the background."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from filon.kernel.tasks import task
from filon.partners.kinds import ChangeKind
from filon.partners.models import Access, PartnerChange, Relationship
from filon.people.mail import About, carrier
from filon.people.models import User


@task()
def access_send(access_id: int) -> None:
    """Tells somebody that she may sign in; nothing when the access was closed meanwhile."""
    access = Access.objects.select_related("user", "granted_by", "affiliation__entity", "affiliation__contact__host").get(pk=access_id)
    if access.end is None:
        with carrier() as post:
            post.take(access_letter(access), about=About("partners.access", access.uuid, access.affiliation.contact.host_id))


def access_letter(access: Access) -> EmailMessage:
    """In the language of whoever receives it; the link that signs in is asked for on the page it names."""
    with translation.override(access.user.language or settings.LANGUAGE_CODE):
        words = {
            "name": access.user.name,
            "by": access.granted_by.name,
            "host": access.affiliation.contact.host.name,
            "entity": access.affiliation.entity.name,
            "link": f"{settings.BASE_URL}{reverse('people:sign_in')}",
        }
        subject = _("%(host)s opens its agreements with %(entity)s to you") % words
        body = _(
            "Hello %(name)s,\n\n"
            "%(by)s lets you read and follow the agreements of %(entity)s with %(host)s on Filon.\n\n"
            "Open this page and give this e-mail address: you receive a link that signs you in.\n\n%(link)s\n\n"
            "You do not know what this is about? Then do nothing.\n"
        )
    return EmailMessage(subject, body % words, to=[access.user.email])


@task()
def change_send(change_id: int) -> None:
    """To whoever looks after the partner at the school; nothing when nobody does, or once it was seen."""
    change = PartnerChange.objects.select_related("host", "entity", "made_by").get(pk=change_id)
    followed = Relationship.objects.filter(host=change.host, entity=change.entity, owner__is_active=True).select_related("owner").first()
    if change.seen_at is None and followed is not None and followed.owner is not None:
        with carrier() as post:
            post.take(change_letter(change, followed.owner))


def change_letter(change: PartnerChange, to: User) -> EmailMessage:
    """In the language of whoever receives it; what changed is read on the page."""
    with translation.override(to.language or settings.LANGUAGE_CODE):
        words = {
            "name": to.name,
            "by": change.made_by.name,
            "entity": change.entity.name,
            "kind": ChangeKind(change.kind).label,
            "link": f"{settings.BASE_URL}{reverse('partners:detail', args=[change.entity.uuid])}",
        }
        subject = _("%(entity)s changed something: %(kind)s") % words
        body = _("Hello %(name)s,\n\n%(by)s changed something of %(entity)s: %(kind)s.\n\nRead what, and note it as seen:\n\n%(link)s\n")
        return EmailMessage(subject, body % words, to=[to.email])
