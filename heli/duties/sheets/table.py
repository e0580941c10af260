"""The 年度任务分解表 as offices send it: its columns, and the headings that they give them."""

from heli.sheets import readers
from heli.sheets.readers import Reader
from heli.sheets.table import Column, Table


def _column(
    key: str, title: str, synonyms: str, reader: Reader = readers.text, *, required: bool = False
) -> Column:
    """A column whose unreadable cell costs that cell alone, unless the row means nothing without it."""
    return Column(key, title, tuple(synonyms.split()), reader, required=required, vital=required)


TABLE = Table(
    "plan",
    "年度任务分解表",
    (
        _column("number", "序号", "编号 序 条目 条目序号 任务序号 序列 No No. NO NO."),
        _column(
            "group",
            "重点任务",
            """重点工作 任务类别 工作类别 类别 工作类型 任务分类 项目 工作项目 责任类别 一级指标 重点工作任务
            任务 工作任务 目标类别 考核项目 建设类别 党建任务 责任目标""",
        ),
        _column(
            "measure",
            "具体举措",
            """举措 工作举措 具体措施 措施 工作措施 工作内容 任务内容 具体任务 具体内容 目标任务 主要内容
            工作要求 具体要求 考核内容 二级指标 主要举措 重点举措 责任内容 任务清单
            具体工作 主要任务 任务分解""",
            required=True,
        ),
        _column(
            "owner",
            "责任单位",
            """责任主体 牵头单位 责任部门 落实单位 承办单位 责任组织 责任党组织 责任单位(部门) 主责单位
            实施主体 完成单位 适用对象 责任对象""",
            required=True,
        ),
        _column("person", "责任人", "责任领导 负责人 具体责任人 牵头领导 责任人员 第一责任人 责任人及职务"),
        _column(
            "deadline",
            "完成时限",
            """时间要求 时限 完成时间 时限要求 工作时限 完成期限 期限 时间节点 时间安排 进度要求 完成日期
            截止时间 频次 频次要求 时间频次 完成时间节点""",
            required=True,
        ),
        _column(
            "evidence",
            "佐证材料",
            """佐证 印证材料 证明材料 支撑材料 材料 台账资料 台账 工作台账 成果形式 考核方式 资料 痕迹材料
            备查资料 备查材料 完成标志 工作成果""",
        ),
        _column(
            "weight",
            "分值",
            "分数 权重 考核分值 赋分 标准分 基准分 分值(分) 权重(%) 考核权重",
            readers.decimal,
        ),
    ),
    refused_headers=("民族", "宗教信仰", "身份证"),
    fill_down=("group", "owner", "person", "deadline"),
)
