"""The areas of the Party's work and the permissions in each: the words of the PERMISSIONS table."""

from enum import StrEnum

from django.db.models import TextChoices


class Area(TextChoices):
    """The four areas of the Party's work that a 机关党委 directs and guides by affiliation (S000-13).

    Over one organisation a 机关党委 sees, guides and checks within an area, a 党组 leads (S000-11, S000-12).
    """

    ORGANISATION = "organisation", "组织建设"
    EDUCATION = "education", "党员教育管理监督"
    ADMISSION = "admission", "党员发展"
    OTHER = "other", "其他党的工作"

    @property
    def by_affiliation(self) -> tuple[str, ...]:
        """What a 机关党委 does towards the organisations affiliated to it (S000-13, S000-40)."""
        return ("查看", "指导", "审核")

    @property
    def by_leadership(self) -> tuple[str, ...]:
        """What a 党组 does towards the organisations that it leads (R08-01, S000-11)."""
        return ("查看", "领导")


class Permission(StrEnum):
    """What a page, command or action may ask for; the value is the audit's and the matrix's name."""

    ORGANISATION_SEE = "organisation.see"
    ORGANISATION_CHANGE = "organisation.change"
    TERM_KEEP = "term.keep"
    POST_KEEP = "post.keep"
    MEMBER_SEE = "member.see"
    MEMBER_IDENTITY = "member.identity"
    MEMBER_SENSITIVE = "member.sensitive"
    MEMBER_TRANSFER = "member.transfer"
    MEMBER_RECONCILE = "member.reconcile"
    MEMBER_CHANGE = "member.change"
    REQUIREMENT_SEE = "requirement.see"
    REQUIREMENT_SETTLE = "requirement.settle"
    PLAN_KEEP = "plan.keep"
    TASK_HAND_DOWN = "task.hand_down"
    DUTY_DISPENSE = "duty.dispense"
    RECORD_VERIFY = "record.verify"
    RESPONSIBILITY_KEEP = "responsibility.keep"
    MANDATE_ADOPT = "mandate.adopt"
    RECORD_SEE = "record.see"
    RECORD_ENTER = "record.enter"
    TALK_KEEP = "talk.keep"
    REVIEW_SEE = "review.see"
    REVIEW_HOLD = "review.hold"
    REVIEW_NAMED = "review.named"
    DEBRIEFING_SEE = "debriefing.see"
    DEBRIEFING_HOLD = "debriefing.hold"
    DEBRIEFING_GIVE = "debriefing.give"
    MINUTES_SIGN = "minutes.sign"
    BOARD_SEE = "board.see"
    SCORE_SEE = "score.see"
    SCHEME_KEEP = "scheme.keep"
    SCHEME_ADOPT = "scheme.adopt"
    SCORE_OBJECT = "score.object"
    STAR_KEEP = "star.keep"
    STAR_REVIEW = "star.review"
    STAR_CLAIM = "star.claim"
    WEAK_SEE = "weak.see"
    WEAK_KEEP = "weak.keep"
    WEAK_MEND = "weak.mend"
    CIRCULAR_MAKE = "circular.make"
    GATHERING_HOLD = "gathering.hold"
    GATHERING_SPEAK = "gathering.speak"
    NOTICE_DRAFT = "notice.draft"
    NOTICE_SEND = "notice.send"
    STATISTICS_PUBLISH = "statistics.publish"
    DICTIONARY_KEEP = "dictionary.keep"
    INTAKE_LOAD = "intake.load"
    OWN_DATA = "own.data"
    DELEGATION_MAKE = "delegation.make"
    RIGHTS_SEE = "rights.see"
    ACCOUNT_INVITE = "account.invite"
    ACCOUNT_CLOSE = "account.close"
    ACCOUNT_UNLOCK = "account.unlock"
    ACCOUNT_RESET = "account.reset"
    AUDIT_READ = "audit.read"

    @property
    def label(self) -> str:
        """What the permission is called on screen and in the matrix."""
        return _PERMISSION_LABELS[self]


