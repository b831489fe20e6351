"""The balance of an agreement: who promised what, what happened, what is late, on any date and as known at any time.

`balance()` answers; `schedule` turns a due rule into due items; `amendment` replaces what is not yet delivered.
docs/balance.md explains it; tests/engines/balance/vectors/ show it, one case a sentence.
"""

from filon.engines.balance.computing import balance
from filon.engines.balance.document import as_json
from filon.engines.balance.model import (
    Commitment,
    Delivery,
    DeliveryState,
    Item,
    Key,
    Ledger,
    Party,
    Renewal,
    Term,
    Version,
    Waiver,
)
from filon.engines.balance.outlook import next_moment
from filon.engines.balance.result import Balance, CommitmentBalance, ItemBalance, ItemState, PartyBalance
from filon.engines.balance.summary import next_due, worst_state

__all__ = [
    "Balance",
    "Commitment",
    "CommitmentBalance",
    "Delivery",
    "DeliveryState",
    "Item",
    "ItemBalance",
    "ItemState",
    "Key",
    "Ledger",
    "Party",
    "PartyBalance",
    "Renewal",
    "Term",
    "Version",
    "Waiver",
    "as_json",
    "balance",
    "next_due",
    "next_moment",
    "worst_state",
]
