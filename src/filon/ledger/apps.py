"""Ledger: money that moves, from the line of a bank to the euro that was spent."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "filon.ledger"
    label = "ledger"

    def ready(self) -> None:
        from filon.ledger import contributions, rights  # noqa: PLC0415  its models are loaded by now

        rights.declare()
        contributions.declare()
