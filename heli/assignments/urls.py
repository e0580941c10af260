from django.urls import path

from heli.assignments import views

app_name = "assignments"
urlpatterns = [
    path("", views.listing, name="list"),
    path("export/", views.export, name="export"),
    path("mine/", views.mine, name="mine"),
    path("<int:pk>/", views.branch, name="branch"),
    path("<int:pk>/new/", views.assign, name="assign"),
    path("<int:pk>/end/", views.end, name="end"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
