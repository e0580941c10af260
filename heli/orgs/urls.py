from django.urls import path

from heli.orgs.views import organisation, tree

app_name = "orgs"
urlpatterns = [
    path("", tree.tree, name="tree"),
    path("export/", tree.export, name="export"),
    path("<int:pk>/", organisation.organisation, name="organisation"),
    path("<int:pk>/history/", organisation.history, name="history"),
]
