"""Of each record the latest earlier day on which a standing one of its organisation and kind said the same."""

from django.db import migrations

FILL = """
    WITH found (of_row, latest) AS (
        SELECT id, MAX(happened_on) FILTER (WHERE withdrawn_at IS NULL) OVER (
            PARTITION BY organisation_id, kind, text ORDER BY happened_on
            RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW EXCLUDE GROUP
        )
        FROM duties_record WHERE text <> ''
    )
    UPDATE duties_record SET repeats_on = found.latest
    FROM found WHERE duties_record.id = found.of_row AND found.latest IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("duties", "0013_signs_and_repeats_of_records")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
