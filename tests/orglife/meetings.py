"""Short ways to hold a meeting of the standing cast."""

from datetime import date
from typing import Any

from heli.duties.models import Record
from heli.kernel.action import SYSTEM
from heli.orglife.actions import record_meeting
from heli.orgs.models import Organisation
from tests.people import NOW, TODAY

COMMITTEE = ["林书远", "周组韬", "何宣宁", "郑纪安"]
"""The committee of the first branch, in the order of its offices."""

TEXT = "学习文件，讨论上半年工作，议定三项事项并明确责任人。"


def key_of(branch: Organisation, name: str) -> str:
    """The key of a member on the roster of a branch."""
    return f"m{branch.roster.get(name=name).pk}"


def away(branch: Organisation, *names: str, reason: str = "leave") -> dict[str, str]:
    return {key_of(branch, name): reason for name in names}


def hold(branch: Organisation, kind: str = "assembly", on: date = TODAY, **changed: Any) -> Record:
    """Record a meeting of the branch that nothing is wrong with, but what is changed."""
    said = {"topic": "讨论上半年工作", "chair": "林书远", "recorder": "周组韬", "text": TEXT}
    return record_meeting(
        **{
            "organisation": branch,
            "kind": kind,
            "happened_on": on,
            "by": SYSTEM,
            "at": NOW,
            **said,
            **changed,
        }
    )
