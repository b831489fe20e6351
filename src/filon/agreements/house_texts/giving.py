"""Gifts of companies, and the balance of the apprenticeship tax."""

from filon.agreements.house_texts.common import CHANGES, CLOSING, COMMUNICATION, DISPUTES, FOLLOW_UP, PERSONAL_DATA
from filon.agreements.house_texts.model import Text, recital

MECENAT = (
    recital(
        """{ecole} forme des ingénieurs et conduit des recherches au service de l’intérêt général. {partenaires} souhaite soutenir cette mission par un don, sans en attendre de contrepartie équivalente.""",
        """{ecole} trains engineers and conducts research in the general interest. {partenaires} wishes to support this mission by a gift, without expecting anything of equal value in return.""",
    ),
    Text(
        "Objet",
        "Object",
        """La présente convention, « {titre} », fixe les conditions dans lesquelles le donateur soutient {ecole} et ce que l’école s’engage à faire en retour.""",
        """This agreement, “{titre}”, sets out the terms on which the donor supports {ecole} and what the school undertakes in return.""",
    ),
    Text(
        "Don",
        "Gift",
        """Le donateur verse {montant}, selon l’échéancier des articles qui suivent. Le don est irrévocable une fois versé.

Le bénéficiaire emploie les sommes à l’affectation indiquée et à aucune autre. Si cette affectation devient impossible, les parties en conviennent une nouvelle, la plus proche possible de l’intention du donateur.""",
        """The donor pays {montant}, on the dates given in the articles below. The gift is irrevocable once paid.

The beneficiary spends the money on the purpose stated and on no other. Should that purpose become impossible, the parties agree on a new one, as close as possible to the donor’s intention.""",
    ),
    Text(
        "Reçu fiscal",
        "Tax receipt",
        """L’organisme qui reçoit le don, ou la fondation qui abrite le fonds bénéficiaire, délivre un reçu pour chaque versement, dans les conditions de l’article 238 bis du code général des impôts. Il déclare remplir les conditions qui lui permettent de le délivrer.""",
        """The body that receives the gift, or the foundation that shelters the beneficiary fund, issues a receipt for each payment, as provided by article 238 bis of the French tax code. It states that it meets the conditions for issuing one.""",
    ),
    Text(
        "Contreparties",
        "Counterparts",
        """Ce que l’école rend au donateur est énuméré parmi les engagements et y est valorisé. Il demeure une disproportion marquée entre le don et la valeur de ces contreparties. Toute contrepartie nouvelle suppose un avenant.""",
        """What the school gives in return is listed and valued among the commitments. A marked disproportion remains between the gift and the value of these counterparts. Any further counterpart requires an amendment.""",
    ),
    Text(
        "Indépendance",
        "Independence",
        """Le don ne donne au donateur aucun droit de regard sur les programmes d’enseignement, les admissions, les recrutements, le choix et les résultats des recherches.""",
        """The gift gives the donor no say in the curriculum, admissions, appointments, or the choice and results of research.""",
    ),
    *CLOSING,
)
APPRENTICESHIP_TAX = (
    recital(
        """{ecole} est habilitée à recevoir le solde de la taxe d’apprentissage. {partenaires} souhaite lui en affecter tout ou partie.""",
        """{ecole} is entitled to receive the balance of the French apprenticeship tax. {partenaires} wishes to allocate all or part of it to the school.""",
    ),
    Text(
        "Objet",
        "Object",
        """La présente convention fixe l’intention de {partenaires} d’affecter à {ecole} une part du solde de sa taxe d’apprentissage, et l’emploi que l’école en fera.""",
        """This agreement records the intention of {partenaires} to allocate to {ecole} a share of the balance of its apprenticeship tax, and how the school will spend it.""",
    ),
    Text(
        "Affectation",
        "Allocation",
        """L’entreprise désigne l’établissement sur la plateforme nationale de répartition, pendant la période ouverte chaque année à cet effet. Aucune somme n’est versée directement à l’école à ce titre.

Le montant visé est de {montant}. Il dépend de la masse salariale de l’entreprise et des règles de l’année ; il n’est acquis qu’une fois réparti.""",
        """The company names the school on the national allocation platform, during the period opened each year for that purpose. Nothing is paid directly to the school on this account.

The amount aimed at is {montant}. It depends on the payroll of the company and on the rules of the year; it is acquired only once allocated.""",
    ),
    Text(
        "Emploi des fonds",
        "Use of the funds",
        """L’école emploie les sommes aux dépenses que la loi admet pour les formations initiales technologiques et professionnelles : équipement, matériel pédagogique, encadrement. Elle rend compte de cet emploi une fois par an et délivre une attestation.""",
        """The school spends the money on what the law allows for initial technological and vocational courses: equipment, teaching material, supervision. It reports on this once a year and issues a certificate.""",
    ),
    FOLLOW_UP,
    COMMUNICATION,
    PERSONAL_DATA,
    CHANGES,
    DISPUTES,
)
