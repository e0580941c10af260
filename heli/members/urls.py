from django.urls import path

from heli.members.views import arrivals, delegations, logins, own, posts, roster, transfers

app_name = "members"
urlpatterns = [
    path("", roster.roster, name="list"),
    path("export/", roster.export, name="export"),
    path("posts/<int:pk>/", roster.posts, name="posts"),
    path("posts/<int:pk>/appoint/", posts.appoint, name="appoint"),
    path("posts/end/<int:pk>/", posts.end, name="end_post"),
    path("delegations/", delegations.listing, name="delegations"),
    path("delegations/new/<int:pk>/", delegations.delegate, name="delegate"),
    path("delegations/<int:pk>/revoke/", delegations.revoke, name="revoke"),
    path("accounts/", logins.accounts, name="accounts"),
    path("accounts/<int:pk>/", logins.invite, name="invite"),
    path("transfers/", transfers.listing, name="transfers"),
    path("transfers/export/", transfers.export, name="transfers_export"),
    path("transfers/new/", transfers.new, name="transfer_new"),
    path("transfers/arrive/", arrivals.arrive, name="arrive"),
    path("transfers/<int:pk>/", transfers.transfer, name="transfer"),
    path("mine/", own.mine, name="mine"),
    path("data-requests/", own.data_requests, name="data_requests"),
    path("data-requests/<int:pk>/", own.data_request, name="data_request"),
    path("<int:pk>/reveal/", own.reveal, name="reveal"),
    path("contacts/<int:pk>/", own.contacts, name="contacts"),
]
