"""Until now every fulfilment counted where its organisation stood today."""

from django.db import migrations
from django.db.models import OuterRef, Subquery


def stamp(apps, schema_editor):
    own = apps.get_model("orgs", "Organisation").objects.filter(pk=OuterRef("organisation"))
    apps.get_model("duties", "Fulfilment").objects.update(organ=Subquery(own.values("organ")))


class Migration(migrations.Migration):
    dependencies = [("duties", "0004_counted_by_the_due_day")]
    operations = [migrations.RunPython(stamp, migrations.RunPython.noop)]
