from heli.members.models.belongings import Belonging, SecondMembership
from heli.members.models.comparisons import Comparison, DataRequest, Difference
from heli.members.models.delegations import Delegation, DelegationQuerySet
from heli.members.models.members import Member, MemberQuerySet
from heli.members.models.posts import Post, PostQuerySet, Responsibility
from heli.members.models.transfers import Transfer, TransferStep

__all__ = [
    "Belonging",
    "Comparison",
    "DataRequest",
    "Delegation",
    "DelegationQuerySet",
    "Difference",
    "Member",
    "MemberQuerySet",
    "Post",
    "PostQuerySet",
    "Responsibility",
    "SecondMembership",
    "Transfer",
    "TransferStep",
]
