"""Every member on the roster has belonged to his organisation since the year began, or since he joined."""

from datetime import date

from django.db import migrations

from heli.kernel import clock

CHUNK = 2000
_FIELDS = ("pk", "organisation_id", "standing", "serving", "joined_on", "left_on")


def begin(apps, schema_editor):
    member, belonging = apps.get_model("members", "Member"), apps.get_model("members", "Belonging")
    at = clock.now()
    today = at.date()
    new_year = date(today.year, 1, 1)
    rows = []
    for one in member.objects.order_by("pk").values(*_FIELDS):
        start = max(new_year, min(one["joined_on"] or new_year, today))
        left = one["left_on"]
        if left is not None and left <= start:
            continue
        rows.append(
            belonging(
                member_id=one["pk"],
                organisation_id=one["organisation_id"],
                standing=one["standing"],
                serving=one["serving"],
                valid_from=start,
                valid_to=left,
                began="loaded",
                ended="transfer_out" if left else "",
                recorded_at=at,
                recorded_by="系统",
            )
        )
    belonging.objects.bulk_create(rows, batch_size=CHUNK)


def end(apps, schema_editor):
    apps.get_model("members", "Belonging").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("members", "0002_belongings_and_transfers")]
    operations = [migrations.RunPython(begin, end)]
