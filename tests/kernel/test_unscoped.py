"""Rows are read by what a viewer may see: whoever asks a model directly is a layer that may, or is on the list with a reason."""

import ast
from pathlib import Path

import filon
from filon.kernel.unscoped import ASKING_LAYERS, UNSCOPED

SOURCES = Path(filon.__file__).parent


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(SOURCES).with_suffix("").parts).removesuffix(".__init__")


def asks_without_a_viewer(tree: ast.AST) -> bool:
    """Does the module say `Model.objects.<something>` other than `visible_to`?"""
    return any(
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr in ("objects", "_default_manager", "_base_manager")
        and node.attr != "visible_to"
        for node in ast.walk(tree)
    )


def asking_modules() -> set[str]:
    return {module_of(path) for path in SOURCES.rglob("*.py") if asks_without_a_viewer(ast.parse(path.read_text(encoding="utf-8")))}


def test_only_listed_modules_ask_without_a_viewer() -> None:
    outside = {module for module in asking_modules() if not set(module.split(".")[1:]) & ASKING_LAYERS}

    assert sorted(outside - set(UNSCOPED)) == []


def test_list_holds_no_module_that_does_not_need_it() -> None:
    assert sorted(set(UNSCOPED) - asking_modules()) == []
