from django.urls import path

from heli.study.views import classes, groups, hours, lines, plans, secretaries

app_name = "study"
urlpatterns = [
    path("plans/", plans.listing, name="plans"),
    path("plans/<int:pk>/", plans.plan, name="plan"),
    path("plans/<int:pk>/secretary/", plans.secretary, name="secretary"),
    path("plans/<int:pk>/template/", plans.template, name="template"),
    path("plans/<int:pk>/lines/new/", lines.new, name="line_new"),
    path("lines/<int:pk>/", lines.change, name="line"),
    path("lines/<int:pk>/drop/", lines.drop, name="line_drop"),
    path("lines/<int:pk>/results/new/", lines.result, name="result_new"),
    path("results/<int:pk>/withdraw/", lines.withdraw, name="result_withdraw"),
    path("groups/", groups.listing, name="groups"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("classes/", classes.listing, name="classes"),
    path("classes/new/", classes.new, name="class_new"),
    path("classes/template/", classes.give_template, name="class_template"),
    path("classes/<int:pk>/", classes.one, name="class"),
    path("classes/<int:pk>/pick/", classes.pick, name="class_pick"),
    path("classes/<int:pk>/upload/", classes.upload, name="class_upload"),
    path("classes/<int:pk>/withdraw/", classes.withdraw, name="class_withdraw"),
    path("classes/members/<int:pk>/strike/", classes.strike, name="strike"),
    path("hours/", hours.listing, name="hours"),
    path("hours/export/", hours.export, name="hours_export"),
    path("hours/<int:pk>/", hours.branch, name="branch"),
    path("hours/meetings/<int:pk>/", hours.minutes, name="minutes"),
    path("hours/members/<int:pk>/", hours.member, name="member"),
    path("secretaries/", secretaries.listing, name="secretaries"),
    path("secretaries/export/", secretaries.export, name="secretaries_export"),
    path("mine/", hours.mine, name="mine"),
]
