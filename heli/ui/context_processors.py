"""What the base page needs beyond its view: the masthead for this reader, and the larger-text switch."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, reverse

from heli.kernel import installation
from heli.kernel.models import Installation

LARGER_COOKIE = "larger"
"""Cookie of the larger-text switch; read here, so that the page never flashes in the other size."""


class Post(Protocol):
    """A post of the reader, as far as the masthead shows it."""

    @property
    def organisation_name(self) -> str: ...


class Reader(Protocol):
    """Who looks at the page: `heli.accounts.actor.Actor` is one."""

    @property
    def label(self) -> str: ...
    @property
    def posts(self) -> Sequence[Post]: ...
    def may_somewhere(self, permission: str) -> bool: ...


class Item(NamedTuple):
    """One entry of the navigation."""

    label: str
    url: str
    current: bool


class Section(NamedTuple):
    """An entry of the navigation with the pages that hang on it."""

    label: str
    items: list[Item]


def address(name: str) -> str:
    """Where a named page without arguments is; "" while it does not exist (check ui.W001 says so)."""
    try:
        return reverse(name) if name else ""
    except NoReverseMatch:
        return ""


class Masthead:
    """Everything above the page, found only when a template asks: fragments pay nothing for it."""

    def __init__(self, request: HttpRequest) -> None:
        self._path = request.path
        self._request = request

    @cached_property
    def reader(self) -> Reader | None:
        """Who is signed in; None for a stranger and where a request failed before that was known."""
        reader: Reader | None = getattr(self._request, "actor", None)
        return reader

    @cached_property
    def items(self) -> list[Item]:
        """Entries of `settings.NAVIGATION` that exist and that this reader may open."""
        above = self.section.label if self.section is not None else ""
        offered = self._offered(settings.NAVIGATION)
        current = self._current(item.url for item in offered)
        return [
            item._replace(current=item.label == above if above else item.url == current) for item in offered
        ]

    def _offered(self, pages: Iterable[tuple[str, str, str | None]], current: str = "") -> list[Item]:
        """The pages that exist and that this reader may open; once where two permissions lead to one page."""
        reader = self.reader
        if reader is None:
            return []
        found = [
            (label, address(name))
            for label, name, permission in pages
            if permission is None or reader.may_somewhere(permission)
        ]
        return [Item(label, url, url == current) for label, url in dict.fromkeys(found) if url]

    def _current(self, urls: Iterable[str]) -> str:
        above = [url for url in urls if self._path == url or (url != "/" and self._path.startswith(url))]
        return max(above, key=len, default="")

    @cached_property
    def section(self) -> Section | None:
        """The row of `settings.SECTIONS` that this page stands in; None for a page that stands in none."""
        found = getattr(self._request, "resolver_match", None)
        name = found.view_name if found is not None else ""
        for label, pages in getattr(settings, "SECTIONS", {}).items():
            if name and any(name == one for _, one, _ in pages):
                return Section(label, self._offered(pages, address(name)))
        return None

    @cached_property
    def _installation(self) -> Installation | None:
        return installation.current()

    @cached_property
    def organisation(self) -> str:
        """The reader's organisation by the first post; the office's name for whoever holds none."""
        if self.reader is not None and self.reader.posts:
            return self.reader.posts[0].organisation_name
        return self._installation.office_name if self._installation else ""

    @cached_property
    def is_demo(self) -> bool:
        """Whether everything on this page is invented."""
        return bool(self._installation and self._installation.is_demo)

    @cached_property
    def search_url(self) -> str:
        """Where the masthead's search goes (`settings.MASTHEAD["search"]`); "" hides the box.

        Hidden too from who may not open that page, as NAVIGATION says.
        """
        name = getattr(settings, "MASTHEAD", {}).get("search", "")
        pages = [page for page in settings.NAVIGATION if page[1] == name]
        if self.reader is None or (pages and not self._offered(pages, "")):
            return ""
        return self._masthead("search")

    @cached_property
    def account_url(self) -> str:
        """我的账号 (`settings.MASTHEAD["account"]`)."""
        return self._masthead("account")

    @cached_property
    def reminders_url(self) -> str:
        """提醒 (`settings.MASTHEAD["reminders"]`): a quiet link without a number."""
        return self._masthead("reminders")

    @cached_property
    def sign_out_url(self) -> str:
        """退出, by POST (`settings.MASTHEAD["sign_out"]`)."""
        return self._masthead("sign_out")

    @cached_property
    def sign_in_url(self) -> str:
        """登录, for a stranger."""
        return resolve_url(settings.LOGIN_URL)

    def _masthead(self, key: str) -> str:
        names: dict[str, str] = getattr(settings, "MASTHEAD", {})
        return address(names.get(key, ""))


def page(request: HttpRequest) -> dict[str, Any]:
    """`nav`: the masthead; `larger`: whether this browser asked for larger text."""
    return {"nav": Masthead(request), "larger": request.COOKIES.get(LARGER_COOKIE) == "1"}
