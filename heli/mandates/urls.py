from django.urls import path

from heli.mandates.views import drafting, keeping, one, overview

app_name = "mandates"
urlpatterns = [
    path("", overview.lists, name="lists"),
    path("export/", overview.export, name="export"),
    path("of/<int:pk>/", overview.of, name="of"),
    path("of/<int:pk>/start/", drafting.start, name="start"),
    path("templates/", keeping.templates, name="templates"),
    path("templates/<slug:entry>/take-in/", keeping.take_in, name="take_in"),
    path("templates/<slug:entry>/give-up/", keeping.give_up, name="give_up"),
    path("<int:pk>/", one.show, name="one"),
    path("<int:pk>/compare/", one.compare, name="compare"),
    path("<int:pk>/export/", one.export, name="one_export"),
    path("<int:pk>/paper.<slug:form>", one.paper, name="paper"),
    path("<int:pk>/edit/", drafting.edit, name="edit"),
    path("<int:pk>/adopt/", drafting.adopt, name="adopt"),
    path("<int:pk>/revise/", drafting.revise, name="revise"),
    path("<int:pk>/complete/", drafting.complete, name="complete"),
    path("<int:pk>/discard/", drafting.discard, name="discard"),
]
