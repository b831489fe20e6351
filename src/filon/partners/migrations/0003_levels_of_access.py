"""What an access allows: those opened before keep what they allowed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partners", "0002_folded_names")]

    operations = [
        migrations.AddField(
            model_name="access",
            name="level",
            field=models.CharField(
                choices=[
                    ("reads", "reads"),
                    ("confirms", "declares, confirms and contests"),
                    ("manages", "looks after the people and the data too"),
                ],
                db_default="confirms",
                default="confirms",
                max_length=8,
                verbose_name="may",
            ),
        ),
    ]
