"""What the kernel itself contributes."""

from argparse import ArgumentParser, Namespace

from django.utils.translation import gettext_lazy as _

from filon.kernel import audited, files, verify
from filon.kernel.registry import Command, Invariant, PersonalDataClass, register
from filon.kernel.seal import commands


def declare() -> None:
    """Called once, when the applications are ready."""
    register(Invariant("files.contents", _("Every stored file is there and is what it was when it came."), files.check_contents))
    for subject in audited.SUBJECTS:
        register(subject)
    register(
        Command(
            ("verify",),
            "prove every invariant and the audit chain again",
            "filon verify",
            arguments=_no_arguments,
            run=_verify,
        )
    )
    for command in commands.COMMANDS:
        register(command)
    register(
        PersonalDataClass(
            "audit",
            purpose=_("Knowing who did what, and who read what is sensitive."),
            basis=_("Legal obligation and legitimate interest: proof of acts and security."),
            retention=_("As long as the acts it proves."),
            end_action=_("Kept without the person’s name: events hold a number, the name goes with the account."),
        )
    )


def _no_arguments(parser: ArgumentParser) -> None:
    """Nothing to choose."""


def _verify(arguments: Namespace) -> int:  # noqa: ARG001
    return verify.main()
