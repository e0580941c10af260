from django.urls import path

from heli.decomposition.views import breaking, days, figures, issuing, items, mine, steps, task

app_name = "decomposition"
urlpatterns = [
    path("", items.items, name="items"),
    path("items/<int:pk>/", items.item, name="item"),
    path("tasks/", figures.tasks, name="tasks"),
    path("missing/", figures.missing, name="missing"),
    path("lag/", figures.lag, name="lag"),
    path("issue/", issuing.issue, name="issue"),
    path("issue/last-year/", issuing.as_last_year, name="issue_as_last_year"),
    path("mine/", mine.mine, name="mine"),
    path("mine/take-up/", mine.take_up_many, name="take_up_many"),
    path("break-down/", breaking.break_down, name="break_down"),
    path("<int:pk>/", task.task, name="task"),
    path("<int:pk>/measures/", task.measures, name="measures"),
    path("<int:pk>/last-year/", breaking.repeat, name="repeat"),
    path("<int:pk>/take-up/", steps.take_up, name="take_up"),
    path("<int:pk>/return/", steps.give_back, name="give_back"),
    path("<int:pk>/insist/", steps.insist, name="insist"),
    path("<int:pk>/amend/", steps.amend, name="amend"),
    path("<int:pk>/take-back/", steps.take_back, name="take_back"),
    path("<int:pk>/directly/", steps.hand_directly, name="hand_directly"),
    path("<int:pk>/propose/", days.propose, name="propose"),
    path("proposals/<int:pk>/agree/", days.agree, name="accept_day"),
    path("proposals/<int:pk>/differ/", days.differ, name="answer_day"),
    path("proposals/<int:pk>/insist/", days.insist, name="insist_on_day"),
    path("proposals/<int:pk>/drop/", days.drop, name="drop_day"),
]
