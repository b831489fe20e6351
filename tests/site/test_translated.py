"""Templates compiled once a language say the same as those that ask for each sentence."""

from django.template import engines
from django.utils import translation


def shown(source: str, language: str, **values: object) -> str:
    with translation.override(language):
        return engines["jinja2"].from_string(source).render(values)


def test_fixed_sentence_is_written_in_the_language_of_the_reader() -> None:
    source = "{{ _('Agreements') }}"

    assert (shown(source, "fr"), shown(source, "en")) == ("Conventions", "Agreements")


def test_values_are_escaped_into_a_sentence() -> None:
    source = "{{ _('notice %(day)s', day=day) }}"

    assert shown(source, "fr", day="<b>1</b>") == "préavis &lt;b&gt;1&lt;/b&gt;"


def test_sentence_chosen_when_shown_is_translated_then() -> None:
    source = "{{ _(word) }}, {{ ngettext('%(num)d agreement', '%(num)d agreements', count) }}"

    assert shown(source, "fr", word="Agreements", count=2) == "Conventions, 2 conventions"


def test_same_template_serves_both_languages() -> None:
    names = {language: _template_in(language) for language in ("fr", "en")}

    assert names["fr"] is not names["en"]
    assert _template_in("fr") is names["fr"]


def _template_in(language: str) -> object:
    with translation.override(language):
        return engines["jinja2"].get_template("base.html").template
