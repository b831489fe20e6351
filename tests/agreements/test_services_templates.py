"""Texts a draft starts with: the house's for every kind, a school's own in its place, values filled in, nothing applied unasked."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import override

from filon.agreements.house_texts import TEXTS
from filon.agreements.inputs import ClauseInput
from filon.agreements.kinds import KINDS
from filon.agreements.models import AgreementKind, Clause, ClausePart, TemplateClause, TextTemplate
from filon.agreements.queries.document import document_of
from filon.agreements.queries.templates import template_document, template_for
from filon.agreements.queries.variables import VARIABLES, check_variables
from filon.agreements.services import clauses, drafting, templates
from filon.kernel.errors import Refused
from filon.kernel.manuscript import typeset_manuscript
from filon.kernel.models import AuditEvent
from filon.people.roles import Role
from tests.factories.agreements import ONCE, World, in_force, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def begin(world: World, code: str = "mecenat") -> TextTemplate:
    return templates.template_begin(by=world.officer, host_id=world.host.uuid, kind_id=AgreementKind.objects.get(code=code).uuid)


def add(world: World, template: TextTemplate, heading: str = "Objet propre", text: str = "Le texte.", **more: str) -> TemplateClause:
    given = ClauseInput(heading_fr=heading, text_fr=text, **more)
    return templates.template_clause_add(by=world.officer, template_id=template.uuid, clause=given)


def spaced(text: str) -> str:
    """With ordinary spaces."""
    return " ".join(text.split())


def headings(world: World) -> list[str]:
    return list(world.draft.clauses.order_by("position").values_list("heading_fr", flat=True))


def clause(world: World, heading: str, text: str = "Le texte.", **more: str) -> Clause:
    return drafting.clause_add(by=world.officer, version_id=world.draft.uuid, clause=ClauseInput(heading, text, **more))


def test_every_kind_has_a_template_of_the_house_in_both_languages() -> None:
    assert set(TEXTS) == {kind.code for kind in KINDS}
    for template in TextTemplate.objects.select_related("kind"):
        written = list(template.clauses.all())
        assert len(written) == len(TEXTS[template.kind.code]) >= 6
        assert all(each.heading_en and each.text_en and each.text_en != each.text_fr for each in written)


def test_texts_of_the_house_name_values_that_there_are() -> None:
    for text in (text for written in TEXTS.values() for text in written):
        check_variables(text.text_fr, field="text_fr")
        check_variables(text.text_en, field="text_en")


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_template_of_the_house_can_be_set_on_invented_values(code: str) -> None:
    template = TextTemplate.objects.get(kind__code=code, host=None)

    printed = [typeset_manuscript(template_document(template, language, None)) for language in ("fr", "en", "fr")]

    assert printed[0] == printed[2] != printed[1]
    assert all(pdf.startswith(b"%PDF-") for pdf in printed)


def test_draft_takes_the_clauses_of_its_kind() -> None:
    world = World()

    added = clauses.template_apply(by=world.officer, version_id=world.draft.uuid)

    assert headings(world) == [text.heading_fr for text in TEXTS["mecenat"]] == [each.heading_fr for each in added]
    event = AuditEvent.objects.get(action="agreement.template_applied")
    assert event.payload["clauses"] == len(added)


def test_template_completes_what_is_written_and_keeps_it() -> None:
    world = World()
    own = clause(world, "Objet", "Écrit par nous.")

    clauses.template_apply(by=world.officer, version_id=world.draft.uuid)
    again = clauses.template_apply(by=world.officer, version_id=world.draft.uuid)

    assert again == []
    assert headings(world).count("Objet") == 1
    assert Clause.objects.get(pk=own.pk).text_fr == "Écrit par nous."


def test_template_replaces_all_only_when_asked() -> None:
    world = World()
    clause(world, "Clause libre")

    clauses.template_apply(by=world.officer, version_id=world.draft.uuid, replaces=True)

    assert "Clause libre" not in headings(world)
    assert headings(world) == [text.heading_fr for text in TEXTS["mecenat"]]


def test_own_template_starts_as_a_copy_and_replaces_the_one_of_the_house() -> None:
    world = World()
    template = begin(world)

    add(world, template, "Clause de l’école")
    clauses.template_apply(by=world.officer, version_id=world.draft.uuid)

    assert headings(world) == [*(text.heading_fr for text in TEXTS["mecenat"]), "Clause de l’école"]
    assert template_for(world.host.pk, template.kind_id) == template


def test_second_own_template_of_a_kind_is_refused() -> None:
    world = World()
    begin(world)

    with pytest.raises(Refused, match="its own template for this kind already"):
        begin(world)


def test_withdrawn_template_gives_way_to_the_one_of_the_house_and_drafts_keep_theirs() -> None:
    world = World()
    template = begin(world)
    add(world, template, "Clause de l’école")
    clauses.template_apply(by=world.officer, version_id=world.draft.uuid)

    templates.template_withdraw(by=world.officer, template_id=template.uuid)

    assert template_for(world.host.pk, world.agreement.kind_id).host_id is None
    assert "Clause de l’école" in headings(world)
    assert AuditEvent.objects.filter(action="text_template.withdrawn", host_id=world.host.pk).count() == 1


def test_template_of_another_school_does_not_exist_and_the_house_s_is_not_written() -> None:
    world, other = World(), World()
    theirs = begin(other)
    house = TextTemplate.objects.get(kind__code="civic", host=None)

    with pytest.raises(Http404):
        add(world, theirs)
    with pytest.raises(PermissionDenied):
        add(world, house)
    with pytest.raises(PermissionDenied):
        templates.template_clause_add(by=member(other.host, Role.AUDITOR), template_id=theirs.uuid, clause=ClauseInput("A", "B"))


def test_clause_of_a_template_moves_among_its_part() -> None:
    world = World()
    template = begin(world, "forum")
    first, annex, last = add(world, template, "A"), add(world, template, "Z", part="annex"), add(world, template, "B")

    templates.template_clause_move(by=world.officer, template_id=template.uuid, clause_id=last.uuid, places=-1)
    templates.template_clause_move(by=world.officer, template_id=template.uuid, clause_id=annex.uuid, places=1)

    order = list(template.clauses.order_by("position").values_list("heading_fr", flat=True))[-3:]
    assert order == ["B", "Z", "A"]
    assert TemplateClause.objects.get(pk=first.pk).position > TemplateClause.objects.get(pk=last.pk).position


def test_clause_of_a_draft_moves_among_its_part_and_stops_at_the_ends() -> None:
    world = World()
    for heading, part in (("A", "article"), ("Z", "annex"), ("B", "article")):
        clause(world, heading, part=part)

    drafting.clause_move(by=world.officer, version_id=world.draft.uuid, position=3, places=-1)
    drafting.clause_move(by=world.officer, version_id=world.draft.uuid, position=1, places=-1)

    assert headings(world) == ["B", "Z", "A"]


@pytest.mark.parametrize("write", [clause, lambda world, *words: add(world, begin(world), *words)])
def test_unknown_variable_is_refused_by_name_with_its_line_and_what_there_is(write) -> None:
    world = World()

    with pytest.raises(Refused) as caught:
        write(world, "Objet", "Entre {parties}.\n\nPour {sommme}.")

    assert caught.value.field == "text_fr"
    assert caught.value.sentence.startswith("Line 3: {sommme} names no value of the terms. These do: {titre}, {reference}, ")
    assert all(f"{{{name}}}" in caught.value.sentence for name in VARIABLES)


def test_unknown_variable_in_the_english_text_is_refused_there() -> None:
    with pytest.raises(Refused) as caught:
        clause(World(), "Objet", "Le texte.", text_en="For {amount}.")

    assert caught.value.field == "text_en"


def test_variable_in_a_heading_is_refused() -> None:
    with pytest.raises(Refused, match="stands in a heading"):
        clause(World(), "Entre {parties}")


def test_document_fills_in_the_terms_and_follows_them() -> None:
    world = World()
    world.pay(3_000_000)
    world.promise(ONCE, 4)
    clause(world, "Objet", "Entre {parties}, du {debut} : {montant}. {engagements}", text_en="Between {parties}, from {debut}: {montant}.")

    before = document_of(world.draft, "fr").articles[0].text
    world.draft = world.set_term()
    after, english = (document_of(world.draft, language).articles[0].text for language in ("fr", "en"))

    assert "du non précisé : 30 000 €" in spaced(before)
    assert "du 1ᵉʳ janvier 2024" in spaced(after)
    assert f"- {world.host.name} doit à {world.company.name} : Rencontres avec les élèves, 4 " in spaced(after)
    assert all(name in spaced(english) for name in (world.host.name, world.company.name, world.fund.name, "from 1 January 2024"))


def test_parts_stand_where_they_were_said_to() -> None:
    world = World()
    for heading, part in (("Annexe", "annex"), ("Article", "article"), ("Préambule", "recital")):
        clause(world, heading, f"Texte de {heading}.", part=part)

    printed = document_of(world.draft, "fr")

    assert [one.text for one in printed.recitals] == ["Texte de Préambule."]
    assert printed.articles[0].title == "Article"
    assert [one.title for one in printed.annexes] == ["Annexe"]


def test_part_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="Say where this clause stands"):
        clause(World(), "Objet", part="footer")


def test_signed_version_takes_no_template() -> None:
    world, _meetings, _payments = in_force()

    with pytest.raises(Refused, match="its text no longer changes"):
        clauses.template_apply(by=world.officer, version_id=world.draft.uuid)


def test_template_read_on_a_draft_prints_its_terms_and_writes_nothing() -> None:
    world = World()
    world.draft = world.set_term()
    template = begin(world)
    add(world, template, "Dates", "Du {debut} au {fin}.")

    printed = template_document(template, "fr", world.draft)

    assert "Du 1ᵉʳ janvier 2024 au 1ᵉʳ janvier 2027." in [spaced(one.text) for one in printed.articles]
    assert headings(world) == []
    assert {each.part for each in template.clauses.all()} >= {ClausePart.RECITAL, ClausePart.ARTICLE}
