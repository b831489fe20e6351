"""The documentation is true to the code: variables, commands, links, and the words of the screen."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from filon.kernel.registry import Command, all_of
from filon.launcher import environment
from filon.launcher.commands import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
OPERATIONS = ROOT / "docs" / "operations"
GUIDE = sorted((ROOT / "docs" / "guide").glob("*.md"))


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def code_in(text: str) -> Iterator[str]:
    """What stands in fences, line by line, and between backquotes."""
    for fence in re.findall(r"^```.*?^```", text, flags=re.MULTILINE | re.DOTALL):
        yield from fence.splitlines()
    yield from re.findall(r"`([^`\n]+)`", text)


def commands_in(page: Path) -> set[tuple[str, ...]]:
    """The words that follow `filon` wherever a command is written."""
    found = (re.findall(r"(?:^|[ /])filon ((?:[a-z]+)(?: [a-z]+)*)", code) for code in code_in(page.read_text(encoding="utf-8")))
    return {tuple(words.split()) for every in found for words in every}


def known_commands() -> set[tuple[str, ...]]:
    return {command.words for command in (*COMMANDS, *all_of(Command))}


def variables_read() -> set[str]:
    """The names that `filon.launcher.environment` looks up."""
    source = ast.parse(Path(environment.__file__).read_text(encoding="utf-8"))
    strings = {node.value for node in ast.walk(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in strings if re.fullmatch(r"[A-Z][A-Z_]+", text)}


def test_variables_of_the_environment_are_documented_and_no_other() -> None:
    documented = re.findall(r"^\| `([A-Z_]+)` \|", (OPERATIONS / "variables.md").read_text(encoding="utf-8"), flags=re.MULTILINE)

    assert sorted(documented) == sorted(variables_read())


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_commands_of_a_page_exist(page: Path) -> None:
    known = known_commands()

    unknown = {words for words in commands_in(page) if words[:1] not in known and words[:2] not in known}

    assert unknown == set()


def test_every_command_is_documented() -> None:
    written = {words[:size] for page in OPERATIONS.glob("*.md") for words in commands_in(page) for size in (1, 2)}

    assert known_commands() - written == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_of_a_page_resolve(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8"))
    inside = [link.partition("#")[0] for link in links if not re.match(r"[a-z]+:", link) and not link.startswith("#")]

    missing = [link for link in inside if not (page.parent / link).exists()]

    assert missing == []


@pytest.mark.parametrize("page", GUIDE, ids=name_of)
def test_words_in_bold_of_a_guide_are_on_the_screen(page: Path) -> None:
    """But for bold that opens a paragraph or an item: it is a title of ours."""
    paragraphs = re.split(r"\n\n|\n *(?=- |\d\. |\|)", page.read_text(encoding="utf-8"))
    inner = [re.sub(r"^(- |\d\. )?\*\*[^*]+\*\*", "", re.sub(r"[ \n]+", " ", paragraph)) for paragraph in paragraphs]

    bold = {words for paragraph in inner for words in re.findall(r"\*\*([^*]+)\*\*", paragraph)}

    assert sorted(bold - screen_words()) == []


def screen_words() -> set[str]:
    """Every French sentence of every catalogue."""
    found: set[str] = set()
    for path in (ROOT / "src" / "filon").glob("*/locale/fr/LC_MESSAGES/django.po"):
        with path.open("rb") as file:
            for message in read_po(file, locale="fr"):
                found.update(message.string if isinstance(message.string, tuple | list) else [message.string])
    return found
