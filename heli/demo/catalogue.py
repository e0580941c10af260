"""The demo's day, its sizes, its roles, and the invented city's units and plan."""

from dataclasses import dataclass
from datetime import date

DEMO_DAY = date(2026, 6, 30)
CITY = "安澜市"
PROVINCE = "宁江省"
OFFICE = "安澜市直机关工委（演示）"
REGION = "999999"  # no such region exists: no ID number of the demo can be anybody's


@dataclass(frozen=True, slots=True)
class Size:
    """How many of each; `own` sits at the organ (机关本级), `attached` in its 直属单位.

    Organisations in all: 1 工委 + 3 a unit (leading body, 机关党委, 机关纪委) + own_general + own_branches +
    attached_single + attached_grouped (党总支 or 党委) + attached_branches + dual (兼合式). `dual_members`
    take part in those besides their own branch. `records`, `attendances`: those of the last twelve months.
    """

    own_general: int
    own_branches: int
    attached_single: int
    attached_grouped: int
    attached_branches: int
    serving_own: int
    serving_attached: int
    retired: int
    dual: int
    dual_members: int
    months: int
    records: int
    attendances: int


SIZES = {
    "small": Size(
        own_general=12,
        own_branches=262,
        attached_single=110,
        attached_grouped=60,
        attached_branches=185,
        serving_own=3900,
        serving_attached=4300,
        retired=900,
        dual=4,
        dual_members=90,
        months=6,
        records=0,
        attendances=0,
    ),
    # S000-16, S000-17: 3,800 of 8,840 organisations of 隶属 (43 %) and 46,000 serving members (56 %) in
    # 直属单位; S001-10: 49 兼合式党支部 with 3,376 members.
    "city": Size(
        own_general=295,
        own_branches=4451,
        attached_single=500,
        attached_grouped=400,
        attached_branches=2900,
        serving_own=36_000,
        serving_attached=46_000,
        retired=14_000,
        dual=49,
        dual_members=3376,
        months=12,
        records=600_000,
        attendances=3_000_000,
    ),
}


@dataclass(frozen=True, slots=True)
class Role:
    """A demo account: `username` and `password` are printed, since the data are invented."""

    title: str
    username: str
    password: str
    purpose: str


PASSWORD = "heli-yanshi-2026"  # noqa: S105 - printed on purpose, accepted in a demo only
ROLES = (
    Role("工委业务管理员", "gongwei", PASSWORD, "全市情况、导入、待定事项、组织变动"),
    Role("工委工作人员", "gongwei2", PASSWORD, "全市情况、得分、通报"),
    Role("党组书记", "dangzu", PASSWORD, "所领导机关和直属单位的党组织"),
    Role("机关党委专职副书记", "jiguandangwei", PASSWORD, "机关党委及下级党组织"),
    Role("党总支书记", "zongzhi", PASSWORD, "党总支及所属党支部"),
    Role("党支部书记", "zhibu", PASSWORD, "本支部应办、记录会议"),
    Role("支部组织委员", "weiyuan", PASSWORD, "本支部应办、记录会议"),
    Role("支部党务干事", "ganshi", PASSWORD, "代书记录入本支部会议"),
    Role("党员", "dangyuan", PASSWORD, "与本人有关的事项、我的数据"),
    Role("系统管理员", "xitong", PASSWORD, "开立、停用账号，不看业务"),
    Role("安全管理员", "anquan", PASSWORD, "解锁、重置密码，不看业务"),
    Role("审计管理员", "shenji", PASSWORD, "查看审计记录，不看业务"),
)

