"""Where the lines of a title end: words whole, lines alike in length (R13-03, GB/T 9704 7.3.1)."""

import re
from functools import cache

FULL_LINE = 20
"""Characters of 2号 in a line of the type area."""

_COMFORTABLE = 18
_WORDS = """
关于 上半年 下半年 年度 季度 全年 阶段 期间 机关 党建 党组 党委 党总支 党支部 党组织
党员 干部 书记 委员会 工作委员会 工作 责任 责任制 落实 情况 通报 通知 请示 报告 批复
意见 办法 方案 计划 要点 清单 台账 组织 生活 组织生活 会议 进一步 加强 开展 做好
印发 实施 推进 部署 安排 举办 召开 学习 贯彻 精神 主题 教育 专题 专项 行动 检查
抽查 督查 考核 评议 述职 述职评议 结果 问题 整改 建设 管理 服务 活动 表彰 先进 优秀
集体 个人 基层 基础 换届 选举 培训 调研 直属 单位 部门 市委 市直 全市 全面 从严治党
主体 履行 履职 完成 进展 重点 任务 年轻 人员 名单 信息 系统 使用
"""
"""Words that titles of papers are made of, so that none is broken."""

_TOKEN = re.compile(
    r"《[^》]{1,12}》|“[^”]{1,10}”|[0-9]+(?:[.．/—-][0-9]+)*[年月日号项个%]?|[A-Za-z]+|"
    + "|".join(sorted(_WORDS.split(), key=len, reverse=True))
    + "|."
)
_NEVER_FIRST = re.compile(r"[的地得了等》”’）〕、，。；：！？]")
_NEVER_LAST = re.compile(r".*[《“‘（〔]$|关于$|对$")
_INSIDE_UNKNOWN = 9.0
_FORBIDDEN = 10_000.0


def width(text: str) -> float:
    """The width of `text` in characters: a letter, digit or ASCII sign takes half of one."""
    return sum(0.5 if char < "\u2000" else 1.0 for char in text)


@cache
def title_lines(title: str) -> tuple[str, ...]:
    """The lines of `title`: as its line breaks say; else broken where words end, lines alike in length."""
    given = tuple(line.strip() for line in title.splitlines() if line.strip())
    if len(given) != 1:
        return given
    whole = given[0]
    if width(whole) <= FULL_LINE:
        return (whole,)
    tokens = _TOKEN.findall(whole)
    fewest = max(2, -int(-width(whole) // _COMFORTABLE))
    for count in (fewest, fewest + 1, fewest + 2):
        lines, cost = _best(tokens, count)
        if cost < _FORBIDDEN:
            return lines
    return tuple(whole[start : start + FULL_LINE] for start in range(0, len(whole), FULL_LINE))


def _best(tokens: list[str], count: int) -> tuple[tuple[str, ...], float]:
    """The cheapest way to set `tokens` in `count` lines, and its cost; `_FORBIDDEN` where there is none."""
    mean = width("".join(tokens)) / count
    reached: dict[int, tuple[float, tuple[str, ...]]] = {0: (0.0, ())}
    for row in range(1, count + 1):
        ends = [len(tokens)] if row == count else range(1, len(tokens))
        further: dict[int, tuple[float, tuple[str, ...]]] = {}
        for end in ends:
            for start, (cost, lines) in reached.items():
                line = "".join(tokens[start:end])
                if start < end and width(line) <= FULL_LINE:
                    total = cost + (width(line) - mean) ** 2 + _cut_cost(tokens, end)
                    if end not in further or total < further[end][0]:
                        further[end] = total, (*lines, line)
        reached = further
    cost, lines = reached.get(len(tokens), (_FORBIDDEN, ()))
    return lines, cost


def _cut_cost(tokens: list[str], cut: int) -> float:
    """What it costs to end a line before token number `cut`; nothing between two known words."""
    if cut == len(tokens):
        return 0.0
    before, after = tokens[cut - 1], tokens[cut]
    if _NEVER_FIRST.match(after) or _NEVER_LAST.match(before):
        return _FORBIDDEN
    if after == "关于":
        return -_INSIDE_UNKNOWN
    return _INSIDE_UNKNOWN if len(before) == 1 and len(after) == 1 else 0.0
