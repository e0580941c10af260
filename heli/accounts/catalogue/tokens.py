"""What a personal token may be given for."""

from django.db.models import TextChoices

from heli.accounts.catalogue.permissions import Permission


class TokenRight(TextChoices):
    """What a personal token may be given: each opens one kind of address of /api/, and no other."""

    ORGANISATIONS = "organisations", "读组织"
    MEMBERS = "members", "读党员"
    DUTIES = "duties", "读应办"
    RECORDS = "records", "读记录"
    ENTER = "enter", "录入记录"
    JUDGEMENTS = "judgements", "读评判"
    JUDGE = "judge", "作评判"
    SCORES = "scores", "读得分"

    @property
    def permission(self) -> Permission:
        """What its owner has to hold, on the day that the token is used."""
        return _OF_TOKENS[self]


_OF_TOKENS = {
    TokenRight.ORGANISATIONS: Permission.ORGANISATION_SEE,
    TokenRight.MEMBERS: Permission.MEMBER_SEE,
    TokenRight.DUTIES: Permission.RECORD_SEE,
    TokenRight.RECORDS: Permission.RECORD_SEE,
    TokenRight.ENTER: Permission.RECORD_ENTER,
    TokenRight.JUDGEMENTS: Permission.RECORD_SEE,
    TokenRight.JUDGE: Permission.RECORD_VERIFY,
    TokenRight.SCORES: Permission.SCORE_SEE,
}
