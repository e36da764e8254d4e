"""Addresses of signing in and of one's own account (工作人员登录)."""

from __future__ import annotations

from django.urls import path

from juzheng.web.staff import account, signing_in

app_name = "staff"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign-in"),
    path("sign-in/code/", signing_in.second_factor, name="sign-in-code"),
    path("sign-out/", signing_in.sign_out, name="sign-out"),
    path("account/", account.account, name="account"),
    path("account/password/", account.password, name="password"),
    path("account/code/", account.code, name="code"),
    path("account/code/removal/", account.code_removal, name="code-removal"),
]
