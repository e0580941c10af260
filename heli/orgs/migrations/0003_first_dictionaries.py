"""The first entries of the two dictionaries, and what is known of committees."""

from django.db import migrations
from django.db.models import OuterRef, Subquery

_ENTRIES = {
    "function": ("服务决策", "保障运行", "公共服务", "行政管理和行业监管"),
    "inner": ("行政部门", "业务部门", "党务部门", "下属单位"),
}
_SOURCES = {"function": "S000-26", "inner": "S000-43"}


def enter(apps, schema_editor):
    entry = apps.get_model("orgs", "DictionaryEntry")
    for dictionary, names in _ENTRIES.items():
        for position, name in enumerate(names, start=1):
            entry.objects.create(
                dictionary=dictionary, name=name, position=position, source=_SOURCES[dictionary]
            )
    _tell_committees(apps)


def _tell_committees(apps):
    """What Heli knew of an organisation's committee until now held for all of its versions."""
    organisation = apps.get_model("orgs", "Organisation")
    own = organisation.objects.filter(pk=OuterRef("organisation")).values("has_committee")
    apps.get_model("orgs", "OrganisationVersion").objects.update(has_committee=Subquery(own))


def leave(apps, schema_editor):
    apps.get_model("orgs", "DictionaryEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("orgs", "0002_history_and_events")]
    operations = [migrations.RunPython(enter, leave)]
