"""The company's side of the story: a second agreement, what waits for its answer, a colleague who reads, an amendment it proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from filon.agreements.models import Agreement
from filon.agreements.services import proposals
from filon.agreements.units import Unit
from filon.engines.balance.due_rule import Every
from filon.kernel.clock import told_on
from filon.kernel.periods import add_months
from filon.partners.kinds import AccessLevel
from filon.site.demo.stage import Promise, Wording, days_from_today, delivered, months_ago, opened_access
from filon.site.demo.twin_agreements import begun
from filon.site.demo.twin_mecenat import person_of

if TYPE_CHECKING:
    from filon.site.demo.stage import Draft
    from filon.site.demo.twin import Cast

WAITING = (
    (-16, "Table ronde sur la maintenance prédictive."),
    (-9, "Atelier de recrutement au campus du Pont-Vieux."),
    (-3, "Visite commentée du laboratoire des matériaux."),
)
"""Days from today, and in the words of the school: what the company has not answered yet."""


def load(cast: Cast) -> None:
    energy = cast.partners["energy"]
    first = person_of(cast, "energy")
    opened_access(
        cast.officer,
        energy,
        name="Nora Vasseur",
        email="nora.vasseur@gardon-energies.example",
        function="chargée de communication",
        level=AccessLevel.READS,
    )
    energy.person = first
    declared(cast, partnership(cast))
    proposed(cast)


def partnership(cast: Cast) -> Draft:
    """A framework agreement besides the giving: meetings against offers."""
    start = months_ago(9, day=1)
    title = ("Partenariat pédagogique Gardon Énergies", "Gardon Énergies teaching partnership")
    draft = begun(cast, "energy", "framework", start, title=title)
    draft.lasts(start, add_months(start, 24), notice_months=3, silence_days=45, themes=("Numérique et intelligence artificielle",))
    draft.promises(
        Promise("seminars", "school", "energy", Unit.EVENT, 8, Every(add_months(start, 2), 3, 8), value_cents=60_000),
        Wording("Ateliers métiers avec les élèves", "Career workshops with students"),
    )
    draft.promises(
        Promise("offers", "energy", "school", Unit.OFFER, 6, Every(add_months(start, 4), 4, 6)),
        Wording("Offres de stage et d’alternance", "Offers of internships and apprenticeships"),
    )
    draft.signed(start, place="Beaucaire")
    return draft


def declared(cast: Cast, draft: Draft) -> None:
    """The first two are accepted; three wait."""
    theirs = person_of(cast, "energy")
    for day in draft.dues("seminars")[:1]:
        delivered(cast.officer, draft.commitments["seminars"], day, accepted_by=theirs, persons=24, goals=[4, 8])
    for days, words in WAITING:
        delivered(cast.officer, draft.commitments["seminars"], days_from_today(days), words=words, persons=18, goals=[4])
    for day in draft.dues("offers")[:1]:
        delivered(theirs, draft.commitments["offers"], day, accepted_by=cast.officer)


def proposed(cast: Cast) -> None:
    agreement = Agreement.objects.get(title_fr="Mécénat Gardon Énergies", host=cast.host)
    with told_on(days_from_today(-2)):
        proposals.proposal_make(
            by=person_of(cast, "energy"),
            agreement_id=agreement.uuid,
            number=2,
            what="Remplacer deux visites de l’usine par un accès à distance au banc d’essai.",
            why="L’atelier de Beaucaire ferme six mois pour travaux ; les élèves garderaient leurs mesures.",
        )
