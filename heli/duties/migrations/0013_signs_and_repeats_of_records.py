from django.db import migrations, models
from django.db.models import F, Value
from django.db.models.functions import Length, Replace

_BARE = F("text")
for _blank in (" ", "\n", "\r", "\t", "\u3000"):
    _BARE = Replace(_BARE, Value(_blank), Value(""))


class Migration(migrations.Migration):
    """The index comes back wider once the rows are filled (0015)."""

    dependencies = [
        ("duties", "0012_records_by_kind_and_remark"),
        ("orgs", "0003_first_dictionaries"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="record", name="record_by_kind"),
        migrations.AddField(
            model_name="record",
            name="repeats_on",
            field=models.DateField(null=True, verbose_name="此前相同内容的日期"),
        ),
        migrations.AddField(
            model_name="record",
            name="signs",
            field=models.GeneratedField(
                db_persist=True,
                expression=Length(_BARE),
                output_field=models.IntegerField(),
                verbose_name="字数",
            ),
        ),
    ]
