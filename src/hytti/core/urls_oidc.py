"""Addresses of single sign-on: the same in every language, since the provider knows one of them by heart."""

from django.urls import path

from . import oidc

urlpatterns = [
    path("<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("<slug:provider_id>/callback/", oidc.callback, name="openid_connect_callback"),
]
