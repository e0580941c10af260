"""The 党员花名册 as offices send it: its columns, and the headings that they give them."""

from heli.members.catalogue import SEXES
from heli.sheets import cells, readers
from heli.sheets.readers import Reader, Reading, Unreadable, reader
from heli.sheets.table import Column, Table


@reader
def _sex(cell: cells.Cell) -> Reading:
    text = cells.squeeze(cells.shown(cell))
    if readers.marks_nothing(text):
        return None, ()
    if text[:1] in SEXES and text[1:] in ("", "性"):
        return text[0], ()
    raise Unreadable("sex-unreadable", "性别应为“男”或“女”。")


def _column(
    key: str,
    title: str,
    synonyms: str,
    reader: Reader,
    *,
    required: bool = False,
    vital: bool = False,
    private: bool = False,
) -> Column:
    """A column whose unreadable cell costs the cell alone, unless the row means nothing without it."""
    words = tuple(synonyms.split())
    return Column(key, title, words, reader, required=required, vital=required or vital, private=private)


_COLUMNS = (
    _column("name", "姓名", "党员姓名 名字 党员名称", readers.person_name, required=True),
    _column("sex", "性别", "男女", _sex),
    _column(
        "born_on",
        "出生日期",
        "出生年月 出生年月日 出生时间 出生日 生日 出生",
        readers.date,
        vital=True,
    ),
    _column(
        "id_number",
        "公民身份证号码",
        """公民身份号码 公民身份证号 公民身份证 居民身份证号码 居民身份证号 居民身份证 身份证号码 身份证号
        身份证 身份证件号码 身份证件号 证件号码 证件号 身份号码 有效身份证件号码""",
        readers.id_number,
        required=True,
        private=True,
    ),
    _column("education", "学历", "文化程度 最高学历 学历情况 学历层次 学历(文化程度)", readers.text),
    _column(
        "joined_on",
        "入党时间",
        """入党日期 入党年月 入党年月日 加入党组织日期 加入党组织时间 加入中国共产党时间 加入中国共产党日期
        加入中共党组织时间 成为预备党员时间 成为预备党员日期 接收预备党员时间 接收为预备党员时间 入党""",
        readers.date,
        vital=True,
    ),
    _column(
        "full_on",
        "转正时间",
        """转正日期 转正年月 转正年月日 转为正式党员时间 转为正式党员日期 成为正式党员时间 成为正式党员日期
        预备党员转正时间 预备党员转正日期 转正""",
        readers.date,
        vital=True,
    ),
    _column(
        "branch",
        "所在党支部",
        """所属支部 所属党支部 所在支部 所在党组织 所属党组织 所在党支部名称 所在党支部全称 所属党支部名称
        所属支部名称 所在支部名称 所在党组织名称 所在党组织全称 所属党组织名称 所属党组织全称 党支部 支部
        党支部名称 支部名称 支部全称 党支部全称 党组织 党组织名称 党组织全称 组织关系 组织关系所在党支部
        组织关系所在支部 组织关系所在党组织 党组织关系所在支部 正式组织关系所在党支部""",
        readers.org_name,
        required=True,
    ),
    _column(
        "office",
        "党内职务",
        """党内任职 现任党内职务 支部职务 党支部职务 支部任职 党支部任职 党务职务 党组织职务 党内职务名称
        担任党内职务 支委职务 党内担任职务""",
        readers.text,
    ),
    _column(
        "serving",
        "人员类别",
        "在职情况 在职状态 在职或离退休 在职离退休 在岗情况 人员状态 人员类型 工作状态 在职/离退休 人员身份",
        readers.text,
    ),
    _column(
        "standing",
        "党员类别",
        """党员类型 党籍类别 党籍状态 党籍情况 党员身份 党员状态 正式或预备 正式/预备 正式党员或预备党员
        是否正式党员或预备党员 党员属性""",
        readers.text,
    ),
    _column(
        "wage_base",
        "月工资基数",
        """工资基数 党费工资基数 党费计算基数 党费缴纳基数 党费缴费基数 党费基数 缴费基数 缴纳基数
        计算基数 月缴费基数 月党费基数 每月工资基数 月工资基数(元) 党费月工资基数""",
        readers.decimal,
        private=True,
    ),
    _column(
        "phone",
        "手机号码",
        "手机号 手机 联系电话 电话 电话号码 移动电话 联系方式 本人电话 联系手机 手机电话",
        readers.phone,
        private=True,
    ),
    _column("note", "备注", "说明 备注说明 其他说明", readers.text),
)

TABLE = Table(
    "members",
    "党员花名册",
    _COLUMNS,
    refused_headers=("民族", "族别", "宗教", "信教", "信仰", "健康", "疾病", "血型", "银行", "指纹", "人脸"),
    fill_down=("branch",),
)
"""民族 and 宗教信仰 must not be kept (R14-01, R14-03), nor health, bank accounts and biometrics."""
