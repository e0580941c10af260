"""Kinds of assignments, how one stands on a day, and examples of titles; no regulation lists them."""

from django.db.models import TextChoices

MOST_TITLE, MOST_ABOUT, MOST_WHY = 60, 200, 200
"""How many characters a title, what is said of it, and the reason of a correction may have."""
EXAMPLES = ("党员先锋岗", "党员责任区", "党员示范窗口", "结对帮带", "服务项目", "攻坚任务")
"""Titles that a form offers beside the branch's own (示例)."""


class AssignmentKind(TextChoices):
    """What a member answers for: a post that stays, or a task with an end (S002-28)."""

    POST = "post", "岗位"
    TASK = "task", "任务"


class Phase(TextChoices):
    """How an assignment stands on a day. `TO_END`: its member has left the branch, and nobody ended it."""

    RUNNING = "running", "● 进行中"
    TO_END = "to_end", "▲ 待结束"
    OVER = "over", "○ 已结束"
    WITHDRAWN = "withdrawn", "✕ 已撤回"
