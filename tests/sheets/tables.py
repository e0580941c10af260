"""Two tables declared for the tests, as domain packages declare theirs."""

from heli.sheets import readers
from heli.sheets.table import Column, Table

MEMBERS = Table(
    "members",
    "党员花名册",
    (
        Column("name", "姓名", ("党员姓名",), readers.person_name, required=True),
        Column("sex", "性别"),
        Column("born", "出生日期", ("出生年月",), readers.date),
        Column("id", "公民身份证号码", ("身份证号", "身份证号码"), readers.id_number, private=True),
        Column("joined", "入党时间", ("入党日期",), readers.date),
        Column("full", "转正时间", ("转正日期",), readers.date),
        Column("branch", "所在党支部", ("所属支部", "党组织名称"), readers.org_name, required=True),
        Column("wage", "月工资基数", (), readers.decimal),
        Column("phone", "手机号码", ("联系电话",), readers.phone, vital=False),
        Column("note", "备注", vital=False),
    ),
    refused_headers=("宗教信仰", "民族"),
)
ORGS = Table(
    "orgs",
    "党组织名册",
    (
        Column("name", "党组织全称", ("党组织名称",), readers.org_name, required=True),
        Column("code", "党组织代码", ("组织编码",), readers.code_of_width(10), required=True),
        Column("kind", "组织类别"),
        Column(
            "parent",
            "上级党组织",
            reader=readers.org_name,
            codes={"whitespace": "whitespace-in-parent"},
        ),
        Column("leader", "领导党组(党委)", reader=readers.org_name),
        Column("count", "党员数", reader=readers.whole),
        Column("note", "备注", vital=False),
    ),
    fill_down=("kind",),
)
TABLES = (MEMBERS, ORGS)
