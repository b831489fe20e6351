"""A task as Filon writes them: it may be started twice, and its service does the thing once."""

from django.db import transaction

from drills.errands.models import Errand
from filon.agreements.models import AgreementKind
from filon.agreements.services.drafting import agreement_create
from filon.kernel.tasks import task
from filon.people.models import User


@task()
@transaction.atomic
def run_errand(errand_id: int) -> None:
    """Opens the agreement of an errand; nothing when it is open already."""
    errand = Errand.objects.select_for_update().get(pk=errand_id)
    if errand.agreement_id is None:
        kind = AgreementKind.objects.earliest("id")
        errand.agreement = agreement_create(by=User.objects.earliest("id"), kind_id=kind.uuid, title_fr=f"Convention {errand_id}")
        errand.save(update_fields=["agreement"])