_PERMISSION_LABELS = {
    Permission.ORGANISATION_SEE: "查看组织",
    Permission.ORGANISATION_CHANGE: "组织变动",
    Permission.TERM_KEEP: "任期与换届",
    Permission.POST_KEEP: "任免职务",
    Permission.MEMBER_SEE: "查看党员名册",
    Permission.MEMBER_IDENTITY: "查看证件号后四位",
    Permission.MEMBER_SENSITIVE: "查看手机号码、工资基数",
    Permission.MEMBER_TRANSFER: "组织关系转接",
    Permission.MEMBER_RECONCILE: "名册对账",
    Permission.MEMBER_CHANGE: "增减党员、转正",
    Permission.REQUIREMENT_SEE: "查看责任条目",
    Permission.REQUIREMENT_SETTLE: "明确待定的责任条目",
    Permission.PLAN_KEEP: "编制年度计划",
    Permission.TASK_HAND_DOWN: "下达、分解任务",
    Permission.DUTY_DISPENSE: "免除、延期应办",
    Permission.RECORD_VERIFY: "核实履职记录",
    Permission.RESPONSIBILITY_KEEP: "一岗双责清单",
    Permission.MANDATE_ADOPT: "审定责任清单",
    Permission.RECORD_SEE: "查看履职记录",
    Permission.RECORD_ENTER: "录入履职记录",
    Permission.TALK_KEEP: "谈心谈话",
    Permission.REVIEW_SEE: "查看民主评议情况",
    Permission.REVIEW_HOLD: "组织民主评议",
    Permission.REVIEW_NAMED: "查看优秀和拟处置党员",
    Permission.DEBRIEFING_SEE: "查看述职评议",
    Permission.DEBRIEFING_HOLD: "组织述职评议",
    Permission.DEBRIEFING_GIVE: "述职、整改",
    Permission.MINUTES_SIGN: "审签、锁定会议记录",
    Permission.BOARD_SEE: "查看挂图作战",
    Permission.SCORE_SEE: "查看得分",
    Permission.SCHEME_KEEP: "制定考核方案",
    Permission.SCHEME_ADOPT: "审定考核方案、发布结果",
    Permission.SCORE_OBJECT: "对得分提出异议",
    Permission.STAR_KEEP: "组织星级评定、命名先锋支部",
    Permission.STAR_REVIEW: "审核所属党支部星级",
    Permission.STAR_CLAIM: "自评星级、申报先锋支部、提出异议",
    Permission.WEAK_SEE: "查看软弱落后党组织",
    Permission.WEAK_KEEP: "认定、验收软弱落后党组织",
    Permission.WEAK_MEND: "软弱落后整改",
    Permission.CIRCULAR_MAKE: "拟制通报",
    Permission.GATHERING_HOLD: "组织晒比评",
    Permission.GATHERING_SPEAK: "点评、提出异议",
    Permission.NOTICE_DRAFT: "起草通知",
    Permission.NOTICE_SEND: "签发通知",
    Permission.STATISTICS_PUBLISH: "发布统计",
    Permission.DICTIONARY_KEEP: "维护字典",
    Permission.INTAKE_LOAD: "导入工作簿",
    Permission.OWN_DATA: "我的数据",
    Permission.DELEGATION_MAKE: "委托职权",
    Permission.RIGHTS_SEE: "查看委托与权限表",
    Permission.ACCOUNT_INVITE: "邀请登录",
    Permission.ACCOUNT_CLOSE: "停用、启用账号",
    Permission.ACCOUNT_UNLOCK: "解除锁定",
    Permission.ACCOUNT_RESET: "重置密码和验证",
    Permission.AUDIT_READ: "查看审计",
}

