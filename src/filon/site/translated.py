"""Templates compiled once a language: a fixed sentence is translated when its template is compiled, not each time a page shows it.

A page holds some two hundred of them. `{{ _("Agreements") }}` becomes a constant of the compiled template; with values to fill in
(`_("notice %(day)s", day=…)`) the sentence is, and the values are escaped into it as ever; a plural is chosen when the page is shown.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from jinja2 import Environment, Template, nodes
from jinja2.visitor import NodeTransformer

SENTENCE = frozenset({"_", "gettext"})


class TranslatedEnvironment(Environment):
    """Hands every template over to the environment of the language of the moment, which compiled it in that language."""

    language = ""

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:
        chosen = self._chosen()
        return Environment.get_template(chosen, name, parent, globals)

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        return Environment.from_string(self._chosen(), source, globals, template_class)

    def _chosen(self) -> TranslatedEnvironment:
        if self.language:
            return self
        language = translation.get_language() or settings.LANGUAGE_CODE
        known: dict[str, TranslatedEnvironment] = self.__dict__.setdefault("of_language", {})
        if language not in known:
            known[language] = self._overlay(language)
        return known[language]

    def _overlay(self, language: str) -> TranslatedEnvironment:
        own = self.overlay()
        own.language = language
        return own

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        parsed = super()._parse(source, name, filename)
        if not self.language:
            return parsed
        with translation.override(self.language):
            _Sentences().visit(parsed)
        parsed.set_environment(self)
        return parsed


class _Sentences(NodeTransformer):
    """Replaces each call of `_` on a constant by its translation, marked safe as Jinja's own newstyle `gettext` does."""

    def visit_Call(self, node: nodes.Call) -> nodes.Expr:  # noqa: N802  Jinja's name
        self.generic_visit(node)
        if not _is_fixed(node):
            return node
        sentence = nodes.MarkSafe(nodes.Const(translation.gettext(node.args[0].value)), lineno=node.lineno)  # type: ignore[attr-defined]
        values = [nodes.Pair(nodes.Const(value.key), value.value, lineno=node.lineno) for value in node.kwargs]
        return nodes.Mod(sentence, nodes.Dict(values), lineno=node.lineno)


def _is_fixed(node: nodes.Call) -> bool:
    """A sentence known when the template is compiled, its values given by name."""
    if not isinstance(node.node, nodes.Name) or node.node.name not in SENTENCE or node.dyn_args or node.dyn_kwargs:
        return False
    return len(node.args) == 1 and isinstance(node.args[0], nodes.Const) and isinstance(node.args[0].value, str)
