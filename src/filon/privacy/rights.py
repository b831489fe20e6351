"""Who reads the register of personal data: whoever reads what is the school's."""

import rules

from filon.people.rights import reads

rules.add_perm("privacy.register.read", reads)
