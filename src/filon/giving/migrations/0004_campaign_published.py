from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("giving", "0003_receipt_papers")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="published_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="published"),
        ),
        migrations.AddField(
            model_name="donation",
            name="may_be_named",
            field=models.BooleanField(default=False, verbose_name="may be named in public"),
        ),
    ]
