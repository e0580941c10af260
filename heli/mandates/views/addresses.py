"""Ways and workbooks that the pages of lists share."""

from io import BytesIO

from django.http import FileResponse, QueryDict
from django.urls import reverse

from heli.mandates.models import Mandate
from heli.orgs.models import Organisation
from heli.sheets.writing import SheetOut, write_workbook
from heli.ui.catalogue import Crumb


def way(*further: Crumb) -> list[Crumb]:
    """From 明责 to a page of lists."""
    return [Crumb("明责", reverse("duties:plan")), Crumb("责任清单", reverse("mandates:lists")), *further]


def way_to(organisation: Organisation, *further: Crumb) -> list[Crumb]:
    """From 明责 to a page about an organisation's lists."""
    return way(Crumb(organisation.short_name, reverse("mandates:of", args=[organisation.pk])), *further)


def way_within(mandate: Mandate, *further: Crumb) -> list[Crumb]:
    """From 明责 to a page about one version."""
    here = Crumb(mandate.title, reverse("mandates:one", args=[mandate.pk]))
    return way_to(mandate.organisation, here, *further)


def without(query: QueryDict, name: str) -> str:
    """The same list, from its first page, with one filter taken away."""
    rest = query.copy()
    rest.pop(name, None)
    rest.pop("page", None)
    return f"?{rest.urlencode()}"


def workbook(sheet: SheetOut, name: str) -> FileResponse:
    """A sheet as an Excel file to download."""
    file = BytesIO()
    write_workbook(file, [sheet])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx")
