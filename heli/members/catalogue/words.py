"""How offices write 党员类别, 人员类别 and 党内职务."""

from heli.accounts.catalogue import Office
from heli.members.catalogue.people import Serving, Standing
from heli.orgs.catalogue import Kind

SEXES = ("男", "女")

_BODY = "部务会（室务会）"
_COMMITTEE_WORDS = {
    Office.LEAD_SECRETARY: "党委书记",
    Office.LEAD_DEPUTY: "党委副书记",
    Office.LEAD_MEMBER: "党委委员",
    Office.GROUP_CLERK: "党委秘书",
}
_LEADING_WORDS = {
    Kind.LOCAL_COMMITTEE: _COMMITTEE_WORDS,
    Kind.LEADING_COMMITTEE: _COMMITTEE_WORDS,
    Kind.LEADING_BODY: {
        Office.LEAD_SECRETARY: f"{_BODY}主要负责人",
        Office.LEAD_DEPUTY: f"{_BODY}其他负责人",
        Office.LEAD_MEMBER: f"{_BODY}成员",
        Office.GROUP_CLERK: f"{_BODY}秘书",
    },
}


def office_words(kind: str, office: str) -> str:
    """What an office is called at an organisation of this kind: a 部务会 has no 党组书记."""
    return _LEADING_WORDS.get(Kind(kind), {}).get(Office(office)) or str(Office(office).label)


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
