"""All reads of study: `plans`, `classes`, `hours`, `groups`; each page asks one of them."""
