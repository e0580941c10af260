from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("members", "0004_delegation")]

    operations = [
        migrations.AddField(
            model_name="belonging",
            name="end_pointer",
            field=models.CharField(blank=True, default="", max_length=120, verbose_name="减少文号"),
            preserve_default=False,
        ),
    ]
