import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("duties", "0005_where_fulfilments_counted")]
    operations = [
        migrations.AlterField(
            model_name="fulfilment",
            name="organ",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="orgs.unit",
            ),
        ),
    ]
