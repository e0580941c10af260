"""Pages of reorganisations: `events` (list, one event), `office` (doing, undoing), `batches`, `checks`."""
