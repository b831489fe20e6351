"""`python -m drills.errands COUNT`: queues as many agreements to open and as many invitations to send. Run by the drill of the worker."""

import sys

import django


def main(count: int) -> None:
    from django.db import transaction

    from drills.errands.models import Errand
    from drills.errands.tasks import run_errand
    from filon.kernel.tasks import enqueue
    from filon.people.models import Host, User
    from filon.people.roles import Role
    from filon.people.services import user_invite

    director, host = User.objects.earliest("id"), Host.objects.get()
    with transaction.atomic():
        for number in range(count):
            enqueue(run_errand, errand_id=Errand.objects.create().pk)
            email = f"{number}@ecole.example"
            user_invite(by=director, email=email, name=f"Personne {number}", role=Role.AUDITOR, host_id=host.uuid)


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]))
