"""A school opens a theme to exchanges, and says what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from filon.activities.inputs import ThemeInput
from filon.activities.models import ExchangeTheme
from filon.agreements.models import Theme
from filon.kernel import audit
from filon.kernel.errors import Refused
from filon.kernel.rights import get_visible_or_404
from filon.people.models import Host

if TYPE_CHECKING:
    from filon.people.models import User


@transaction.atomic
def theme_open(*, by: User, host_id: int, theme: ThemeInput) -> ExchangeTheme:
    """Exchanges are held on this theme from now on. Refused for one that is open already."""
    if not by.has_perm("activities.exchange.write", Host(pk=host_id)):
        raise PermissionDenied
    subject = Theme.objects.filter(uuid=theme.theme_id).first()
    if subject is None:
        raise Http404
    opened = ExchangeTheme(host_id=host_id, theme=subject, opened_by=by)
    _write(opened, theme)
    try:
        with transaction.atomic():
            opened.save()
    except IntegrityError:
        raise Refused(_("Exchanges are held on this theme already: open its page."), field="theme") from None
    audit.record(by, "exchange_theme.opened", opened)
    return opened


@transaction.atomic
def theme_change(*, by: User, exchange_theme_id: UUID, theme: ThemeInput) -> ExchangeTheme:
    """What it is about, and who may read it; the theme itself stays."""
    changed = get_visible_or_404(ExchangeTheme, viewer=by, id=exchange_theme_id, may="activities.exchange.write", lock=True)
    _write(changed, theme)
    changed.save(update_fields=["about_fr", "about_en", "audience"])
    audit.record(by, "exchange_theme.changed", changed, audience=changed.audience)
    return changed


def _write(row: ExchangeTheme, theme: ThemeInput) -> None:
    row.about_fr, row.about_en, row.audience = theme.about_fr.strip(), theme.about_en.strip(), theme.audience
