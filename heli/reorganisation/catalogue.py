"""States of a sheet of events on its way, the four checks, and what an event's numbers are called."""

from django.db.models import TextChoices

from heli.kernel.transitions import TransitionTable


class DraftState(TextChoices):
    WAITING = "waiting", "等待检查"
    CHECKED = "checked", "已检查，待确认"
    WORKING = "working", "正在办理"
    DONE = "done", "已办理"
    DISCARDED = "discarded", "已放弃"
    FAILED = "failed", "未能完成"


class DraftMove(TextChoices):
    """What may happen to a sheet; the value is the name of the action."""

    KEEP_CHECK = "keep_check", "记下检查结果"
    CONFIRM = "confirm_batch", "确认办理"
    FINISH = "finish", "办理"
    ASK_AGAIN = "ask_again", "请再次确认"
    RECHECK = "recheck_batch", "重新检查"
    FAIL = "fail_batch", "记为未能完成"
    DISCARD = "discard_batch", "放弃"


_S, _M = DraftState, DraftMove

DRAFT = TransitionTable(
    DraftState,
    transitions={
        _S.WAITING: {
            _M.KEEP_CHECK: _S.CHECKED,
            _M.RECHECK: _S.WAITING,
            _M.FAIL: _S.FAILED,
            _M.DISCARD: _S.DISCARDED,
        },
        _S.CHECKED: {_M.CONFIRM: _S.WORKING, _M.RECHECK: _S.WAITING, _M.DISCARD: _S.DISCARDED},
        # A job that never ended (the machine went down) must have a way out.
        _S.WORKING: {
            _M.FINISH: _S.DONE,
            _M.ASK_AGAIN: _S.CHECKED,
            _M.RECHECK: _S.WAITING,
            _M.FAIL: _S.FAILED,
            _M.DISCARD: _S.DISCARDED,
        },
        _S.FAILED: {_M.RECHECK: _S.WAITING, _M.DISCARD: _S.DISCARDED},
    },
    turn={_S.WAITING: "后台程序", _S.CHECKED: "上传人", _S.WORKING: "后台程序", _S.FAILED: "上传人"},
)


class Check(TextChoices):
    """The four checks of a 机构改革: 思想不乱、工作不断、队伍不散、干劲不减 (S004-21)."""

    MEMBERS = "members", "没有党支部的党员"
    DUTIES = "duties", "没有责任组织的应办"
    SECRETARIES = "secretaries", "没有书记的党支部"
    MEETINGS = "meetings", "组织生活中断的党支部"


CHECK_SAID = {
    Check.MEMBERS: "队伍不散：每名党员都编入一个存续的党支部",
    Check.DUTIES: "工作不断：每项未完成的应办都有存续的党组织承担",
    Check.SECRETARIES: "思想不乱：每个党支部都有书记",
    Check.MEETINGS: "干劲不减：每个党支部的组织生活没有间断",
}

CONTENT_FIELD = "reorganisation.draft"
"""The name that binds an encrypted workbook to its column (kernel.secrets)."""

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 2_000
"""What one sheet may hold: a reform of a whole city is some hundreds of events."""

MEETING_GAP_DAYS = 92
"""A branch without a record for longer than a quarter has a gap: 支部党员大会 每季度 ≥1 次 (R01-10)."""
