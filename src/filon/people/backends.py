"""Who a session belongs to: her account, with the roles she holds today, in one query."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from filon.people.models import User
from filon.people.models.user import memberships_today


class Accounts(ModelBackend):
    """Password and sessions as Django has them; a partner's person, who holds no role, costs a second query."""

    def get_user(self, user_id: Any) -> User | None:
        held = memberships_today(int(user_id))
        if not held:
            found = super().get_user(user_id)
            if isinstance(found, User):
                found.memberships_today = held
                return found
            return None
        user = held[0].user
        user.memberships_today = held
        return user if self.user_can_authenticate(user) else None
