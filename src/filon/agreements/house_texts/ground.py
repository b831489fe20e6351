"""Civic engagement, and the use of equipment."""

from filon.agreements.house_texts.common import CLOSING, INSURANCE, RESULTS
from filon.agreements.house_texts.model import Text, annex, recital

CIVIC = (
    recital(
        """{ecole} reconnaît l’engagement de ses élèves au service des autres comme une part de leur formation. {partenaires} accueille des volontaires et leur confie de vraies responsabilités.""",
        """{ecole} recognises its students’ service to others as a part of their education. {partenaires} receives volunteers and trusts them with real responsibility.""",
    ),
    Text(
        "Objet",
        "Object",
        """La présente convention fixe les activités proposées aux élèves par {partenaires}, leur encadrement et la manière dont {ecole} reconnaît leur engagement.""",
        """This agreement sets out the activities that {partenaires} offers to students, how they are supervised, and how {ecole} recognises their commitment.""",
    ),
    Text(
        "Volontariat et disponibilité",
        "Volunteering and availability",
        """La participation est volontaire et peut cesser à tout moment, sans conséquence sur la scolarité. L’école aménage l’emploi du temps des élèves engagés dans la mesure de ses obligations d’enseignement ; le partenaire communique ses dates deux mois à l’avance.""",
        """Participation is voluntary and may stop at any time, without effect on studies. The school adapts the timetable of committed students as far as its teaching duties allow; the partner gives its dates two months ahead.""",
    ),
    Text(
        "Encadrement et sécurité",
        "Supervision and safety",
        """Le partenaire encadre les élèves, les forme aux gestes de sécurité et leur fournit l’équipement nécessaire. Il signale sans délai à l’école tout accident ou toute difficulté.""",
        """The partner supervises the students, trains them in safety and provides the equipment they need. It reports any accident or difficulty to the school without delay.""",
    ),
    Text(
        "Reconnaissance de l’engagement",
        "Recognition of the commitment",
        """Le partenaire atteste le temps accompli et les compétences exercées. L’école les reconnaît selon son règlement des études. Ni l’un ni l’autre ne garde sur les élèves plus d’informations qu’il n’en faut pour cela.""",
        """The partner certifies the time served and the skills exercised. The school recognises them under its academic regulations. Neither keeps more information on students than this requires.""",
    ),
    INSURANCE,
    *CLOSING,
)
EQUIPMENT = (
    recital(
        """{ecole} dispose d’équipements scientifiques ouverts à des utilisateurs extérieurs. {partenaires} souhaite s’en servir pour ses travaux.""",
        """{ecole} holds scientific equipment open to outside users. {partenaires} wishes to use it for its work.""",
    ),
    Text(
        "Objet",
        "Object",
        """La présente convention fixe les conditions d’usage, par {partenaires}, des équipements de {ecole} décrits en annexe, du {debut} au {fin}.""",
        """This agreement sets out how {partenaires} may use the equipment of {ecole} described in the annex, from {debut} to {fin}.""",
    ),
    Text(
        "Réservation et accès",
        "Booking and access",
        """Les créneaux se réservent au moins cinq jours ouvrés à l’avance. L’accès est réservé aux personnes formées à l’équipement et nommément autorisées. L’enseignement et les urgences de sécurité ont la priorité ; un créneau retiré est rendu.""",
        """Slots are booked at least five working days ahead. Access is limited to persons trained on the equipment and authorised by name. Teaching and safety emergencies come first; a slot that is taken away is given back.""",
    ),
    Text(
        "Redevance",
        "Fee",
        """La redevance est de {montant} pour la durée de la convention, selon les quantités et l’échéancier des articles qui suivent. Les consommables hors de l’usage courant sont facturés à leur coût.""",
        """The fee is {montant} for the term of the agreement, by the quantities and dates of the articles below. Consumables beyond ordinary use are invoiced at cost.""",
    ),
    Text(
        "Bon usage",
        "Proper use",
        """L’utilisateur suit les consignes du responsable de l’équipement, signale toute anomalie et répond des dommages dus à un usage non conforme. L’école assure l’entretien courant et tient un cahier d’utilisation.""",
        """The user follows the instructions of the person in charge of the equipment, reports any fault, and answers for damage due to improper use. The school provides routine maintenance and keeps a log of use.""",
    ),
    INSURANCE,
    RESULTS,
    *CLOSING,
    annex(
        "Équipements ouverts à l’usage",
        "Equipment open to use",
        """- désignation et lieu : à compléter
- responsable : à compléter
- formation exigée : à compléter
- créneaux ouverts : à compléter""",
        """- designation and place: to be completed
- person in charge: to be completed
- training required: to be completed
- open slots: to be completed""",
    ),
)
