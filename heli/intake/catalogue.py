"""States of an intake, and what may become of it."""

from django.db.models import TextChoices


class IntakeState(TextChoices):
    WAITING = "waiting", "等待检查"
    CHECKED = "checked", "已检查，待确认"
    LOADING = "loading", "正在导入"
    LOADED = "loaded", "已导入"
    DISCARDED = "discarded", "已放弃"
    FAILED = "failed", "未能完成"


class DecisionKind(TextChoices):
    """What an office has to decide after a load; nothing is done by absence alone."""

    ORGANISATION_VANISHED = "organisation_vanished", "名册中不再出现的党组织"
    MEMBER_VANISHED = "member_vanished", "花名册中不再出现的党员"
    REQUIREMENT_VANISHED = "requirement_vanished", "计划中不再出现的条目"
    RECORD_VANISHED = "record_vanished", "台账中不再出现的记录"
    NAME_AMBIGUOUS = "name_ambiguous", "名称需要核对"
