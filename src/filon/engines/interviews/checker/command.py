"""`filon interviews check INSTANCE SCHEDULE [BEFORE]`: exit code 0 without conflict, 1 with one or when a file cannot be read."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from argparse import ArgumentParser, Namespace
from pathlib import Path

from filon.engines.interviews.checker.conflicts import Json
from filon.engines.interviews.checker.sentences import LANGUAGES, sentence_of
from filon.engines.interviews.checker.shape import Malformed
from filon.engines.interviews.checker.verdict import Verdict, check

SHOWN = 20
LARGEST = 100_000_000
"""bytes of JSON; a forum of 1,000 companies and 100,000 students has about 16 million."""


class Unreadable(Exception):  # noqa: N818  named as the sentence it gives
    """A sentence for the person who named the file."""


def add_arguments(parser: ArgumentParser) -> None:
    """What comes after `filon interviews check`."""
    parser.add_argument("instance", type=Path, metavar="INSTANCE", help="the forum, .json or .json.gz")
    parser.add_argument("schedule", type=Path, metavar="SCHEDULE", help="the schedule to judge")
    parser.add_argument(
        "before", type=Path, metavar="BEFORE", nargs="?", help="the schedule people had before: what was moved, lost, displaced?"
    )
    parser.add_argument("--json", action="store_true", help="one JSON document, with every conflict")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the sentences; default: en")


def run(arguments: Namespace) -> int:
    """Prints the verdict; returns the exit code."""
    try:
        instance, schedule = read(arguments.instance), read(arguments.schedule)
        verdict = check(instance, schedule, read(arguments.before) if arguments.before else None)
    except (Unreadable, Malformed) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    if arguments.json:
        text = json.dumps(verdict.as_json(instance, language=arguments.language), ensure_ascii=False, indent=2)
    else:
        text = in_words(instance, verdict, arguments.language)
    sys.stdout.write(f"{text}\n")
    return 0 if verdict.is_valid else 1


def read(path: Path) -> Json:
    """The JSON of a file, compressed if its name ends in .gz. Raises Unreadable."""
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Unreadable(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}.") from None
    if len(content) > LARGEST:
        raise Unreadable(
            f"{path} holds more than {LARGEST // 1_000_000} MB: a forum of 1,000 companies and 100,000 students holds about 16."
        )
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path} is not JSON: {error}.") from None


def in_words(instance: Json, verdict: Verdict, language: str = "en") -> str:
    """Conflicts first, at most SHOWN of them, then the figures."""
    lines = [sentence_of(instance, conflict, language) for conflict in verdict.conflicts[:SHOWN]]
    if (left := len(verdict.conflicts) - SHOWN) > 0:
        lines.append(WORDS["more"][language].format(left))
    scores = verdict.scores
    lines.append(WORDS["conflicts"][language].format(len(verdict.conflicts)))
    lines.append(WORDS["scores"][language].format(scores))
    if verdict.changes:
        lines.append(WORDS["changes"][language].format(verdict.changes))
    return "\n".join(lines)


WORDS = {
    "more": {"en": "… and {} more; --json lists them all.", "fr": "… et {} de plus ; --json les donne tous."},
    "conflicts": {"en": "Conflicts: {}.", "fr": "Conflits : {}."},
    "scores": {
        "en": "{0.interviews} interviews on {0.seats} seats. Of {0.students} students {0.with_one} have one or more "
        "and {0.with_two} two or more. Weight {0.weight}; idle slots {0.idle_slots}; changes of site {0.site_changes}.",
        "fr": "{0.interviews} entretiens sur {0.seats} places. Sur {0.students} étudiants, {0.with_one} en ont au moins un "
        "et {0.with_two} au moins deux. Poids {0.weight} ; créneaux vides {0.idle_slots} ; changements de site {0.site_changes}.",
    },
    "changes": {
        "en": "Since before: {0.kept} kept, {0.moved} moved, {0.lost} lost ({0.displaced} of them still possible), {0.added} added.",
        "fr": "Depuis avant : {0.kept} gardés, {0.moved} déplacés, {0.lost} perdus "
        "(dont {0.displaced} encore possibles), {0.added} ajoutés.",
    },
}
