"""`python -m drills.tamperings.stage`: adds to the demo what it lacks (a proof, a waiver, a notice), through the services.
With the key of a version: prints the hash of its terms as they are now."""

import datetime as dt
import sys
from decimal import Decimal

import django


def add() -> None:
    from django.core.files.base import ContentFile
    from django.db import transaction
    from django.utils import timezone

    from filon.agreements.models import AgreementVersion, DueItem
    from filon.agreements.services.deliveries import item_waive
    from filon.agreements.services.effect import notice_give
    from filon.facts.inputs import FactInput
    from filon.facts.services import PROOFS, fact_record
    from filon.kernel.files import file_store
    from filon.people.models import Membership
    from filon.people.roles import Role
    from filon.site.demo.paper import demonstration_pdf

    version = AgreementVersion.objects.filter(signatures__isnull=False, state="in_force", validity__endswith__isnull=False).latest("id")
    host = version.agreement.host
    officer = Membership.objects.filter(host=host, role=Role.PARTNERSHIP_OFFICER).earliest("id").user
    officer.act_for(host.pk)
    with transaction.atomic():
        proof = file_store(
            by=officer,
            upload=ContentFile(demonstration_pdf("Preuve", "P1"), name="preuve.pdf"),
            purpose="proof",
            allowed=PROOFS,
            host_id=host.pk,
        )
        today = timezone.localdate()
        fact_record(
            by=officer,
            fact=FactInput(kind="facts.visit", occurred_on=today, host_id=host.pk, quantity=Decimal(1), documents=[(proof, "p")]),
        )
    owed = DueItem.objects.filter(retired_by=None, due_on__gt=today, commitment__creditor__entity__host=host)
    item = owed.filter(commitment__agreement__host=host).latest("id")
    item_waive(by=officer, item_id=item.uuid, quantity=item.quantity, reason="La rencontre n’a plus d’objet.")
    party = version.party_terms.earliest("id").party
    end = max(version.validity.upper - dt.timedelta(days=1), today + dt.timedelta(days=1))
    notice_give(
        by=officer, agreement_id=version.agreement.uuid, party_id=party.uuid, given_on=today, ends_on=end, reason="Fin de programme."
    )


def content_hash_of(version_id: int) -> str:
    from filon.agreements.models import AgreementVersion
    from filon.agreements.queries.content import content_hash

    return content_hash(AgreementVersion.objects.get(pk=version_id))


if __name__ == "__main__":
    django.setup()
    if len(sys.argv) > 1:
        print(content_hash_of(int(sys.argv[1])))
    else:
        add()
