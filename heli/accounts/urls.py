from django.urls import path

from heli.accounts.views import audit, keeping, own, rights, second_step, sign_in, single_sign_on, tokens

app_name = "accounts"
urlpatterns = [
    path("", own.mine, name="mine"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in.second_step, name="second_step"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("sso/", single_sign_on.depart, name="single_sign_on"),
    path("sso/back/", single_sign_on.arrive, name="single_sign_on_arrive"),
    path("password/", own.password, name="password"),
    path("sessions/<int:pk>/end/", own.end_session, name="end_session"),
    path("sessions/end-others/", own.end_other_sessions, name="end_other_sessions"),
    path("second-step/", second_step.begin, name="second_step_begin"),
    path("second-step/codes/", second_step.renew_codes, name="second_step_codes"),
    path("second-step/remove/", second_step.remove, name="second_step_remove"),
    path("tokens/", tokens.listing, name="tokens"),
    path("tokens/new/", tokens.make, name="token_new"),
    path("tokens/<int:pk>/revoke/", tokens.revoke, name="token_revoke"),
    path("invite/<str:token>/", sign_in.invitation, name="invitation"),
    path("all/", keeping.accounts, name="accounts"),
    path("all/<int:pk>/", keeping.account, name="account"),
    path("all/<int:pk>/unlock/", keeping.unlock, name="unlock"),
    path("all/<int:pk>/reset/", keeping.reset, name="reset"),
    path("all/<int:pk>/close/", keeping.close, name="close"),
    path("all/<int:pk>/reopen/", keeping.reopen, name="reopen"),
    path("all/<int:pk>/second-step/remove/", keeping.remove_second_step, name="remove_second_step"),
    path("all/<int:pk>/identity/", keeping.identity, name="identity"),
    path("all/<int:pk>/identity/unlink/", keeping.unlink, name="unlink"),
    path("all/<int:pk>/tokens/<int:number>/revoke/", keeping.revoke_token, name="revoke_token"),
    path("audit/", audit.listing, name="audit"),
    path("audit/export/", audit.export, name="audit_export"),
    path("audit/seals/", audit.seals, name="seals"),
    path("rights/", rights.rights, name="rights"),
]
