"""Few rows among millions, in an order that an index offers: PostgreSQL hopes to meet them soon as it walks along the index, and walks
through all of it when there are none. `Among` has it find their keys first."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, QuerySet


class Among(Func):
    """`filter(Among(keys))`: is the key of the row one of those that this query of one column finds?"""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, keys: QuerySet[Any, Any]) -> None:
        super().__init__(F("pk"), ArraySubquery(keys))
