"""Offices, reaches, permissions and what tokens give: the words of rights."""

from heli.accounts.catalogue.offices import (
    ASSISTANTS,
    COMMITTEE_OFFICES,
    GUIDES,
    LEADING_OFFICES,
    SECRETARIES,
    SEPARATE_ADMINISTRATORS,
    Office,
    Reach,
)
from heli.accounts.catalogue.permissions import DELEGABLE, PERSONAL, Area, Permission, area_of
from heli.accounts.catalogue.tokens import TokenRight

__all__ = [
    "ASSISTANTS",
    "COMMITTEE_OFFICES",
    "DELEGABLE",
    "GUIDES",
    "INVITATION_DAYS",
    "LEADING_OFFICES",
    "PERSONAL",
    "SECRETARIES",
    "SEPARATE_ADMINISTRATORS",
    "Area",
    "Office",
    "Permission",
    "Reach",
    "TokenRight",
    "area_of",
]

INVITATION_DAYS = 7
"""How long a one-time link stays valid; a parameter of our own, no regulation asks for it."""
