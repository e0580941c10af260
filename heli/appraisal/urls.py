from django.urls import path

from heli.appraisal import views
from heli.appraisal.catalogue import PaperForm

app_name = "appraisal"
urlpatterns = [
    path("", views.scores, name="scores"),
    path("conditions/", views.conditions, name="conditions"),
    path("class/<str:code>/", views.one_class, name="class"),
    path("<int:pk>/", views.sheet, name="sheet"),
    path("export/", views.export, name="export"),
    path("circular/", views.circular, name="circular"),
    path("circular/publish/", views.publish, name="publish"),
    path("circular/word/", views.download, {"form": PaperForm.DOCX}, name="word"),
    path("circular/pdf/", views.download, {"form": PaperForm.PDF}, name="pdf"),
]
