"""Which 工委 somebody plans for."""

from heli.accounts.actor import Actor
from heli.accounts.catalogue import Reach
from heli.kernel.errors import NotAllowed
from heli.orgs.models import Organisation


def issuer_of(actor: Actor) -> Organisation:
    """The 工委 at which the actor holds a post; NotAllowed (`no-work-committee`) where he holds none."""
    own = [post.organisation_id for post in actor.posts if post.reach is Reach.CITY]
    found = Organisation.objects.filter(pk__in=own).order_by("path").first()
    if found is None:
        raise NotAllowed("no-work-committee", "年度计划由机关工委编制，您不在机关工委任职。")
    return found
