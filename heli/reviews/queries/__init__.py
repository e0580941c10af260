"""All reads of reviews: `standing` where one stands, `page` one review, `overview` those of many branches in
numbers, `own` what concerns a member himself, `waiting` what waits for a reader, `pioneer` 先锋指数."""

from heli.reviews.queries.overview import Line, Overview, held_by, overview, own_branches, years_known
from heli.reviews.queries.own import Own, open_votes, own_reviews
from heli.reviews.queries.page import Evidence, Page, evidence, meetings, named_above, page
from heli.reviews.queries.pioneer import Card, Sheet, card, items_of, sheet, unfinished
from heli.reviews.queries.standing import evaluations, kept, numbers, poll_of, review, standing
from heli.reviews.queries.waiting import Item, open_items

__all__ = [
    "Card",
    "Evidence",
    "Item",
    "Line",
    "Overview",
    "Own",
    "Page",
    "Sheet",
    "card",
    "evaluations",
    "evidence",
    "held_by",
    "items_of",
    "kept",
    "meetings",
    "named_above",
    "numbers",
    "open_items",
    "open_votes",
    "overview",
    "own_branches",
    "own_reviews",
    "page",
    "poll_of",
    "review",
    "sheet",
    "standing",
    "unfinished",
    "years_known",
]
