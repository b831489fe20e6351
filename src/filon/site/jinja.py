"""The environment of the templates: what a page may call, and how it writes days, euros and figures."""

from functools import cache
from typing import Any

from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from filon.agreements import units
from filon.kernel import formats
from filon.kernel.addresses import address
from filon.kernel.pages import form_keys_of_context, take_toasts
from filon.site.translated import TranslatedEnvironment
from filon.site.views.theme import theme_of

FIGURES = ("day", "day_short", "euros", "number", "percent")
FORMATS = (*FIGURES, "weekday_day", "moment", "days_late", "opening")
"""The filters of the pages, each a function of filon.kernel.formats; figures are told the language of their template."""


@pass_context
def chosen_theme(context: Context) -> str:
    """The theme the reader chose: "light", "dark", or "" for the system's."""
    request = context.get("request")
    return theme_of(request) if request else ""


@pass_context
def toasts(context: Context) -> list[str]:
    """The sentences that say what was just done, each shown once; none on a page without a session."""
    request = context.get("request")
    return take_toasts(request) if hasattr(request, "session") else []


def environment(**options: Any) -> Environment:
    """The Jinja2 environment named in settings.TEMPLATES; `options` are Django's (loader, autoescape, auto_reload)."""
    env = TranslatedEnvironment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, **options)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        url=address,
        static=static if env.auto_reload else cache(static),
        form_keys=form_keys_of_context,
        toasts=toasts,
        chosen_theme=chosen_theme,
        get_language=get_language,
    )
    env.filters.update({name: getattr(formats, name) for name in FORMATS})
    env.filters["counted"] = units.counted
    env.in_language = {name: getattr(formats, name) for name in FIGURES}
    return env
