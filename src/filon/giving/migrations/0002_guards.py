"""What was promised, given and receipted is added and never changed; what rows say is noted in the audit chain."""

from django.db import migrations

from filon.kernel.appendonly import AppendOnlyTrigger
from filon.kernel.noted import NotedRows

APPEND_ONLY = (
    "pledgeterm",
    "call",
    "waive",
    "counterpartvalue",
    "counterpartjustification",
    "inkindgift",
    "gift",
    "giftwithdrawal",
    "taxreceipt",
    "receiptcancellation",
    "receiptrendering",
    "annualdeclaration",
    "annualdeclarationline",
)
NOTED = {
    **dict.fromkeys(APPEND_ONLY, ()),
    "pledge": ["credited_id"],
    "instalment": ["retired_by_id", "kept_cents"],
    "donation": [],
    "taxreceiptline": ["is_live"],
    "attribution": ["ended_at"],
}


class Migration(migrations.Migration):
    dependencies = [("giving", "0001_initial"), ("kernel", "0006_note_files")]
    operations = [
        *(AppendOnlyTrigger(model_name=name) for name in APPEND_ONLY),
        *(NotedRows(model_name=name, without=without) for name, without in NOTED.items()),
    ]
