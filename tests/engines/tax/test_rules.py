"""The table of the law: no day with two rules, none without one between the first and the last."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby, pairwise

import pytest

from filon.engines.tax import explanation, rules
from filon.engines.tax.explanation import Code, Language, Line
from filon.engines.tax.rules import Rule

BY_CODE = {code: list(own) for code, own in groupby(rules.every(), key=lambda rule: rule.code)}


@pytest.mark.parametrize("own", BY_CODE.values(), ids=BY_CODE.keys())
def test_rules_of_a_code_follow_each_other_day_after_day(own: list[Rule]):
    assert [later.valid_from for _former, later in pairwise(own)] == [
        former.valid_to + timedelta(days=1) for former in own[:-1] if former.valid_to
    ]
    assert len({frozenset(rule.parameters) - {"threshold_cents", "percent_above"} for rule in own}) == 1


@pytest.mark.parametrize("rule", rules.every(), ids=lambda rule: f"{rule.code} {rule.valid_from}")
def test_rule_has_its_source_and_is_found_on_its_days(rule: Rule):
    assert rule.source
    assert rule.title(Language.FR) != rule.title(Language.EN)
    assert rules.on(rule.code, rule.valid_from) is rule
    assert rules.on(rule.code, rule.valid_to or date(2100, 1, 1)) is rule


def test_every_figure_of_the_law_is_a_whole_number():
    assert {type(value) for rule in rules.every() for value in rule.parameters.values()} == {int}


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("language", Language)
def test_every_line_has_its_sentence(code: Code, language: Language):
    line = Line(code, (rules.latest("company.order"),), 100, base_cents=200, percent=60, origin="2024", other_cents=300)

    text = explanation.sentence(line, language)

    assert text.endswith(".")
    assert "{" not in text


def test_sources_name_the_rule_and_what_its_mark_means():
    line = Line(Code.CARRIED, (rules.latest("company.ceiling"), rules.latest("company.order")), 100)

    french, english = (explanation.sources(line, language) for language in (Language.FR, Language.EN))

    assert french.endswith("les reports n’entament pas le seuil de 2 M€, CGI 238 bis, 3 (notre lecture)")
    assert english.startswith("Ceiling of a company’s gifts, CGI 238 bis, 1 (loi 2019-1479, art. 134); BOI-BIC-RICI-20-30-20")
    assert english.count("(read in the source)") == english.count("(our reading)") == 1
