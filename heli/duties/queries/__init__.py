"""All reads of duties: `from heli.duties import queries as duty_queries`, then `duty_queries.answers(...)`.

`book` has the requirements as the rules see them, `answered` what records answer; `counters` is the doctor's.
"""

from heli.duties.queries.answered import Answered, answers, fulfilled
from heli.duties.queries.book import Book, book_of, readings

__all__ = ["Answered", "Book", "answers", "book_of", "fulfilled", "readings"]
