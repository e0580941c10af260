"""States of an intake and its moves; kinds of decisions, and what an office may answer."""

from django.db.models import TextChoices

from heli.kernel.transitions import TransitionTable


class IntakeState(TextChoices):
    WAITING = "waiting", "等待检查"
    CHECKED = "checked", "已检查，待确认"
    LOADING = "loading", "正在导入"
    LOADED = "loaded", "已导入"
    DISCARDED = "discarded", "已放弃"
    FAILED = "failed", "未能完成"


class IntakeMove(TextChoices):
    """What may happen to an intake; the value is the name of the action."""

    KEEP_CHECK = "keep_check", "记下检查结果"
    CONFIRM = "confirm", "确认导入"
    LOAD = "load", "导入"
    ASK_AGAIN = "ask_again", "请再次确认"
    RECHECK = "recheck", "重新检查"
    FAIL = "fail", "记为未能完成"
    DISCARD = "discard", "放弃"


_S, _M = IntakeState, IntakeMove

INTAKE = TransitionTable(
    IntakeState,
    transitions={
        _S.WAITING: {
            _M.KEEP_CHECK: _S.CHECKED,
            _M.RECHECK: _S.WAITING,
            _M.FAIL: _S.FAILED,
            _M.DISCARD: _S.DISCARDED,
        },
        _S.CHECKED: {_M.CONFIRM: _S.LOADING, _M.RECHECK: _S.WAITING, _M.DISCARD: _S.DISCARDED},
        # A load that never ended (the machine went down) must have a way out. One that still runs finds its
        # intake in another state when it is about to write, and writes nothing.
        _S.LOADING: {
            _M.LOAD: _S.LOADED,
            _M.ASK_AGAIN: _S.CHECKED,
            _M.RECHECK: _S.WAITING,
            _M.FAIL: _S.FAILED,
            _M.DISCARD: _S.DISCARDED,
        },
        _S.FAILED: {_M.RECHECK: _S.WAITING, _M.DISCARD: _S.DISCARDED},
    },
    turn={
        _S.WAITING: "后台程序",
        _S.CHECKED: "导入人",
        _S.LOADING: "后台程序",
        _S.FAILED: "导入人",
    },
)


class DecisionKind(TextChoices):
    """What an office has to decide after a load; nothing is done by absence alone."""

    ORGANISATION_VANISHED = "organisation_vanished", "名册中不再出现的党组织"
    MEMBER_VANISHED = "member_vanished", "花名册中不再出现的党员"
    REQUIREMENT_VANISHED = "requirement_vanished", "计划中不再出现的条目"
    RECORD_VANISHED = "record_vanished", "台账中不再出现的记录"
    ROW_DOUBTFUL = "row_doubtful", "已导入、需要核对的内容"


ANSWERS: dict[str, tuple[str, ...]] = {
    DecisionKind.ORGANISATION_VANISHED: (
        "仍然存在，名册漏填",
        "已撤销",
        "已并入其他组织",
        "已划转到其他单位",
    ),
    DecisionKind.MEMBER_VANISHED: ("仍在本支部，花名册漏填", "已转出", "已停止党籍或出党", "已去世"),
    DecisionKind.REQUIREMENT_VANISHED: ("继续执行，计划漏列", "不再执行", "已并入其他条目"),
    DecisionKind.RECORD_VANISHED: ("确有其事，台账漏列", "记录有误，另行作废"),
    DecisionKind.ROW_DOUBTFUL: ("核对无误", "已另行更正", "将在下一次名册中更正"),
}
"""The answers offered for each kind; a note may be added, and 其他 with a note stands beside them."""

OTHER_ANSWER = "其他"
CONTENT_FIELD = "workbook.content"
"""The name that binds an encrypted workbook to its column (kernel.secrets)."""

KEPT_DAYS = 30
"""How long the contents of workbooks are kept, for the annotated copies; a parameter of our own."""

MOST_FILES = 50
MOST_BYTES_AT_ONCE = 200 * 1024 * 1024
"""What one upload may hold: departments send separate files, and the server holds them in memory."""
