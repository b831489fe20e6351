"""Spreadsheets of organisations and contacts, from the file to the lists."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from filon.kernel.errors import Refused
from filon.kernel.imports import running, services, tasks
from filon.kernel.imports.queries import kind_called, understanding_of
from filon.kernel.imports.templates import template_of
from filon.kernel.models import AuditEvent, Import, ImportState, Outcome
from filon.partners.models import Contact, LegalEntity, Relationship, Site
from filon.people.models import Host, User
from filon.people.roles import Role
from tests.engines.sheets.books import workbook
from tests.factories.partners import LegalEntityFactory, RelationshipFactory, siren_number
from tests.factories.people import MembershipFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
SIREN = "732829320"


@pytest.fixture
def officer(host: Host) -> User:
    return MembershipFactory(host=host, role=Role.PARTNERSHIP_OFFICER).user


def begun(officer: User, content: bytes | str, *, kind: str = "organisations", name: str = "liste.csv") -> Import:
    given = content.encode() if isinstance(content, str) else content
    return services.import_begin(by=officer, kind=kind_called(kind), upload=SimpleUploadedFile(name, given))


def examined(officer: User, content: bytes | str, **how: Any) -> Import:
    found = begun(officer, content, **how)
    services.import_map(by=officer, import_id=found.uuid, mapping=found.mapping, sheet=found.sheet, head_line=found.head_line)
    found.refresh_from_db()
    return running.examine_run(found, by=officer)


def taken_over(officer: User, content: bytes | str, *, decisions: dict[int, str] | None = None, **how: Any) -> Import:
    found = examined(officer, content, **how)
    if decisions:
        services.import_decide(by=officer, import_id=found.uuid, decisions=decisions)
    services.import_confirm(by=officer, import_id=found.uuid)
    found.refresh_from_db()
    return running.write_run(found, by=officer)


def outcomes(found: Import) -> dict[int, str]:
    return dict(found.rows.values_list("line", "outcome"))


def reasons(found: Import, line: int) -> list[str]:
    return [sentence for _code, sentence in found.rows.get(line=line).problems]


def test_nothing_is_written_before_somebody_confirms(officer: User) -> None:
    found = examined(officer, f"Nom;SIREN;Ville\nÉnergies du Gardon;{SIREN};Alès\nAtelier;;Anduze\n")

    assert (outcomes(found), LegalEntity.objects.filter(host=None).count()) == ({2: "new", 3: "new"}, 0)


def test_confirmed_lines_become_partners_with_one_event(officer: User, host: Host) -> None:
    content = f"Nom;SIREN;Ville;CP;Étiquettes;Depuis\nÉnergies du Gardon;{SIREN};Alès;30100;forum, énergie;01/09/2019\nAtelier;;Anduze;;;\n"

    found = taken_over(officer, content)

    first = Relationship.objects.select_related("entity").get(host=host, entity__siren=SIREN)
    assert (first.entity.name, first.entity.department, first.tags) == ("Énergies du Gardon", "30", ["forum", "énergie"])
    assert (found.state, found.counts["written"]) == (ImportState.DONE, 2)
    event = AuditEvent.objects.get(action="relationship.taken_over")
    assert (event.payload["count"], event.host_id, len(event.payload["manifest_sha256"])) == (2, host.pk, 64)


def test_same_file_again_changes_nothing_and_doubles_nothing(officer: User) -> None:
    content = f"Nom;SIREN;Ville\nÉnergies du Gardon;{SIREN};Alès\nAtelier;;Anduze\n"
    taken_over(officer, content)

    again = examined(officer, content)

    assert outcomes(again) == {2: "same", 3: "same"}


def test_corrected_file_updates_by_number_and_by_own_identifier(officer: User, host: Host) -> None:
    taken_over(officer, f"Nom;SIREN;Ville;Identifiant\nÉnergies;{SIREN};Alès;\nAtelier;;Anduze;P-7\n")

    found = taken_over(officer, f"Nom;SIREN;Ville;Identifiant\nÉnergies du Gardon;{SIREN};Nîmes;\nAtelier Cévenol;;Anduze;P-7\n")

    named = sorted(Relationship.objects.filter(host=host).values_list("entity__name", "entity__city"))
    assert (outcomes(found), named) == ({2: "change", 3: "change"}, [("Atelier Cévenol", "Anduze"), ("Énergies du Gardon", "Nîmes")])


def test_name_alike_is_doubtful_and_resolved_in_the_preview(officer: User, host: Host) -> None:
    entity = RelationshipFactory.create(host=host, entity__name="Gardon Énergies SAS", entity__city="Alès").entity
    content = "Nom;Ville\nSté Énergies Gardon;Alès\nGardon Energie SAS;Uzès\n"

    found = taken_over(officer, content, decisions={2: str(entity.uuid), 3: "skip"})

    assert (outcomes(found), found.counts["written"]) == ({2: "doubtful", 3: "doubtful"}, 1)
    entity.refresh_from_db()
    assert (entity.name, Relationship.objects.filter(host=host).count()) == ("Sté Énergies Gardon", 1)


def test_organisation_of_another_school_is_joined_by_its_number_and_keeps_its_identity(officer: User, host: Host) -> None:
    other = RelationshipFactory.create(entity=LegalEntityFactory.create(siren=SIREN, name="Nom du registre", city="Uzès"))

    taken_over(officer, f"Nom;SIREN;Ville\nAutre nom;{SIREN};Alès\n")

    joined = Relationship.objects.get(host=host)
    other.entity.refresh_from_db()
    assert (joined.entity_id, other.entity.name, other.entity.city) == (other.entity_id, "Nom du registre", "Uzès")


def test_other_school_s_partner_without_number_is_never_proposed(officer: User) -> None:
    RelationshipFactory.create(entity__name="Secret de l’autre école")

    found = examined(officer, "Nom;Ville\nSecret de l’autre école;Alès\n")

    assert outcomes(found) == {2: Outcome.NEW}


def test_refused_line_says_column_reason_and_what_to_do(officer: User) -> None:
    content = "Nom;SIREN;Département;Depuis\nA;123456789;30;\nB;;999;\nC;;;quand ?\n;;30;\nD;;;\nD;;;\n"

    found = examined(officer, content)

    assert outcomes(found) == {2: "refused", 3: "refused", 4: "refused", 5: "refused", 6: "new", 7: "refused"}
    assert reasons(found, 4) == ["“quand ?” is not a date: write it like 15/03/2025, the day first."]
    assert reasons(found, 7) == ["Line 6 is the same organisation: take one of the two out, or put what they say on one line."]


def test_reasons_are_told_in_the_language_of_whoever_asked(officer: User) -> None:
    begun_here = begun(officer, "Nom;SIREN\nA;12\n")
    with translation.override("fr"):
        services.import_map(by=officer, import_id=begun_here.uuid, mapping=begun_here.mapping)

    tasks.examine.call(begun_here.pk)

    assert reasons(begun_here, 2) == ["Un SIREN compte neuf chiffres\u00a0: « 12\u00a0» n’en est pas un."]


def test_siret_gives_siren_and_a_site(officer: User) -> None:
    taken_over(officer, "Raison sociale;SIRET;Ville\nÉnergies;732 829 320 00074;Alès\n")

    assert Site.objects.get(siret="73282932000074").entity.siren == SIREN


def test_two_heads_repeated_heads_and_formulas_in_a_workbook(officer: User) -> None:
    rows = [["Partenaires 2025"], ["Nom", "Ville"], ["A", "Alès"], ["Nom", "Ville"], ["B", "=A1"], ["C", "#REF!"]]

    found = examined(officer, workbook(rows), name="liste.xlsx")

    assert outcomes(found) == {3: "new", 5: "refused", 6: "refused"}
    assert reasons(found, 5) == ["This formula was never computed: open the file in your spreadsheet, save it and send it again."]


def test_sheet_that_is_shown_comes_before_a_hidden_one(officer: User) -> None:
    found = begun(officer, workbook([["Nom", "Ville"], ["A", "Alès"]], hidden=[["Nom", "Ville"], ["Z", "Z"]]), name="l.xlsx")

    assert (found.sheet, found.mapping) == (1, {"name": 0, "city": 1})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vide.csv", b"\n"),
        ("faux.xlsx", b"%PDF-1.4 not a sheet"),
        ("vieux.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
        ("x.xlsx", b"PK\x03\x04"),
    ],
)
def test_file_that_is_none_is_refused_with_a_sentence(officer: User, name: str, content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        begun(officer, content, name=name)

    assert (refused.value.field, len(refused.value.sentence) > 20, Import.objects.count()) == ("file", True, 0)


def test_columns_are_remembered_for_the_school(officer: User, host: Host) -> None:
    found = begun(officer, "Appellation;Lieu\nA;Alès\n")
    services.import_map(by=officer, import_id=found.uuid, mapping={"name": 0, "city": 1}, sheet=0, head_line=1)

    again = begun(officer, "Lieu;Appellation\nUzès;B\n")

    assert again.mapping == {"city": 0, "name": 1}
    assert understanding_of(kind_called("organisations"), host.pk + 1, again.file).mapping == {}


def test_template_filled_in_is_understood_and_its_example_left_out(officer: User) -> None:
    kind = kind_called("organisations")

    found = {language: examined(officer, template_of(kind, language), name=f"{language}.xlsx") for language in ("en", "fr")}

    assert {language: len(one.mapping) for language, one in found.items()} == {"en": len(kind.fields), "fr": len(kind.fields)}


def contacts(officer: User, content: str, **how: Any) -> Import:
    return taken_over(officer, content, kind="contacts", **how)


def test_contacts_join_their_organisation_and_come_once(officer: User, host: Host) -> None:
    RelationshipFactory.create(host=host, entity__name="Énergies du Gardon", entity__siren=SIREN)
    content = "Entreprise;Prénom;Nom;Courriel;Fonction\nEnergies du Gardon;Julien;Castel;J.Castel@gardon.example;DRH\n"

    contacts(officer, content)
    again = examined(officer, content, kind="contacts")

    contact = Contact.objects.get(host=host)
    assert (contact.name, contact.email) == ("Julien Castel", "j.castel@gardon.example")
    assert (contact.affiliations.get().function, outcomes(again)) == ("DRH", {2: "same"})


def test_contacts_of_a_partner_named_almost_so_are_asked_for_once(officer: User, host: Host) -> None:
    RelationshipFactory.create(host=host, entity__name="Gardon Énergies SAS")

    found = examined(officer, "Entreprise;Contact\nEnergies Gardon;Anne\nInconnue;Paul\nÉnergies Gardon;Zoé\n", kind="contacts")

    asked = ["Your school follows nobody called “Energies Gardon”: say which organisation it is, or leave these people out."]
    unknown = ["Your school follows nobody called “Inconnue”: take the organisations over first, or correct the name."]
    assert (outcomes(found), reasons(found, 2), reasons(found, 3)) == ({2: "doubtful", 3: "refused", 4: "doubtful"}, asked, unknown)
    assert {row.group for row in found.rows.filter(outcome=Outcome.DOUBTFUL)} == {2}


def test_contact_that_is_wrong_elsewhere_is_told_nothing_of_its_organisation(officer: User, host: Host) -> None:
    RelationshipFactory.create(host=host, entity__name="Gardon Énergies SAS")

    found = examined(officer, "Entreprise;Contact;Courriel\nGardon Énergies SAS;Anne;nulle part\n", kind="contacts")

    assert reasons(found, 2) == ["“nulle part” is not an e-mail address: correct it, or leave it empty."]


def test_said_organisation_takes_all_the_people_who_name_it_so(officer: User, host: Host) -> None:
    entity = RelationshipFactory.create(host=host, entity__name="Gardon Énergies SAS").entity
    content = "Entreprise;Contact;Fonction\nEnergies Gardon;Anne;DRH\nÉnergies Gardon;Zoé;DAF\n"

    contacts(officer, content, decisions={2: str(entity.uuid)})
    again = contacts(officer, content, decisions={2: str(entity.uuid)})

    found = Contact.objects.filter(host=host).order_by("name")
    assert [(one.name, one.affiliations.get().entity) for one in found] == [("Anne", entity), ("Zoé", entity)]
    assert again.counts["written"] == 2


def test_who_may_be_known_in_the_said_organisation_is_not_written_twice(officer: User, host: Host) -> None:
    entity = RelationshipFactory.create(host=host, entity__name="Gardon Énergies SAS").entity
    contacts(officer, "Entreprise;Contact;Courriel\nGardon Énergies SAS;Anne;anne@gardon.example\n")
    content = "Entreprise;Contact;Courriel\nEnergies Gardon;Anne;a.castel@gardon.example\nEnergies Gardon;Zoé;\n"

    found = contacts(officer, content, decisions={2: str(entity.uuid)})

    assert outcomes(found) == {2: "refused", 3: "doubtful"}
    assert "write the exact name of the organisation in this line" in reasons(found, 2)[0]
    assert sorted(Contact.objects.filter(host=host).values_list("name", flat=True)) == ["Anne", "Zoé"]


def test_school_numbers_are_told_apart(officer: User, host: Host) -> None:
    school = LegalEntityFactory.create(school=True, siren=siren_number(77))

    found = examined(officer, f"Nom;SIREN\nÉcole;{school.siren}\n")

    assert outcomes(found) == {2: "refused"}


def test_lines_are_written_some_at_a_time_and_once(officer: User, host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "CHUNK", 2)
    found = taken_over(officer, "Nom\n" + "".join(f"Partenaire n° {number} ab{number * 37}\n" for number in range(5)))

    running.write_run(found, by=officer)

    assert (Relationship.objects.filter(host=host).count(), found.counts["written"]) == (5, 5)


def test_import_that_waits_is_found_where_imports_begin(officer: User, client: Client) -> None:
    found = examined(officer, "Nom\nAtelier\n")
    client.force_login(officer)

    pages = [
        client.get(reverse("imports:kinds")),
        *(client.get(reverse("imports:begin", args=[kind])) for kind in ("organisations", "contacts")),
    ]

    address = reverse("imports:follow", args=[found.uuid])
    assert [address in answer.content.decode() for answer in pages] == [True, True, False]
