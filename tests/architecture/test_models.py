"""What imports cannot show about the tables (house rules 4, 16, 17)."""

import pytest
from django.apps import apps
from django.db import models

ORDER = [
    "kernel",
    "ui",
    "accounts",
    "orgs",
    "figures",
    "members",
    "duties",
    "ballots",
    "reviews",
    "decomposition",
    "elections",
    "planning",
    "attachments",
    "mandates",
    "decomposition",
    "reviews",
    "talks",
    "assignments",
    "schemes",
    "stars",
    "weak",
    "almanac",
    "circulation",
    "debriefing",
    "orglife",
    "study",
    "burden",
    "talks",
    "circulation",
    "mandates",
    "appraisal",
    "exchange",
    "intake",
    "reorganisation",
    "home",
    "notices",
    "demo",
]
OURS = [model for model in apps.get_models() if model.__module__.startswith("heli.")]
# Tables reached only through the one that holds them, or that hold no fact of the business.
SCOPED_ELSEWHERE = {
    "kernel.AuditEntry", "kernel.AuditSeal", "kernel.Schedule", "kernel.Installation", "kernel.KeptAnswer",
    "accounts.Account", "accounts.Invitation", "accounts.PasswordUsed", "accounts.FailedSignIn",
    "accounts.AccountSession", "accounts.OutsideIdentity", "accounts.PersonalToken",
    "orgs.Unit", "orgs.OrganisationVersion", "orgs.CommitteeTerm", "orgs.TermDecision", "orgs.TermStep",
    "orgs.DictionaryEntry",
    "orgs.EventBatch", "orgs.EventPart",
    "members.TransferStep",
    "duties.Plan", "duties.RequirementClass", "duties.RequirementOwner", "duties.RequirementKind",
    "duties.Occurrence", "duties.Fulfilment", "duties.Standing", "duties.Tally", "duties.Source",
    "planning.ThemeTag", "attachments.Content",
    "figures.Figure", "figures.Correction", "figures.CorrectedFigure",
    "notices.ReminderChoice", "notices.LinesTold", "notices.Digest", "notices.Delivery",
    "reviews.PioneerList", "reviews.PioneerItem", "reviews.PioneerMark",  # within one review alone (ADR 32)
    "mandates.MandateItem", "mandates.TakenIn", "almanac.Switch", "almanac.Feed",
    "intake.Intake", "intake.Workbook", "intake.ColumnChoice", "intake.Decision",
}  # fmt: skip


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_downwards(model: type[models.Model]) -> None:
    own = ORDER.index(model._meta.app_label)
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey):
            target = field.remote_field.model._meta.app_label
            assert ORDER.index(target) <= own, f"{model._meta.label}.{field.name} points up to {target}"


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_names_fit_every_database(model: type[models.Model]) -> None:
    names = [
        model._meta.db_table,
        *(i.name for i in model._meta.indexes),
        *(c.name for c in model._meta.constraints),
    ]
    assert [name for name in names if len(name) > 30] == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_no_table_sorts_by_itself(model: type[models.Model]) -> None:
    assert not model._meta.ordering


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_business_data_can_be_narrowed_to_a_scope(model: type[models.Model]) -> None:
    if model._meta.label in SCOPED_ELSEWHERE:
        return
    assert callable(getattr(model._default_manager.all(), "visible_to", None)), model._meta.label


def test_no_table_keeps_what_may_not_be_known() -> None:
    """Religion, ethnicity, opinion (R14-01), and usage of a person (R14-06)."""
    forbidden = (
        "religion", "ethnic", "nation", "faith", "opinion", "last_login", "streak", "online", "score_points",
        "likes", "login_count", "photo",
    )  # fmt: skip
    found = [
        f"{model._meta.label}.{field.name}"
        for model in OURS
        for field in model._meta.get_fields()
        if any(word in field.name.replace("destination", "") for word in forbidden)
    ]
    assert found == []
