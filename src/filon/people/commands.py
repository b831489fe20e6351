"""`filon host add`: a real installation begins with a school and its director. `filon mail bounces`: letters that did not arrive."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from filon.kernel.registry import Command
from filon.people.letters import address_of, link_make
from filon.people.models import User
from filon.people.returned import reports_in
from filon.people.services.hosts import host_create
from filon.people.services.returning import report_take


def arguments(parser: ArgumentParser) -> None:
    parser.add_argument("school", metavar="NAME", help="full name of the school")
    parser.add_argument("--short", default="", metavar="S", help="short name (default: the first 40 characters)")
    parser.add_argument("--city", default="", metavar="C")
    parser.add_argument("--director", required=True, metavar="EMAIL", help="e-mail address of its director")
    parser.add_argument("--name", required=True, metavar="N", help="name of its director")


def run(arguments: Namespace) -> int:
    """Prints the director's first sign-in link, so that a site without mail yet can be entered too."""
    host = host_create(
        name=arguments.school,
        short_name=arguments.short,
        city=arguments.city,
        director_email=arguments.director,
        director_name=arguments.name,
    )
    director = User.objects.with_email(arguments.director)
    sys.stdout.write(_("%(school)s is on Filon.") % {"school": host.name} + "\n")
    if director is not None:
        there = {"name": director.name, "address": address_of("people:link", link_make(user=director))}
        sys.stdout.write(_("%(name)s signs in within fifteen minutes at %(address)s") % there + "\n")
    return 0


HOST_ADD = Command(
    words=("host", "add"),
    help="add a school and its director",
    example='filon host add "École de Sainte-Barbe" --short "Sainte-Barbe" --city Alès --director d@example.org --name "Anne Roux"',
    arguments=arguments,
    run=run,
)


def bounces_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("place", metavar="FILE|FOLDER", type=Path, help="a mail (.eml), an mbox, a Maildir, or a folder of mails")


def bounces_run(arguments: Namespace) -> int:
    """Marks the letters that the reports name; reading the same twice changes nothing."""
    taken = [report is not None and report_take(report) for report in reports_in(arguments.place)]
    news = sum(taken)
    read = ngettext("%(num)d mail read", "%(num)d mails read", len(taken)) % {"num": len(taken)}
    marked = ngettext("%(num)d letter marked as not delivered", "%(num)d letters marked as not delivered", news) % {"num": news}
    sys.stdout.write(f"{read}, {marked}.\n")
    return 0


MAIL_BOUNCES = Command(
    words=("mail", "bounces"),
    help="read reports of letters that did not arrive",
    example="filon mail bounces /var/mail/filon",
    arguments=bounces_arguments,
    run=bounces_run,
)
