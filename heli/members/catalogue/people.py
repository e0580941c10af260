"""党员类别, 人员类别, how membership changes, and the words of transfers, comparisons and own data."""

from django.db.models import TextChoices

from heli.kernel.encrypted import encrypted


class Standing(TextChoices):
    """党员类别: only a 正式党员 votes and is elected (R03-04)."""

    FULL = "full", "正式党员"
    PROBATIONARY = "probationary", "预备党员"


class Serving(TextChoices):
    """人员类别: 在职 or 离退休 (S000-17)."""

    SERVING = "serving", "在职"
    RETIRED = "retired", "离退休"


class Change(TextChoices):
    """How a membership begins or ends (R09-06, R09-10 … R09-14); the last group changes no head count."""

    LOADED = "loaded", "建库"
    TRANSFER_IN = "transfer_in", "转入"
    ADMITTED = "admitted", "接收"
    RESTORED = "restored", "恢复党籍"
    REORGANISED_IN = "reorganised_in", "整建制转入"
    TRANSFER_OUT = "transfer_out", "转出"
    DIED = "died", "去世"
    SUSPENDED = "suspended", "停止党籍"
    REMOVED = "removed", "除名"
    EXPELLED = "expelled", "开除"
    RESIGNED = "resigned", "退党"
    REORGANISED_OUT = "reorganised_out", "整建制转出"
    CONFIRMED = "confirmed", "转正"
    RETIRED = "retired", "离退休"
    CORRECTED = "corrected", "更正"


JOINING = frozenset(
    {Change.LOADED, Change.TRANSFER_IN, Change.ADMITTED, Change.RESTORED, Change.REORGANISED_IN}
)
LEAVING = frozenset(
    {
        Change.TRANSFER_OUT,
        Change.DIED,
        Change.SUSPENDED,
        Change.REMOVED,
        Change.EXPELLED,
        Change.RESIGNED,
        Change.REORGANISED_OUT,
    }
)


class ResponsibilityKind(TextChoices):
    """责任类型, the five of S000-33."""

    MAIN = "main", "主体责任"
    FIRST = "first", "第一责任人"
    DIRECT = "direct", "直接责任"
    CHIEF = "chief", "主要领导责任"
    LEADING = "leading", "领导责任"


class TransferReach(TextChoices):
    """Between whom a transfer is (R09-06): who decides follows from it."""

    WITHIN = "within", "同一基层党委内"
    BETWEEN = "between", "基层党委之间"
    OUT = "out", "转往市外"


class TransferState(TextChoices):
    """Where a transfer stands."""

    REQUESTED = "requested", "待转出"
    RELEASED = "released", "待接收"
    ACCEPTED = "accepted", "已接收"
    REFUSED = "refused", "已退回"
    WITHDRAWN = "withdrawn", "已撤回"


class TransferAct(TextChoices):
    """What is done on a transfer; a 回执 closes one that leads out of the city (R09-09).

    改接 is nobody's to decide: it follows from an organisation that closed.
    """

    REQUEST = "request", "申请"
    RELEASE = "release", "转出"
    ACCEPT = "accept", "接收"
    RECEIPT = "receipt", "收到回执"
    REFUSE = "refuse", "退回"
    WITHDRAW = "withdraw", "撤回"
    PROLONG = "prolong", "延长有效期"
    REROUTE = "reroute", "随组织变动改接"


class DifferenceKind(TextChoices):
    """How the nation-wide system's export differs from Heli's roster."""

    JOINED = "joined", "本系统没有"
    MOVED = "moved", "支部不同"
    CHANGED = "changed", "信息不同"
    MISSING = "missing", "对方没有"


class DecisionMade(TextChoices):
    """What was decided on a difference."""

    OPEN = "open", "待处理"
    TAKEN = "taken", "按对方改"
    KEPT = "kept", "保持不变"


PHONE_FIELD = "member.phone"
WAGE_FIELD = "member.wage_base"
"""The names that bind what is encrypted to its column (kernel.secrets)."""

encrypted("members.Member", "phone", field=PHONE_FIELD)
encrypted("members.Member", "wage_base", field=WAGE_FIELD)
