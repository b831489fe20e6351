"""What the kernel itself contributes."""

from argparse import ArgumentParser, Namespace

from django.utils.translation import gettext_lazy as _

from filon.kernel import audited, files, noted, verify
from filon.kernel.models import StoredFile
from filon.kernel.registry import Command, Invariant, PersonalDataClass, Purge, Scope, register
from filon.kernel.seal import commands


def declare() -> None:
    """Called once, when the applications are ready."""
    from filon.kernel.imports import tasks  # noqa: F401, PLC0415  its tasks are declared by reading it
    from filon.kernel.imports.forgetting import lines_purge  # noqa: PLC0415  its models are read with the applications

    sentence = _("Every stored file is there and is what it was when it came.")
    contents = Scope(StoredFile, {StoredFile: ["pk"]}, block=100)
    register(Invariant("files.contents", sentence, files.check_contents, scope=contents))
    register(*map(noted.invariant_of, noted.models()))
    register(*audited.SUBJECTS, VERIFY, ACTS, IMPORTED, Purge(IMPORTED.code, lines_purge), *commands.COMMANDS)


def _verify_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--full", action="store_true", help="everything, whatever was proved before")


def _verify(arguments: Namespace) -> int:
    return verify.main(full=arguments.full)


VERIFY = Command(
    ("verify",),
    "prove the invariants and the audit chain again, where something changed since",
    "filon verify --full",
    arguments=_verify_arguments,
    run=_verify,
)
IMPORTED = PersonalDataClass(
    "imports",
    purpose=_("Showing a spreadsheet line by line before it is taken over."),
    basis=_("Legitimate interest of the house in taking over its own files (GDPR, article 6.1.f)."),
    retention=_("Thirty days."),
    end_action=_("The lines are deleted; the file, its figures and its audit stay."),
)
ACTS = PersonalDataClass(
    "audit",
    purpose=_("Knowing who did what, and who read what is sensitive."),
    basis=_("Legal obligation and legitimate interest: proof of acts and security."),
    retention=_("As long as the acts it proves."),
    end_action=_("Kept without the person’s name: events hold a number, the name goes with the account."),
)
