"""Translations: `extract` merges the sentences of each app into its French catalogue, `compile` writes the `.mo`, `check` refuses a gap."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent / "src" / "filon"
TEMPLATES = ("**/jinja2/**.html", "**/jinja2/**.txt")
METHODS = [("**/migrations/**", "ignore"), ("**.py", "python"), *((pattern, "jinja2") for pattern in TEMPLATES)]
OPTIONS = {pattern: {"silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"} for pattern in TEMPLATES}
PLURAL = {"ngettext": (1, 2), "ngettext_lazy": (1, 2), "npgettext": ((1, "c"), 2, 3)}
SINGULAR = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}

HEADER = """\
msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

"""


def catalogues() -> Iterator[Path]:
    """The French catalogue of each app, there or not yet."""
    for apps in sorted(SOURCE.glob("*/apps.py")):
        yield apps.parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"


def sentences(app: Path) -> Catalog:
    """What the code and the templates of an app say, in English."""
    found = Catalog(charset="utf-8")
    for _file, _line, message, _comments, context in extract_from_dir(app, METHODS, OPTIONS, {**SINGULAR, **PLURAL}):
        found.add(message, context=context)
    return found


def read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale="fr", project="Filon", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale="fr")


def extract(path: Path) -> None:
    """Adds what is new, drops what is gone, keeps what is translated; writes only when a sentence has changed."""
    catalogue = read(path)
    before = _text(catalogue)
    catalogue.update(sentences(path.parents[3]), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    if _text(catalogue) != before:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_text(catalogue), encoding="utf-8")


def compile_one(path: Path) -> None:
    target = path.with_suffix(".mo")
    if path.exists() and not (target.exists() and target.stat().st_mtime >= path.stat().st_mtime):
        with target.open("wb") as file:
            write_mo(file, read(path))


def gaps(path: Path) -> list[str]:
    """One line for each sentence without French, doubtful, no longer said, or whose named values differ."""
    catalogue, said = read(path), sentences(path.parents[3])
    where = path.parents[3].name
    lines = [f"{where}: not in French: {message.id!r}" for message in said if message.id and not _translated(catalogue, message)]
    lines += [
        f"{where}: no longer said: {message.id!r}" for message in catalogue if message.id and said.get(message.id, message.context) is None
    ]
    lines += [f"{where}: doubtful: {message.id!r}" for message in catalogue if message.id and message.fuzzy]
    lines += [f"{where}: {error}: {message.id!r}" for message, errors in catalogue.check() for error in errors]
    return lines


def doubles() -> list[str]:
    """One line for each sentence that two apps say in two ways: French is one catalogue when it is shown, and one of them would not be."""
    said: dict[tuple[str | None, str], dict[str, str]] = {}
    for path in catalogues():
        for message in read(path):
            if message.id and isinstance(message.id, str):
                said.setdefault((message.context, message.id), {})[path.parents[3].name] = str(message.string)
    return [f"{', '.join(ways)}: more than one French: {name!r}" for (_context, name), ways in said.items() if len(set(ways.values())) > 1]


def _translated(catalogue: Catalog, message: Message) -> bool:
    found = catalogue.get(message.id, message.context)
    if found is None:
        return False
    return all(found.string) if isinstance(found.string, tuple | list) else bool(found.string)


def _text(catalogue: Catalog) -> str:
    """Sorted and without line numbers, so that two branches rarely touch the same lines; no header that changes by itself."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=120, no_location=True, sort_output=True, omit_header=True)
    return HEADER + buffer.getvalue().decode()


def main(task: str) -> int:
    if task == "check":
        lines = [line for path in catalogues() for line in gaps(path)] + doubles()
        print("\n".join(lines) or "Every sentence is in French.")
        return 1 if lines else 0
    for path in catalogues():
        {"extract": extract, "compile": compile_one}[task](path)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
