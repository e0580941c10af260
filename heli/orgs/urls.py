from django.urls import path

from heli.orgs.views import chart, keeping, organisation, setting, tree

app_name = "orgs"
urlpatterns = [
    path("", tree.tree, name="tree"),
    path("export/", tree.export, name="export"),
    path("chart/", chart.chart, name="chart"),
    path("chart/data/", chart.data, name="chart_data"),
    path("setting/", setting.setting, name="setting"),
    path("setting/export/", setting.export, name="setting_export"),
    path("dictionaries/", keeping.dictionaries, name="dictionaries"),
    path("dictionaries/<int:pk>/", keeping.entry, name="entry"),
    path("dictionaries/<int:pk>/move/", keeping.move_entry, name="move_entry"),
    path("units/", keeping.units, name="units"),
    path("units/<int:pk>/", keeping.unit, name="unit"),
    path("<int:pk>/describe/", keeping.describe, name="describe"),
    # <int:pk>/, "organisation", is a page of heli.home: see config/urls.py
    path("<int:pk>/history/", organisation.history, name="history"),
]
