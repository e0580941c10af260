"""The 党组织名册 as offices send it: its columns, and the headings that they give them."""

from collections.abc import Mapping

from heli.sheets import readers
from heli.sheets.readers import Reader
from heli.sheets.table import Column, Table


def _column(
    key: str,
    title: str,
    synonyms: str,
    reader: Reader,
    *,
    required: bool = False,
    vital: bool = False,
    codes: Mapping[str, str] | None = None,
) -> Column:
    """A column whose unreadable cell costs that cell alone, unless the row means nothing without it."""
    return Column(
        key,
        title,
        tuple(synonyms.split()),
        reader,
        required=required,
        vital=vital or required,
        codes=codes or {},
    )


_COLUMNS = (
    _column("number", "序号", "序 编次 行号 No No. NO NO.", readers.text),
    _column(
        "name",
        "党组织全称",
        """党组织名称 党组织 组织全称 组织名称 全称 名称 基层党组织名称 党组织规范名称 党组织全称(规范名称)
        支部名称 党支部名称 党支部 党支部全称""",
        readers.org_name,
        required=True,
    ),
    _column(
        "code",
        "党组织代码",
        """组织代码 党组织编码 组织编码 党组织编号 组织编号 代码 编码 编号 党组织统一代码
        党内统计代码""",
        readers.code,
        vital=True,
    ),
    _column(
        "kind",
        "组织类别",
        "党组织类别 组织类型 党组织类型 党组织形式 组织形式 组织设置形式 党组织设置 党组织级别 类别 类型",
        readers.org_name,
        required=True,
    ),
    _column(
        "parent",
        "上级党组织",
        """上级组织 上级党组织名称 上级党组织全称 上级组织名称 隶属党组织 隶属的党组织 隶属关系 隶属
        隶属上级 所属党组织 所属上级党组织 直接上级党组织 直属上级党组织 上一级党组织 上级 主管党组织""",
        readers.org_name,
        required=True,
        codes={"whitespace": "whitespace-in-parent"},
    ),
    _column(
        "unit",
        "所在单位",
        "所在单位名称 单位 单位名称 单位全称 所属单位 党组织所在单位 党组织所在单位名称 建立党组织的单位",
        readers.org_name,
    ),
    _column(
        "nature",
        "单位性质",
        "单位性质类别 所在单位性质 所在单位性质类别 单位类别 单位类型 单位属性 性质",
        readers.org_name,
    ),
    _column("system", "领导体制", "单位领导体制 领导体制类型 管理体制", readers.org_name),
    _column(
        "leader",
        "领导党组(党委)",
        """领导党组 领导党委 领导党组织 领导的党组(党委) 所属党组 所属党组(党委) 所属党委(党组) 党组(党委)
        党委(党组) 党组 主管党组 主管党组(党委) 主管部门党组 主管部门党组(党委) 归口党组 单位党组(党委)
        本单位党组(党委) 领导机构""",
        readers.org_name,
    ),
    _column(
        "leading",
        "领导关系",
        "领导关系类型 领导方式 与领导党组(党委)的关系 领导或指导 领导指导关系",
        readers.text,
    ),
    _column("place", "归属", "归属地 是否市外 是否本市 是否垂管单位 市外单位 管理归属", readers.text),
    _column(
        "founded_on",
        "批准成立日期",
        """批准成立时间 批准成立年月 成立日期 成立时间 成立年月 建立日期 建立时间 设立日期 设立时间
        批准设立日期 批准设立时间 批准日期 批准时间 组建日期 组建时间 批准建立党组织日期
        党组织成立时间 党组织成立日期""",
        readers.date,
    ),
    _column(
        "term_begins_on",
        "本届起始日期",
        """本届起始时间 本届开始日期 本届选举日期 本届选举时间 本届换届日期 本届换届时间 换届日期 换届时间
        换届选举日期 换届选举时间 最近换届日期 最近换届时间 最近一次换届时间 上次换届日期 上次换届时间
        任期起始日期 任期起始时间 本届班子当选日期 本届班子当选时间 当选日期 当选时间""",
        readers.date,
    ),
    _column(
        "term_ends_on",
        "本届届满日期",
        """本届届满时间 本届班子届满日期 本届班子届满时间 届满日期 届满时间 任期届满日期 任期届满时间 任期届满
        届满 到届日期 到届时间 任期到期日期 任期到期时间 应换届日期 应换届时间 下次换届日期 下次换届时间
        任期截止日期 任期截止时间""",
        readers.date,
    ),
    _column(
        "secretary",
        "书记",
        """党组织书记 党组织书记姓名 书记姓名 支部书记 党支部书记 党委书记 党组织负责人 负责人 负责人姓名
        主要负责人""",
        readers.person_name,
    ),
    _column(
        "member_count",
        "党员数",
        """党员人数 党员总数 党员数量 党员总人数 现有党员 现有党员数 现有党员人数 党员 党员(人) 党员数(人)
        党员人数(人) 党员数(名)""",
        readers.whole,
    ),
    _column("note", "备注", "说明 备注说明 其他说明", readers.text),
)

TABLE = Table(
    "organisations",
    "党组织名册",
    _COLUMNS,
    refused_headers=("民族", "宗教信仰", "身份证"),
    fill_down=("parent", "unit", "nature", "leader"),
)
