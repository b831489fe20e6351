"""Names are indexed as search compares them, in lower case without accents; made while people write."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations

from filon.kernel.search import folded


def by_name(name: str) -> GinIndex:
    return GinIndex(OpClass(folded("name"), name="gin_trgm_ops"), name=name)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("partners", "0001_initial"), ("kernel", "0001_initial")]

    operations = [
        AddIndexConcurrently("legalentity", by_name("entity_name_folded")),
        AddIndexConcurrently("contact", by_name("contact_name_folded")),
        RemoveIndexConcurrently("legalentity", "entity_name_trigram"),
    ]
