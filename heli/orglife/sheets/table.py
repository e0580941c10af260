"""The 组织生活台账 as offices send it: its columns, and the headings that they give them."""

from heli.sheets import readers
from heli.sheets.readers import Reader
from heli.sheets.table import Column, Table


def _column(key: str, title: str, synonyms: str, reader: Reader, *, required: bool = False) -> Column:
    """A column whose unreadable cell costs that cell alone, unless the row means nothing without it."""
    return Column(key, title, tuple(synonyms.split()), reader, required=required, vital=required)


TABLE = Table(
    key="meetings",
    title="组织生活台账",
    columns=(
        _column(
            "happened_on",
            "日期",
            """时间 年月日 会议日期 会议时间 召开日期 召开时间 活动日期 活动时间 开展日期 开展时间
            举办日期 举办时间 学习日期 学习时间 组织生活日期 组织生活时间""",
            readers.date,
            required=True,
        ),
        _column(
            "organisation",
            "党组织",
            """党组织名称 党组织全称 组织名称 支部 支部名称 党支部 党支部名称 党支部全称 所在支部
            所在党支部 所在党组织 所属支部 所属党支部 所属党组织 开展支部 开展党支部 开展党组织
            召开支部 召开党支部 召开党组织 填报支部 填报党支部 填报党组织 主办支部 主办党组织""",
            readers.org_name,
            required=True,
        ),
        _column(
            "kind",
            "会议类型",
            """会议类别 会议形式 会议种类 会议性质 类型 类别 形式 活动类型 活动类别 活动形式 组织生活类型
            组织生活类别 组织生活形式 组织生活名称 组织生活项目 三会一课类型 三会一课类别 记录类型""",
            readers.text,
            required=True,
        ),
        _column(
            "topic",
            "主题",
            """会议主题 活动主题 议题 会议议题 主要议题 主题(议题) 题目 标题 会议名称 活动名称 学习主题
            学习题目 内容主题 主题名称""",
            readers.text,
        ),
        _column(
            "due",
            "应到人数",
            """应到 应到会人数 应到会 应参加人数 应参加 应参会人数 应参会 应出席人数 应出席 应到党员
            应到党员数 应到党员人数 应到会党员数""",
            readers.whole,
        ),
        _column(
            "present",
            "实到人数",
            """实到 实到会人数 实到会 实际到会人数 实参加人数 实际参加人数 参加人数 实参会人数
            实际参会人数 参会人数 实出席人数 出席人数 实到党员 实到党员数 实到党员人数 实到会党员数
            到会人数""",
            readers.whole,
        ),
        _column(
            "chair",
            "主持人",
            """主持 主持人姓名 会议主持 会议主持人 召集人 主持(主讲)人 主持人(主讲人) 主讲人 授课人
            主持人/主讲人""",
            readers.person_name,
        ),
        _column(
            "recorder", "记录人", "记录 记录员 记录人姓名 会议记录人 会议记录员 记录者", readers.person_name
        ),
        _column(
            "text",
            "主要内容",
            """内容 会议内容 活动内容 学习内容 主要议程 议程 会议记录 活动记录 记录内容 内容摘要
            会议内容摘要 内容概要 会议纪要 主要内容及成效 主要内容(摘要) 会议议定事项 议定事项""",
            readers.text,
        ),
    ),
    fill_down=("happened_on", "organisation"),
)
