"""Expand: what release 1 writes goes on being right."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("notebook", "0001_initial")]
    operations = [migrations.AddField("note", "label", models.TextField(null=True))]
