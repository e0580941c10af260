"""All reads of organisations: `from heli.orgs import queries as org_queries`, then `org_queries.stamp(...)`.

`named` resolves written names, `history` asks versions (stamps, as of a day), `tree` lists, `page` shows one
organisation, `census` counts.
"""

from heli.orgs.queries.census import Census, census, census_as_of
from heli.orgs.queries.history import Stamp, Stamps, as_of, stamp, stamps
from heli.orgs.queries.named import by_key, name_index
from heli.orgs.queries.page import (
    OrganisationPage,
    Step,
    history,
    organisation_page,
    organisation_page_on,
    visible_organisation,
)
from heli.orgs.queries.past import organisation_as_of
from heli.orgs.queries.setting import Finding, Findings, setting_findings, setting_of
from heli.orgs.queries.tree import Filters, Node, Tree, listed, names_of, terms_of, tree

__all__ = [
    "Census",
    "Filters",
    "Finding",
    "Findings",
    "Node",
    "OrganisationPage",
    "Stamp",
    "Stamps",
    "Step",
    "Tree",
    "as_of",
    "by_key",
    "census",
    "census_as_of",
    "history",
    "listed",
    "name_index",
    "names_of",
    "organisation_as_of",
    "organisation_page",
    "organisation_page_on",
    "setting_findings",
    "setting_of",
    "stamp",
    "stamps",
    "terms_of",
    "tree",
    "visible_organisation",
]
