"""The environment of the templates: what a page may call, and how it writes days, euros and figures."""

from collections.abc import Callable
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from filon.agreements import units
from filon.kernel import formats
from filon.kernel.pages import form_keys_of_context, take_toasts
from filon.site.translated import TranslatedEnvironment
from filon.site.views.theme import theme_of

FORMATS = ("day", "day_short", "weekday_day", "moment", "days_late", "euros", "number", "percent")
"""The filters of the pages, each a function of filon.kernel.formats."""


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page; raises NoReverseMatch for a name nobody routes."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


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


def _in_language(write: Callable[..., str]) -> Callable[..., str]:
    """A filter that runs when the page is shown: without the context, Jinja would write `{{ 0|euros }}` once, in one language for all."""

    @pass_context
    def written(_context: Context, *args: Any, **options: Any) -> str:
        return write(*args, **options)

    return written


def environment(**options: Any) -> Environment:
    """The Jinja2 environment named in settings.TEMPLATES; `options` are Django's (loader, autoescape, auto_reload)."""
    env = TranslatedEnvironment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, **options)
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(
        url=url, static=static, form_keys=form_keys_of_context, toasts=toasts, chosen_theme=chosen_theme, get_language=get_language
    )
    env.filters.update({name: _in_language(getattr(formats, name)) for name in FORMATS})
    env.filters["counted"] = _in_language(units.counted)
    return env
