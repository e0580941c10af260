"""What may be: `posts` (offices and who keeps them); other modules are imported by name."""

from heli.members.rules.posts import can_have, may_keep_posts, office_at

__all__ = ["can_have", "may_keep_posts", "office_at"]
