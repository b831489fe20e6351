"""Framework agreements, the company forum, the incubator."""

from filon.agreements.house_texts.common import CLOSING, COMMUNICATION, DISPUTES, INSURANCE, PERSONAL_DATA, RESULTS
from filon.agreements.house_texts.model import Text, recital

FRAMEWORK = (
    recital(
        """{ecole} et {partenaires} travaillent sur des sujets communs : {themes}. Ils veulent donner à cette collaboration un cadre durable, où chacun sait ce qu’il peut attendre de l’autre.""",
        """{ecole} and {partenaires} work on shared subjects: {themes}. They wish to give this collaboration a lasting frame, in which each knows what to expect of the other.""",
    ),
    Text(
        "Objet",
        "Object",
        """La présente convention-cadre, « {titre} », fixe les thèmes de la collaboration, les engagements des parties et la manière dont elles décident des actions à venir.""",
        """This framework agreement, “{titre}”, sets out the themes of the collaboration, the commitments of the parties, and how they decide on further action.""",
    ),
    Text(
        "Conventions d’application",
        "Implementing agreements",
        """Toute action qui engage de l’argent, du personnel ou des droits de propriété fait l’objet d’une convention d’application, qui nomme la présente. En cas de contradiction, la convention d’application l’emporte pour l’action qu’elle vise.""",
        """Any action that involves money, staff or property rights is the subject of an implementing agreement that names this one. In case of contradiction, the implementing agreement prevails for the action it covers.""",
    ),
    Text(
        "Élèves et stages",
        "Students and internships",
        """L’entreprise propose chaque année des stages, des projets et des sujets de recherche sur les thèmes de la collaboration. L’école les porte à la connaissance des élèves, qui restent libres de leur choix. Chaque stage a sa propre convention.""",
        """Each year the company offers internships, projects and research subjects on the themes of the collaboration. The school makes them known to students, who remain free to choose. Each internship has its own agreement.""",
    ),
    Text(
        "Comité de pilotage",
        "Steering committee",
        """Un comité réunit deux représentants de chaque partie. Il dresse le bilan de l’année, propose le programme de la suivante et veille à l’équilibre des engagements. Il décide par consensus.""",
        """A committee brings together two representatives of each party. It takes stock of the year, proposes the programme of the next and watches over the balance of the commitments. It decides by consensus.""",
    ),
    RESULTS,
    *CLOSING,
)
FORUM = (
    Text(
        "Objet",
        "Object",
        """La présente convention fixe les conditions de participation de {partenaires} au forum organisé par {ecole}.""",
        """This agreement sets out the terms on which {partenaires} takes part in the forum organised by {ecole}.""",
    ),
    Text(
        "Stand et services",
        "Stand and services",
        """L’école met à disposition un stand équipé, l’inscription au catalogue et la prise de rendez-vous avec les élèves. L’emplacement est attribué par l’école. Un stand peut être partagé entre plusieurs exposants si l’école l’a accepté par écrit.""",
        """The school provides an equipped stand, an entry in the catalogue and the booking of interviews with students. The school allots the place. A stand may be shared by several exhibitors if the school has agreed in writing.""",
    ),
    Text(
        "Prix, annulation",
        "Price, cancellation",
        """Le prix est de {montant}, facturé à l’inscription. L’exposant qui renonce plus de trente jours avant le forum est remboursé ; au-delà, le prix reste dû. Si le forum est annulé, l’école rembourse ou propose une autre date.""",
        """The price is {montant}, invoiced on registration. An exhibitor who withdraws more than thirty days before the forum is refunded; after that the price remains owed. If the forum is cancelled, the school refunds it or offers another date.""",
    ),
    Text(
        "Offres et rencontres",
        "Offers and meetings",
        """Les offres publiées sont réelles, non discriminatoires et conformes au droit du travail. Les données des élèves remises à l’exposant ne servent qu’au recrutement pour ces offres et sont effacées au plus tard six mois après le forum.""",
        """Published offers are real, free of discrimination and in line with labour law. Data on students given to the exhibitor serve only recruitment for these offers, and are erased at the latest six months after the forum.""",
    ),
    INSURANCE,
    COMMUNICATION,
    PERSONAL_DATA,
    DISPUTES,
)
INCUBATOR = (
    recital(
        """{ecole} accompagne des projets d’entreprise nés dans l’école et sur son territoire. {partenaires} souhaite prendre part à cet accompagnement.""",
        """{ecole} supports business ventures born in the school and in its region. {partenaires} wishes to take part in this support.""",
    ),
    Text(
        "Objet",
        "Object",
        """La présente convention fixe les places, le mentorat et les moyens que les parties consacrent aux porteurs de projet de l’incubateur.""",
        """This agreement sets out the places, the mentoring and the means that the parties devote to the founders of the incubator.""",
    ),
    Text(
        "Admission et suivi des projets",
        "Admission and follow-up of ventures",
        """L’incubateur choisit les projets sur dossier, après l’avis d’un comité où les parties siègent. Chaque projet a un mentor et une feuille de route revue tous les six mois. La durée d’accompagnement est écrite au départ.""",
        """The incubator selects ventures on their file, after the opinion of a committee on which the parties sit. Each venture has a mentor and a road map reviewed every six months. The length of support is written at the start.""",
    ),
    Text(
        "Liberté des porteurs",
        "Freedom of founders",
        """Les porteurs restent propriétaires de leurs idées, de leurs données et de leurs titres. Un partenaire ne reçoit d’un projet que ce que son porteur a accepté de montrer. Aucune priorité d’achat ou d’investissement n’est accordée par la présente.""",
        """Founders keep their ideas, their data and their shares. A partner receives from a venture only what its founder has agreed to show. This agreement gives no priority to buy or to invest.""",
    ),
    Text(
        "Mentors",
        "Mentors",
        """Les mentors agissent à titre gracieux, gardent le secret de ce qu’ils apprennent et signalent tout conflit d’intérêts. Un porteur peut demander un autre mentor sans avoir à s’en expliquer.""",
        """Mentors act without pay, keep secret what they learn and report any conflict of interest. A founder may ask for another mentor without having to say why.""",
    ),
    *CLOSING,
)
