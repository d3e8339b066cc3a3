from __future__ import annotations

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("dang-nhap/", views.login, name="account_login"),
    path("dang-xuat/", views.logout, name="account_logout"),
    path("dang-ky/", views.signup, name="account_signup"),
    path("ngung/", views.account_inactive, name="account_inactive"),
    path("mat-khau/", views.password_change, name="account_change_password"),
]
