"""The server's entry."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from heli.kernel.collecting import look_less_often

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_wsgi_application()

# City-wide pages take a quarter to a half less (docs/reference/bench.md).
get_resolver().url_patterns  # noqa: B018 - reading them imports every page
look_less_often()
