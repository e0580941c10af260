"""专兼职: whether Party affairs are a post holder's whole work (R02-10, S001-81)."""

from datetime import datetime

from heli.accounts.catalogue import Permission
from heli.accounts.rules import may
from heli.kernel.action import Doer, action, note
from heli.members.models import Post


@action
def set_fulltime(*, post: Post, fulltime: bool, by: Doer, at: datetime) -> Post:
    """Write down whether the holder does Party affairs alone; by who keeps posts there (POST_KEEP)."""
    may(by, Permission.POST_KEEP, post.organisation).require()
    note(before=post.fulltime, after=fulltime)
    post.fulltime = fulltime
    post.save(update_fields=["fulltime"])
    return post
