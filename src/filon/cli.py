"""The `filon` command: exit code 0 done, 1 refused (the sentence is on stderr), 2 usage."""

# ruff: noqa: PLC0415  Django is imported once a command needs it

import os
import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter, _SubParsersAction
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from typing import Protocol, TypeAlias

from filon.launcher import environment, postgres
from filon.launcher.command import HouseCommand
from filon.launcher.commands import COMMANDS
from filon.launcher.errors import CannotStart

REFUSED = 1
INTERRUPTED = 130
Parsers: TypeAlias = "_SubParsersAction[ArgumentParser]"


class AnyCommand(Protocol):
    """A command of the house or of an app."""

    @property
    def words(self) -> tuple[str, ...]: ...
    @property
    def help(self) -> str: ...
    @property
    def example(self) -> str: ...
    @property
    def arguments(self) -> Callable[[ArgumentParser], None]: ...
    @property
    def run(self) -> Callable[[Namespace], int]: ...


def main(words: Sequence[str] | None = None) -> int:
    """Runs one command. The words are those after `filon`."""
    given = list(sys.argv[1:] if words is None else words)
    try:
        house = _house_command(given)
        if house is not None:
            return _run_house(house, given)
        return _with_apps(given)
    except CannotStart as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED


def _house_command(words: list[str]) -> HouseCommand | None:
    """The command of the house these words start with, recognised without loading the apps."""
    return next((command for command in COMMANDS if tuple(words[: len(command.words)]) == command.words), None)


def _run_house(command: HouseCommand, words: list[str]) -> int:
    arguments = _parser(COMMANDS).parse_args(words)
    chosen = environment.read()
    with postgres.running(chosen.var) if command.needs_database and chosen.database_url is None else nullcontext():
        return _guarded(command, arguments) if command.needs_django(chosen) else command.run(arguments)


def _with_apps(words: list[str]) -> int:
    """A command that an app contributes, the help, or a mistake."""
    _load_django()
    from filon.kernel.registry import Command, all_of

    arguments = _parser([*COMMANDS, *all_of(Command)]).parse_args(words)
    chosen = environment.read()
    with postgres.running(chosen.var) if chosen.database_url is None else nullcontext():
        return _guarded(arguments.command, arguments)


def _load_django() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filon.site.settings")
    django.setup()


def _guarded(command: AnyCommand, arguments: Namespace) -> int:
    """A refusal is a sentence, not a traceback."""
    _load_django()
    from django.db import OperationalError

    from filon.kernel.errors import Refused

    try:
        return command.run(arguments)
    except Refused as refusal:
        print(refusal.sentence, file=sys.stderr)
    except OperationalError as error:
        print(f"The database does not answer: {str(error).strip().splitlines()[0]}", file=sys.stderr)
    return REFUSED


def _parser(commands: Iterable[AnyCommand]) -> ArgumentParser:
    """All commands, one sub-parser for each word; `command` of the result is the one that was chosen."""
    parser = ArgumentParser(prog="filon", description="Partnerships of engineering schools: agreements, deliveries and their proof.")
    groups: dict[tuple[str, ...], Parsers] = {(): parser.add_subparsers(metavar="command", required=True)}
    for command in sorted(commands, key=lambda command: command.words):
        *leading, last = command.words
        own = _group(groups, tuple(leading)).add_parser(
            last,
            help=command.help,
            description=command.help,
            epilog=f"example: {command.example}",
            formatter_class=RawDescriptionHelpFormatter,
        )
        command.arguments(own)
        own.set_defaults(command=command)
    return parser


def _group(groups: dict[tuple[str, ...], Parsers], leading: tuple[str, ...]) -> Parsers:
    """The sub-parsers under these words, made when first needed."""
    if leading not in groups:
        parent = _group(groups, leading[:-1])
        parser = parent.add_parser(leading[-1], help=f"{leading[-1]} …", description=f"filon {' '.join(leading)} …")
        groups[leading] = parser.add_subparsers(metavar="command", required=True)
    return groups[leading]