_AREAS = {
    Area.ORGANISATION: (
        Permission.ORGANISATION_SEE,
        Permission.ORGANISATION_CHANGE,
        Permission.TERM_KEEP,
        Permission.POST_KEEP,
    ),
    Area.EDUCATION: (
        Permission.MEMBER_SEE,
        Permission.MEMBER_IDENTITY,
        Permission.MEMBER_SENSITIVE,
        Permission.MEMBER_TRANSFER,
        Permission.MEMBER_RECONCILE,
        Permission.TALK_KEEP,
        Permission.REVIEW_SEE,
        Permission.REVIEW_HOLD,
        Permission.REVIEW_NAMED,
    ),
    Area.ADMISSION: (Permission.MEMBER_CHANGE,),
    Area.OTHER: (
        Permission.REQUIREMENT_SEE,
        Permission.REQUIREMENT_SETTLE,
        Permission.PLAN_KEEP,
        Permission.TASK_HAND_DOWN,
        Permission.DUTY_DISPENSE,
        Permission.RECORD_VERIFY,
        Permission.RESPONSIBILITY_KEEP,
        Permission.MANDATE_ADOPT,
        Permission.RECORD_SEE,
        Permission.RECORD_ENTER,
        Permission.DEBRIEFING_SEE,
        Permission.DEBRIEFING_HOLD,
        Permission.DEBRIEFING_GIVE,
        Permission.MINUTES_SIGN,
        Permission.BOARD_SEE,
        Permission.SCORE_SEE,
        Permission.SCHEME_KEEP,
        Permission.SCHEME_ADOPT,
        Permission.SCORE_OBJECT,
        Permission.STAR_KEEP,
        Permission.STAR_REVIEW,
        Permission.STAR_CLAIM,
        Permission.WEAK_SEE,
        Permission.WEAK_KEEP,
        Permission.WEAK_MEND,
        Permission.CIRCULAR_MAKE,
        Permission.GATHERING_HOLD,
        Permission.GATHERING_SPEAK,
        Permission.NOTICE_DRAFT,
        Permission.NOTICE_SEND,
        Permission.STATISTICS_PUBLISH,
    ),
}
_AREA_OF = {permission: area for area, permissions in _AREAS.items() for permission in permissions}

PERSONAL = frozenset(
    {
        Permission.ORGANISATION_CHANGE,
        Permission.TERM_KEEP,
        Permission.REQUIREMENT_SETTLE,
        Permission.PLAN_KEEP,
        Permission.TASK_HAND_DOWN,
        Permission.DUTY_DISPENSE,
        Permission.RECORD_VERIFY,
        Permission.MANDATE_ADOPT,
        Permission.MINUTES_SIGN,
        Permission.SCHEME_ADOPT,
        Permission.SCORE_OBJECT,
        Permission.STAR_KEEP,
        Permission.STAR_REVIEW,
        Permission.STAR_CLAIM,
        Permission.WEAK_KEEP,
        Permission.CIRCULAR_MAKE,
        Permission.GATHERING_HOLD,
        Permission.GATHERING_SPEAK,
        Permission.NOTICE_SEND,
        Permission.STATISTICS_PUBLISH,
        Permission.REVIEW_HOLD,
        Permission.DEBRIEFING_HOLD,
        Permission.DEBRIEFING_GIVE,
    }
)
"""Adopting, signing, judging, voting: by whoever holds the post, never passed on, never by an assistant."""

DELEGABLE = frozenset(
    {
        Permission.ORGANISATION_SEE,
        Permission.MEMBER_SEE,
        Permission.MEMBER_IDENTITY,
        Permission.MEMBER_TRANSFER,
        Permission.MEMBER_RECONCILE,
        Permission.MEMBER_CHANGE,
        Permission.REQUIREMENT_SEE,
        Permission.RESPONSIBILITY_KEEP,
        Permission.RECORD_SEE,
        Permission.RECORD_ENTER,
        Permission.REVIEW_SEE,
        Permission.BOARD_SEE,
        Permission.SCORE_SEE,
        Permission.WEAK_SEE,
        Permission.WEAK_MEND,
        Permission.NOTICE_DRAFT,
        Permission.DICTIONARY_KEEP,
        Permission.INTAKE_LOAD,
    }
)
"""What may be passed on for an absence. Not: what makes rights (posts, accounts, delegations), phone and
wage base, the administrators' own work, and what is PERSONAL."""


def area_of(permission: Permission) -> Area | None:
    """The area of the Party's work that a permission belongs to; None for the keeping of the system."""
    return _AREA_OF.get(permission)
