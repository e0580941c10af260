"""通讯录: names with telephone numbers, handed out by an action that leaves a trace."""

from collections.abc import Sequence

from heli.members.actions.sensitive import Contact
from heli.sheets.writing import Heading, SheetOut


def contact_sheet(contacts: Sequence[Contact]) -> SheetOut:
    """One row a member, in the order of branches."""
    headings = (Heading("姓名", 10), Heading("所在党支部", 40), Heading("手机号码", 16))
    return SheetOut("通讯录", headings, contacts, note="含个人信息：只用于写明的用途，用后删除。")
