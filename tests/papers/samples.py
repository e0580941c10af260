"""Papers to look at and to measure: invented, but like what an office sends."""

from datetime import date

from heli.papers.paper import Attachment, Grid, Heading, Kind, Number, Paper, Paragraph

ISSUER = "中共安澜市委市直属机关工作委员会"
READERS = ("各党组（党委）", "各机关党委、直属党总支、党支部")
UNITS = (
    "市委办公室",
    "市发展和改革委员会",
    "市人力资源和社会保障局",
    "市文化广电旅游局",
    "市机关事务管理局",
    "市残疾人联合会",
)

OPENING = Paragraph(
    "2026年上半年，各党组（党委）、各机关党委坚持以习近平新时代中国特色社会主义思想为指导，认真落实机关党建工作责任制，"
    "按照“明责、履责、督责、考责、追责”的要求，推动机关党建工作责任落到实处。现将有关情况通报如下。"
)
OVERALL = Paragraph(
    "全市122个单位应办事项共9760项，已办结9418项，办结率96.5%。其中，按期办结9204项，占94.3%；逾期后办结214项，占2.2%；"
    "尚未办结342项，占3.5%。党支部召开党员大会2418次、支部委员会会议7305次，开展主题党日7212次，组织党课2377次，"
    "《中国共产党支部工作条例（试行）》规定的组织生活制度总体执行较好。"
)
GOOD = Paragraph(
    "市发展和改革委员会、市人力资源和社会保障局等36个单位应办事项全部按期办结；市残疾人联合会机关党委书记张喆、"
    "市文化广电旅游局机关党委专职副书记李䶮等同志抓党建述职评议考核连续三年评价为“好”。"
)
LACKS = Paragraph(
    "一是责任传导不够到位。有的党组（党委）半年内没有专题研究机关党建工作，有的班子成员没有落实“一岗双责”，没有参加所在党支部的组织生活。"
    "二是组织生活不够严肃。有的党支部会议记录事后集中补记，有的以业务会代替支部委员会会议。三是按期换届不够及时，"
    "17个党支部任期届满后超过三个月没有换届，也没有报批延期。"
)
CLOSING = Paragraph(
    "各党组（党委）要对照通报的问题，逐项明确责任人和完成时限，于2026年7月31日前完成整改，并将整改情况报市委市直机关工委。"
    "市委市直机关工委将适时开展督促检查，结果作为年度机关党建工作考核的依据。"
)


def rates(count: int) -> Grid:
    """A table of `count` units with their rates, as the circular of a half-year has it."""
    rows = tuple(
        (
            str(n),
            UNITS[n % len(UNITS)]
            if n % 7
            else "市推进新型城镇化建设工作领导小组办公室（市城乡融合发展服务中心）",
            str(40 + n * 7 % 83),
            str(38 + n * 7 % 83),
            "未知" if n % 29 == 0 else f"{100 - n * 13 % 230 / 10:.1f}%",
            f"{100 - n * 17 % 310 / 10:.1f}%",
        )
        for n in range(1, count + 1)
    )
    return Grid(
        ("序号", "单位", "应办事项（项）", "已办结（项）", "办结率", "按期办结率"),
        rows,
        caption="各单位应办事项办结情况",
    )


def kinds() -> Grid:
    """A small table of four rows."""
    rows = (
        ("第一类", "党政机关", "62", "97.8%", "95.1%"),
        ("第二类", "事业单位", "41", "95.2%", "93.4%"),
        ("第三类", "国有企业", "12", "94.0%", "92.2%"),
        ("第四类", "群团组织", "7", "99.1%", "98.6%"),
    )
    return Grid(("类别", "单位性质", "单位数", "办结率", "按期办结率"), rows, caption="分类办结情况")


def circular(units: int = 12, *, annexed: bool = False, stamped: bool = True) -> Paper:
    """The half-year's 通报, its long table in the text or in an attachment."""
    table = rates(units)
    attachments = (
        (Attachment("2026年上半年各单位应办事项办结情况表", (table,)), Attachment("整改台账（样式）"))
        if annexed
        else ()
    )
    return Paper(
        kind=Kind.CIRCULAR,
        issuer=ISSUER,
        title="关于2026年上半年机关党建工作责任落实情况的通报",
        body=(
            OPENING,
            Heading(1, "总体情况"),
            OVERALL,
            kinds(),
            Heading(1, "主要做法和成效"),
            Heading(2, "压实责任，一级抓一级"),
            GOOD,
            *(() if annexed else (table,)),
            Heading(2, "建强支部，夯实基础"),
            Heading(3, "组织生活经常"),
            GOOD,
            Heading(4, "主题党日有主题、有内容、有记录"),
            OVERALL,
            Heading(1, "存在的问题"),
            LACKS,
            Heading(1, "下一步要求"),
            CLOSING,
        ),
        dated=date(2026, 6, 30),
        number=Number("安直工", 2026, 12),
        addressees=READERS,
        attachments=attachments,
        stamped=stamped,
        copies_to=(
            "市委组织部",
            "市纪委监委机关",
            "市委办公室",
            "市人大常委会机关党组",
            "市政协机关党组",
            "各县（市、区）委直属机关工作委员会",
        ),
        printed_by="中共安澜市委市直属机关工作委员会办公室",
        printed_on=date(2026, 7, 1),
    )
