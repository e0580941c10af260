from django.urls import path

from heli.circulation.views import answering, drafting, lists, notice

app_name = "circulation"
urlpatterns = [
    path("", lists.received, name="received"),
    path("sent/", lists.sent, name="sent"),
    path("new/", drafting.new, name="new"),
    path("<int:pk>/", notice.notice, name="notice"),
    path("<int:pk>/export/", notice.export, name="export"),
    path("<int:pk>/withdraw/", notice.withdraw, name="withdraw"),
    path("<int:pk>/draft/", drafting.draft, name="draft"),
    path("<int:pk>/change/", drafting.change, name="change"),
    path("<int:pk>/send/", drafting.send, name="send"),
    path("<int:pk>/discard/", drafting.discard, name="discard"),
    path("<int:pk>/receipts/<int:organisation>/", answering.receipt, name="receipt"),
    path("<int:pk>/receipts/<int:organisation>/undo/", answering.undo, name="undo"),
]
