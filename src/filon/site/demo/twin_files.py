"""The twin school and its spreadsheets: a list of organisations that was sent, examined, and waits for somebody to decide and confirm."""

from __future__ import annotations

import random

from django.core.files.uploadedfile import SimpleUploadedFile

from filon.kernel.imports import running, services
from filon.kernel.imports.queries import kind_called
from filon.kernel.models import Import
from filon.people.models import User

OFFICER, NAME = "Claire Vidal", "organisations-exemple.csv"
ORGANISATIONS = """\
Nom;SIREN;Secteur;Code postal;Ville;Étiquettes;Depuis
Verrerie de la Tave;;verre;30330;Tresques;forum;03/09/2022
Scierie de l’Aigoual;;bois;30570;Valleraugue;matériaux, forum;15 janvier 2023
Gardon Énergies (dém.);;énergie;30300;Beaucaire;hydrogène;
Cabinet Rousson (dém.);;conseil;;Alès;;
Salins & Résines;;chimie;30220;Aigues-Mortes;;
Laboratoire d’Anduze;;santé;30140;Anduze;;2021-03-01
Optique des Gorges;123 456 789;optique;34190;Ganges;;
;;commerce;30100;Alès;;
Coopérative du Mistral;;agriculture;30000;Nîmes;;31/02/2021
"""
"""Also in docs/samples: something of each sort that a list of last year holds."""


def load(_story: random.Random) -> None:
    """The chapter of the demo."""
    officer = User.objects.get_queryset().get(name=OFFICER)
    if Import.objects.filter(actor_id=officer.pk).exists():
        return
    upload = SimpleUploadedFile(NAME, ORGANISATIONS.encode())
    begun = services.import_begin(by=officer, kind=kind_called("organisations"), upload=upload)
    mapped = services.import_map(by=officer, import_id=begun.uuid, mapping=begun.mapping, sheet=begun.sheet, head_line=begun.head_line)
    running.examine_run(mapped, by=officer)
