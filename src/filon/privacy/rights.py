"""Who reads the register of personal data: whoever reads what is the school's. Who answers people: `models.demand.TREATING`."""

import rules

from filon.people.rights import holds_role, reads
from filon.privacy.models.demand import TREATING

rules.add_perm("privacy.register.read", reads)
rules.add_perm("privacy.demand.answer", holds_role(TREATING))
