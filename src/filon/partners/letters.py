"""What leaves by e-mail to partners' people, in the background."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from filon.kernel.tasks import task
from filon.partners.models import Access
from filon.people.mail import carrier


@task()
def access_send(access_id: int) -> None:
    """Tells somebody that she may sign in; nothing when the access was closed meanwhile."""
    access = Access.objects.select_related("user", "granted_by", "affiliation__entity", "affiliation__contact__host").get(pk=access_id)
    if access.end is None:
        with carrier() as post:
            post.take(access_letter(access))


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
            "%(by)s (%(host)s) lets you read and follow the agreements of %(entity)s with the school on Filon.\n\n"
            "Open this page and give this e-mail address: you receive a link that signs you in.\n\n%(link)s\n\n"
            "You do not know what this is about? Then do nothing.\n"
        )
    return EmailMessage(subject, body % words, to=[access.user.email])
