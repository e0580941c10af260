"""党员类别 and 人员类别, and the words in which offices write them and 党内职务."""

from django.db.models import TextChoices

from heli.accounts.catalogue import Office


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
    """What may be done on a transfer; a 回执 closes one that leads out of the city (R09-09)."""

    REQUEST = "request", "申请"
    RELEASE = "release", "转出"
    ACCEPT = "accept", "接收"
    RECEIPT = "receipt", "收到回执"
    REFUSE = "refuse", "退回"
    WITHDRAW = "withdraw", "撤回"
    PROLONG = "prolong", "延长有效期"


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

SEXES = ("男", "女")

# How offices write it; brackets, spaces and width are made plain before.
STANDING_WORDS = {
    **dict.fromkeys(("正式党员", "正式", "中共党员", "中共正式党员"), Standing.FULL),
    **dict.fromkeys(("预备党员", "预备", "中共预备党员", "预备期", "预备期党员"), Standing.PROBATIONARY),
}
SERVING_WORDS = {
    **dict.fromkeys(
        (
            "在职",
            "在岗",
            "在编",
            "在职在岗",
            "在职职工",
            "在职人员",
            "在职党员",
            "在岗职工",
            "在岗党员",
            "公务员",
            "干部",
            "事业编制",
            "企业职工",
            "聘用",
            "聘用人员",
            "合同制",
            "劳务派遣",
        ),
        Serving.SERVING,
    ),
    **dict.fromkeys(
        (
            "离退休",
            "退休",
            "离休",
            "离退",
            "离退休人员",
            "退休人员",
            "离休人员",
            "离退休党员",
            "退休党员",
            "离休党员",
            "离退休干部",
            "退休干部",
            "离休干部",
            "内退",
        ),
        Serving.RETIRED,
    ),
}
OFFICE_WORDS = {
    **dict.fromkeys(
        (
            "书记",
            "支部书记",
            "党支部书记",
            "支书",
            "党支书",
            "支委会书记",
            "支部委员会书记",
            "联合党支部书记",
            "临时党支部书记",
        ),
        Office.SECRETARY,
    ),
    **dict.fromkeys(("副书记", "支部副书记", "党支部副书记", "副支书"), Office.DEPUTY),
    **dict.fromkeys(("专职副书记", "支部专职副书记", "党支部专职副书记"), Office.FULLTIME_DEPUTY),
    **dict.fromkeys(("组织委员", "支部组织委员", "党支部组织委员"), Office.ORGANISATION),
    **dict.fromkeys(("宣传委员", "支部宣传委员", "党支部宣传委员"), Office.PUBLICITY),
    **dict.fromkeys(
        ("纪检委员", "纪律委员", "纪律检查委员", "支部纪检委员", "党支部纪检委员"), Office.DISCIPLINE
    ),
    **dict.fromkeys(("青年委员", "支部青年委员", "党支部青年委员"), Office.YOUTH),
    **dict.fromkeys(
        (
            "委员",
            "支委",
            "支部委员",
            "党支部委员",
            "支委委员",
            "支委会委员",
            "统战委员",
            "群工委员",
            "群众委员",
            "学习委员",
            "文体委员",
            "生活委员",
            "保密委员",
            "妇女委员",
            "女工委员",
            "工会委员",
        ),
        Office.COMMITTEE_MEMBER,
    ),
    **dict.fromkeys(("党小组组长", "党小组长", "小组长", "小组组长", "组长"), Office.GROUP_LEADER),
}
NO_OFFICE = frozenset(
    {"无", "党员", "普通党员", "正式党员", "预备党员", "无职务", "无职务党员", "无党内职务", "一般党员"}
)
