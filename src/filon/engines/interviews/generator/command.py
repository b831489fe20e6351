"""`filon interviews generate`: writes a forum to a file, whole or not at all."""

from __future__ import annotations

import gzip
import io
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterable
from pathlib import Path

from filon.engines.interviews.generator.families import FAMILIES
from filon.engines.interviews.generator.forum import Impossible, pieces


def add_arguments(parser: ArgumentParser) -> None:
    """What comes after `filon interviews generate`."""
    parser.add_argument("--companies", type=int, required=True, metavar="N", help="companies, like 80")
    parser.add_argument("--students", type=int, required=True, metavar="M", help="students, like 1400")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another seed, another forum; default: 1")
    families = "; ".join(f"{name}: {family.purpose}" for name, family in FAMILIES.items())
    parser.add_argument("--family", choices=FAMILIES, default="plain", metavar="F", help=f"default: plain. {families}")
    parser.add_argument("--site-rule", choices=("half_day", "gap"), help="default: that of the family")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="where to write, .json or .json.gz")


def run(arguments: Namespace) -> int:
    """Writes the forum; returns the exit code."""
    try:
        found = pieces(arguments.companies, arguments.students, arguments.seed, family=arguments.family, site_rule=arguments.site_rule)
        write(arguments.out, found)
    except Impossible as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except OSError as error:
        sys.stderr.write(f"{arguments.out} cannot be written: {error.strerror}.\n")
        return 1
    return 0


def write(path: Path, texts: Iterable[str]) -> None:
    """Compressed if the name ends in .gz; same texts, same bytes. Raises OSError; then the file is as it was."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            packed = gzip.GzipFile("", "wb", 9, file, mtime=0) if path.suffix == ".gz" else file
            with io.TextIOWrapper(packed, encoding="utf-8", newline="\n") as out:
                out.writelines(texts)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
