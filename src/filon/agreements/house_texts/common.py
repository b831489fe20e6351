"""Clauses that most kinds of agreements share. They were written for Filon; a school has them read by its own counsel."""

from filon.agreements.house_texts.model import Text

FOLLOW_UP = Text(
    "Suivi",
    "Follow-up",
    """Chaque partie nomme une personne chargée de la convention. Ces personnes se réunissent au moins une fois par an et constatent ensemble ce qui a été fait, ce qui est dû et ce qui est en retard.

Chaque partie déclare ce qu’elle livre au fil de l’eau. Une livraison contestée est discutée entre ces personnes avant toute autre démarche.""",
    """Each party names a person in charge of the agreement. They meet at least once a year and note together what has been done, what is owed and what is late.

Each party declares what it delivers as it goes. A contested delivery is discussed between these persons before any other step.""",
)
COMMUNICATION = Text(
    "Communication",
    "Communication",
    """Chaque partie peut dire l’existence de la convention, son objet et le nom des autres parties. Les montants, les engagements chiffrés et les documents ne sont rendus publics qu’avec l’accord écrit de toutes.

L’usage du nom ou du logo d’une partie suit sa charte et prend fin avec la convention.""",
    """Each party may state that the agreement exists, its object and the names of the other parties. Amounts, figures and documents are made public only with the written consent of all.

The name or logo of a party is used as that party’s own rules provide, and no longer than the agreement lasts.""",
)
CONFIDENTIALITY = Text(
    "Confidentialité",
    "Confidentiality",
    """Une information est confidentielle quand la partie qui la donne l’a dite telle par écrit. Celle qui la reçoit ne s’en sert que pour la convention et ne la communique qu’à ceux qui en ont besoin pour l’exécuter.

Cette obligation dure cinq ans après la fin de la convention. Elle ne vise pas ce qui est public, ce que le destinataire savait déjà, ni ce que la loi oblige à communiquer.""",
    """Information is confidential when the party that gives it has said so in writing. Whoever receives it uses it for this agreement only, and passes it on only to those who need it to carry the agreement out.

This duty lasts for five years after the end of the agreement. It does not cover what is public, what the recipient already knew, or what the law requires to be disclosed.""",
)
PERSONAL_DATA = Text(
    "Données personnelles",
    "Personal data",
    """Les parties n’échangent que les données personnelles nécessaires à la convention. Chacune en est responsable pour son propre compte, informe les personnes et répond à leurs demandes, conformément au règlement (UE) 2016/679.

Une partie qui constate une violation de données reçues d’une autre l’en avertit dans les quarante-huit heures.""",
    """The parties exchange only the personal data that the agreement requires. Each is a controller on its own account, informs the persons concerned and answers their requests, in accordance with Regulation (EU) 2016/679.

A party that finds a breach of data received from another tells it within forty-eight hours.""",
)
CHANGES = Text(
    "Modification et fin anticipée",
    "Changes and early end",
    """La convention n’est modifiée que par un avenant signé de toutes les parties.

Une partie peut y mettre fin en respectant le préavis convenu ({preavis}). Elle peut aussi y mettre fin sans préavis quand une autre n’a pas remédié à un manquement grave trente jours après en avoir été avertie par écrit. Ce qui a été livré reste acquis ; ce qui reste à échoir n’est plus dû.""",
    """The agreement is changed only by an amendment that all parties sign.

A party may end it by giving the notice agreed ({preavis}). It may also end it without notice when another has not remedied a serious breach thirty days after being told of it in writing. What has been delivered remains so; what has not yet fallen due is owed no more.""",
)
DISPUTES = Text(
    "Droit applicable et différends",
    "Law and disputes",
    """La convention est soumise au droit français. Les parties cherchent d’abord un accord entre leurs directions ; à défaut d’accord dans les deux mois, le différend est porté devant la juridiction compétente.

Quand la convention est établie en deux langues, le texte français fait foi.""",
    """The agreement is governed by French law. The parties first seek a settlement between their heads; failing one within two months, the dispute is brought before the competent court.

Where the agreement is drawn up in two languages, the French text prevails.""",
)
INSURANCE = Text(
    "Responsabilité et assurances",
    "Liability and insurance",
    """Chaque partie répond des dommages qu’elle cause et déclare être assurée à ce titre. Les personnes accueillies suivent les consignes de sécurité du lieu ; la partie qui accueille les leur présente à leur arrivée.""",
    """Each party answers for the damage it causes and states that it is insured for it. Persons who are received follow the safety rules of the place; the receiving party presents these rules on their arrival.""",
)
RESULTS = Text(
    "Connaissances et résultats",
    "Knowledge and results",
    """Chaque partie garde la propriété de ce qu’elle savait et possédait avant la convention. Les résultats obtenus en commun appartiennent aux parties qui y ont contribué, à proportion de leur apport ; leur exploitation fait l’objet d’un accord séparé, conclu avant toute divulgation.

La publication scientifique reste libre, après un préavis de trente jours donné aux autres parties.""",
    """Each party keeps what it knew and owned before the agreement. Results obtained together belong to the parties that contributed to them, in proportion to their contribution; their use is the subject of a separate agreement, made before any disclosure.

Scientific publication remains free, after thirty days’ notice to the other parties.""",
)

CLOSING = (FOLLOW_UP, COMMUNICATION, CONFIDENTIALITY, PERSONAL_DATA, CHANGES, DISPUTES)
