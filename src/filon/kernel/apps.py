"""The kernel as a Django app."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "filon.kernel"
    label = "kernel"

    def ready(self) -> None:
        from filon.kernel import connections, contributions  # noqa: PLC0415  its models are loaded by now

        connections.declare()
        contributions.declare()
