from django.urls import path

from heli.planning.views import plans, regulations, themes, ties

app_name = "planning"
urlpatterns = [
    path("", plans.plans, name="plans"),
    path("<int:pk>/", plans.plan, name="plan"),
    path("<int:pk>/issue/", plans.issue, name="issue"),
    path("<int:pk>/new/", plans.new_item, name="new_item"),
    path("items/<int:pk>/", plans.item, name="item"),
    path("items/<int:pk>/take-back/", plans.take_back, name="take_back"),
    path("regulations/", regulations.regulations, name="regulations"),
    path("themes/", themes.themes, name="themes"),
    path("themes/new/", themes.add, name="add_theme"),
    path("themes/ready/", themes.ready, name="ready_themes"),
    path("themes/<int:pk>/new/", themes.add_beneath, name="add_beneath"),
    path("themes/<int:pk>/", themes.rename, name="rename_theme"),
    path("themes/<int:pk>/close/", themes.close, name="close_theme"),
    path("together/", ties.ties, name="ties"),
    path("together/new/", ties.add, name="add_tie"),
    path("together/<int:pk>/<slug:step>/", ties.step, name="step"),
    path("together/<int:pk>/", ties.untie, name="untie"),
]
