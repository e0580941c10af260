"""All writes of reorganisations: `carrying` (one event, its undoing), `batches` (a sheet), `drafts`.

`rehearsing` does them and takes them back, which is how a page says beforehand what will be done.
"""
