"""All reads of duties: `from heli.duties import queries as duty_queries`, then `duty_queries.answers(...)`.

`readings` are requirements as the rules see them, `answered` what records answer; `counters` for the doctor.
"""

from heli.duties.queries.answered import Answered, answers, fulfilled
from heli.duties.queries.named import OpenNamed, open_named
from heli.duties.queries.readings import Book, book_of

__all__ = ["Answered", "Book", "OpenNamed", "answers", "book_of", "fulfilled", "open_named"]
