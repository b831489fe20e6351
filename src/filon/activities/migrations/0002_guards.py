"""Comments and what exchanges fulfilled are added and never changed; what rows say is noted in the audit chain."""

from django.db import migrations

from filon.kernel.appendonly import AppendOnlyTrigger
from filon.kernel.noted import NotedRows

APPEND_ONLY = ("ideacomment", "commentwithdrawal", "fulfilment")
NOTED = {
    **dict.fromkeys(APPEND_ONLY, ()),
    "registration": ["state", "came"],
    "closing": ["reopened_at", "reopened_by_id", "reason"],
    "idea": ["audience", "state", "set_aside_reason"],
    "ideataking": ["ended_at"],
    "ideaoutcome": ["taken_back_at", "taken_back_by_id", "reason"],
}


class Migration(migrations.Migration):
    dependencies = [("activities", "0001_initial"), ("kernel", "0006_note_files")]
    operations = [
        *(AppendOnlyTrigger(model_name=name) for name in APPEND_ONLY),
        *(NotedRows(model_name=name, without=without) for name, without in NOTED.items()),
    ]
