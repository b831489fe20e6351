"""The environment of the templates: what a page may call, and how it writes days, euros and figures."""

from typing import Any
from uuid import uuid4

from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, pass_context
from jinja2.runtime import Context

from filon.kernel import formats


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named page; raises NoReverseMatch for a name nobody routes."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


@pass_context
def form_keys(context: Context) -> SafeString:
    """The two hidden fields of every form that writes: the CSRF token, and a fresh key so that the same POST twice writes once.

    Raises KeyError in a macro imported without context: such a form would be refused when posted.
    """
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="idempotency_key" value="{}">',
        get_token(context["request"]),
        uuid4(),
    )


def environment(**options: Any) -> Environment:
    """The Jinja2 environment named in settings.TEMPLATES; `options` are Django's (loader, autoescape, auto_reload)."""
    env = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701 - Django passes autoescape
    env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    env.globals.update(url=url, static=static, form_keys=form_keys, get_language=get_language)
    env.filters.update(
        day=formats.day,
        day_short=formats.day_short,
        weekday_day=formats.weekday_day,
        euros=formats.euros,
        number=formats.number,
        percent=formats.percent,
    )
    return env
