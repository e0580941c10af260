from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0014_what_records_repeat")]
    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(withdrawn_at=None),
                fields=["kind", "happened_on", "signs", "repeats_on"],
                name="record_by_kind",
            ),
        ),
    ]
