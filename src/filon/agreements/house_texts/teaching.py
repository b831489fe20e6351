"""Academic agreements, and training sold to companies."""

from filon.agreements.house_texts.common import CHANGES, CLOSING, CONFIDENTIALITY, DISPUTES, FOLLOW_UP, PERSONAL_DATA
from filon.agreements.house_texts.model import Text, annex, recital

ACADEMIC = (
    recital(
        """{parties} partagent l’ambition de former ensemble des ingénieurs et de faire circuler élèves, enseignants et connaissances entre leurs établissements.""",
        """{parties} share the ambition of training engineers together and of letting students, teachers and knowledge move between their institutions.""",
    ),
    Text(
        "Objet",
        "Object",
        """La présente convention, « {titre} », fixe les conditions d’accueil des élèves, les places offertes de part et d’autre et la reconnaissance des études suivies.""",
        """This agreement, “{titre}”, sets out how students are received, the places offered by each side, and the recognition of the studies completed.""",
    ),
    Text(
        "Sélection et inscription",
        "Selection and enrolment",
        """Chaque établissement présente ses candidats au plus tard quatre mois avant la rentrée ; l’établissement d’accueil décide de l’admission. Les élèves restent inscrits dans leur établissement d’origine et n’acquittent de droits qu’à celui-ci, sauf accord écrit contraire.""",
        """Each institution presents its candidates at least four months before the start of term; the host institution decides on admission. Students remain enrolled at, and pay fees only to, their home institution, unless agreed otherwise in writing.""",
    ),
    Text(
        "Études et diplômes",
        "Studies and degrees",
        """Le plan d’études de chaque élève est approuvé par les deux établissements avant son départ. Les crédits obtenus sont reconnus par l’établissement d’origine. Pour un double diplôme, chaque établissement délivre le sien quand ses propres conditions sont remplies.""",
        """The study plan of each student is approved by both institutions before departure. Credits earned are recognised by the home institution. For a double degree, each institution awards its own once its own conditions are met.""",
    ),
    Text(
        "Accueil des élèves",
        "Reception of students",
        """L’établissement d’accueil aide les élèves à trouver un logement, leur ouvre ses bibliothèques et ses services, et nomme un référent. Les élèves justifient d’une couverture maladie et d’une assurance de responsabilité civile.""",
        """The host institution helps students to find housing, opens its libraries and services to them and names an adviser. Students hold health cover and civil liability insurance.""",
    ),
    *CLOSING,
)
TRAINING = (
    Text(
        "Objet",
        "Object",
        """{ecole} réalise au profit de {partenaires} l’action de formation décrite en annexe. Elle déclare son activité de formation et en respecte les obligations de qualité.""",
        """{ecole} delivers to {partenaires} the training described in the annex. It is a declared training provider and meets the quality obligations that this entails.""",
    ),
    Text(
        "Prix et paiement",
        "Price and payment",
        """Le prix est de {montant}. Il est facturé après service fait, session par session, et payé à trente jours. Une session annulée par l’entreprise moins de dix jours ouvrés à l’avance est due pour moitié ; annulée par l’école, elle est reportée sans frais.""",
        """The price is {montant}. It is invoiced once the service has been rendered, session by session, and paid within thirty days. A session that the company cancels less than ten working days ahead is owed by half; one that the school cancels is moved at no cost.""",
    ),
    Text(
        "Déroulement et attestation",
        "Course of the training and certificate",
        """La présence est relevée par demi-journée. L’école évalue les acquis et remet à chaque stagiaire une attestation qui en dit le résultat. Les supports restent la propriété de leurs auteurs ; les stagiaires s’en servent pour eux-mêmes.""",
        """Attendance is recorded by half-day. The school assesses what has been learnt and gives each trainee a certificate stating the result. Course material remains the property of its authors; trainees use it for themselves.""",
    ),
    FOLLOW_UP,
    CONFIDENTIALITY,
    PERSONAL_DATA,
    CHANGES,
    DISPUTES,
    annex(
        "Programme de la formation",
        "Programme of the training",
        """- public et prérequis : à compléter
- objectifs : à compléter
- contenu et durée : à compléter
- lieu et dates : à compléter
- modalités d’évaluation : à compléter""",
        """- audience and prerequisites: to be completed
- objectives: to be completed
- content and length: to be completed
- place and dates: to be completed
- assessment: to be completed""",
    ),
)
