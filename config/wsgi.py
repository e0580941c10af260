"""The server's entry."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# A page over the whole city makes some 100,000 objects, and Python's collector then walks all of the program
# several times a page. What is loaded stays anyway: it is loaded now, set aside, and the collector looks
# less often at what requests make. City-wide pages take a quarter to a half less (docs/reference/bench.md).
get_resolver().url_patterns  # noqa: B018 - reading them imports every page
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
