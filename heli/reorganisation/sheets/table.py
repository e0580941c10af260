"""《组织变动表》 and 《人员去向》: their columns, and the headings that offices give them."""

from heli.sheets import readers
from heli.sheets.readers import Reader
from heli.sheets.table import Column, Table


def _column(
    key: str, title: str, synonyms: str = "", reader: Reader = readers.org_name, *, required: bool = False
) -> Column:
    """A column whose unreadable cell refuses its row: a half-read event is none."""
    return Column(key, title, tuple(synonyms.split()), reader, required=required)


EVENTS = Table(
    "events",
    "组织变动表",
    (
        _column("kind", "事项", "变动事项 变动类型 变动类别 调整事项 调整类型 调整方式 类型", required=True),
        _column(
            "organisation",
            "党组织(代码或全称)",
            """党组织 党组织全称 党组织名称 党组织代码 原党组织 原党组织名称 变动组织 变动党组织 涉及党组织
            组织名称 被撤销组织 被合并组织 原组织""",
            readers.text,
            required=True,
        ),
        _column(
            "new_name",
            "新名称",
            "新党组织名称 变更后名称 调整后名称 现名称 新设党组织 新组织名称",
            readers.text,
        ),
        _column("new_kind", "新类别", "新组织类别 变更后类别 调整后类别 组织类别 升格后类别"),
        _column(
            "parent", "新上级党组织", "新上级 调整后上级 调整后上级党组织 划入上级 划入党组织 隶属 上级党组织"
        ),
        _column(
            "leader",
            "新领导党组",
            "新领导党组(党委) 领导党组 领导党组(党委) 调整后领导党组 新党组 党组(党委)",
        ),
        _column("leading", "领导关系", "新领导关系 关系类型"),
        _column("unit", "所在单位", "新所在单位 单位 单位名称 调整后单位"),
        _column("ends_on", "存续截止日期", "截止日期 存续期限 存续至 终止日期", readers.date),
        _column("covered", "覆盖单位", "另外覆盖单位 联合单位 联建单位", readers.text),
        _column("place", "归属", "归属地 是否本市 是否市外 是否垂管单位 管理归属", readers.text),
        _column("successor", "承接组织", "承接党组织 并入组织 并入党组织 党员转入组织 接收组织 去向组织"),
        _column(
            "happened_on",
            "生效日期",
            "生效时间 变动日期 批准日期 发文日期 日期 时间",
            readers.date,
            required=True,
        ),
        _column(
            "document_number",
            "文号",
            "文件号 发文字号 批复文号 文件文号 依据文号",
            readers.text,
            required=True,
        ),
        _column("reason", "缘由", "变动原因 调整原因 原因 事由 变动缘由", readers.text),
        _column("why", "备注", "说明 备注说明 理由 书面理由", readers.text),
    ),
    fill_down=("document_number", "happened_on"),
)
GOINGS = Table(
    "goings",
    "人员去向",
    (
        _column("name", "姓名", "党员姓名", readers.person_name, required=True),
        _column("last4", "证件号后四位", "身份证后四位 身份证号后四位 后四位", readers.text),
        _column("origin", "原党组织", "原党支部 原所在党支部 拆分前党组织 所在党支部", required=True),
        _column("destination", "去向党组织", "新党支部 新党组织 去向 拆分后党组织 去向组织", required=True),
    ),
    refused_headers=("民族", "宗教信仰", "身份证号码", "公民身份"),
    fill_down=("origin", "destination"),
)
TABLES = (EVENTS, GOINGS)