# Departments of the Party, led by their 部务会 or 室务会 (机关条例 art. 2); then organs led by a
# 党组性质党委; then those led by a 党组.
PARTY_DEPARTMENTS = tuple(
    """
    市委办公室 市委组织部 市委宣传部 市委统战部 市委政法委员会 市委政策研究室
    市委机构编制委员会办公室 市委巡察工作领导小组办公室 市委老干部局 市委党校 市委党史研究室
    市委网络安全和信息化委员会办公室
""".split()  # noqa: SIM905 - reads better as text
)
COMMITTEE_ORGANS = ("市公安局", "市国有资产监督管理委员会", "市消防救援局")
GROUP_ORGANS = tuple(
    """
    市人大常委会机关 市政府办公室 市政协机关 市中级人民法院 市人民检察院 市发展和改革委员会
    市教育局 市科学技术局 市工业和信息化局 市民族工作局 市民政局 市司法局 市财政局
    市人力资源和社会保障局 市自然资源和规划局 市生态环境局 市住房和城乡建设局 市交通运输局 市水利局
    市农业农村局 市商务局 市文化和旅游局 市卫生健康委员会 市退役军人事务局 市应急管理局 市审计局
    市市场监督管理局 市体育局 市统计局 市医疗保障局 市林业和园林局 市数据局 市行政审批服务局
    市城市管理局 市信访局 市外事办公室 市港航管理局 市海洋与渔业局 市粮食和物资储备局
    市机关事务管理局 市人民防空办公室 市金融工作局 市投资促进局 市知识产权局 市气象局 市地震局
    市邮政管理局 市烟草专卖局 市税务局 市统计调查队 市总工会 团市委 市妇女联合会 市科学技术协会
    市文学艺术界联合会 市社会科学界联合会 市归国华侨联合会 市残疾人联合会 市红十字会 市工商业联合会
    市贸易促进委员会 市计划生育协会 市供销合作社 市档案馆 市图书馆 市博物馆 市广播电视台 市日报社
    市住房公积金管理中心 市公共资源交易中心 市社会保险中心 市就业服务中心 市疾病预防控制中心
    市中心血站 市第一人民医院 市第二人民医院 市中医院 市妇幼保健院 市职业技术学院 市师范学院
    市高级中学 市实验学校 市开放大学 市农业科学研究院 市林业科学研究所 市水利勘测设计院
    市城市规划研究院 市环境监测中心 市公路事业发展中心 市港口事业发展中心 市公园管理中心
    市环境卫生中心 市城建集团 市交通投资集团 市水务集团 市文化旅游集团 市能源集团 市产业投资集团
    市粮食集团 市经济开发区管理委员会 市高新区管理委员会 市保税区管理委员会 市新城建设管理中心
    市政务服务中心 市应急救援支队 市仲裁委员会办公室 市法学会
""".split()  # noqa: SIM905 - reads better as text
)

# Organs that a body of the province leads, or only guides and presses on (R08-05); invented like the rest.
VERTICAL_ORGANS = {
    "市税务局": "leads",
    "市气象局": "leads",
    "市烟草专卖局": "leads",
    "市统计调查队": "leads",
    "市邮政管理局": "leads",
    "市地震局": "guides",
}


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A line of the year's 任务分解表 as an office writes it."""

    group: str
    measure: str
    owner: str
    person: str
    deadline: str
    evidence: str
    weight: str


PLAN_TITLE = "安澜市直机关2026年党建责任目标分解表"
PLAN = tuple(
    PlanItem(*line.split("|"))
    for line in """
政治建设|制定领导班子成员年度党建责任清单|各党组（党委）|党组书记|3月底前|责任清单|6
政治建设|专题研究全面从严治党工作|各党组（党委）|党组书记|每半年|会议纪要|6
思想建设|理论学习中心组集体学习研讨|各党组（党委）|党组书记|每季度|学习通报|6
思想建设|党组织书记讲党课|各机关党委、各党支部|书记|12月20日前|党课讲稿|5
组织建设|召开支部党员大会|各党支部|支部书记|每季度末|会议记录|8
组织建设|召开支部委员会会议|各党支部|支部书记|每月|会议记录|8
组织建设|开展主题党日活动|各党支部|支部书记|每月|活动记录|8
组织建设|按期完成换届选举|任期届满的党组织|书记|届满前|选举结果报告|8
作风建设|开展联系服务基层走访并解决问题|各机关党委|机关党委书记|全年|问题清单|8
纪律建设|开展警示教育|各机关党委、各党总支、各党支部|纪检委员|6月30日前|活动记录|6
责任落实|听取机关党建工作汇报|各党组（党委）|党组书记|每半年|会议纪要|8
责任落实|书记抓党建述职评议|各机关党委|机关党委书记|11月底前|述职报告|9
责任落实|年度自查总结|各机关党委、各党总支、各党支部|书记|11月15日前|自查报告|6
责任落实|落实联席会议议定事项|各机关党委|机关党委书记|会后一个月内|办理情况|8
""".strip().split("\n")
)
