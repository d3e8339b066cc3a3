from __future__ import annotations

from allauth.account import views as sign_in
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as keys
from django.urls import path

from sangto.web.accounts import factor_pages, leaving, own, people, roles, welcome

own_patterns = [
    path("", own.account, name="account"),
    path("ho-so/", own.profile, name="account_profile"),
    path("phien/", own.sessions, name="account_sessions"),
    path("phien/ket-thuc-khac/", own.sessions_end_others, name="account_sessions_end_others"),
    path("phien/<uuid:public_id>/ket-thuc/", own.session_end, name="account_session_end"),
    path("dang-nhap/", sign_in.login, name="account_login"),
    path("dang-nhap/khoa/", keys.login_webauthn, name="mfa_login_webauthn"),
    path("dang-nhap/buoc-hai/", mfa.authenticate, name="mfa_authenticate"),
    path("dang-xuat/", sign_in.logout, name="account_logout"),
    path("dang-ky/", sign_in.signup, name="account_signup"),
    path("ngung/", sign_in.account_inactive, name="account_inactive"),
    path("mat-khau/", own.password_change, name="account_change_password"),
    path("quen-mat-khau/", sign_in.password_reset, name="account_reset_password"),
    path("quen-mat-khau/da-gui/", sign_in.password_reset_done, name="account_reset_password_done"),
    path(
        "quen-mat-khau/xong/",
        sign_in.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path(
        "quen-mat-khau/<str:uidb36>/<str:key>/",
        sign_in.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("xac-nhan/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("xac-nhan/ma/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("xac-nhan/khoa/", keys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("buoc-hai/", factor_pages.index, name="mfa_index"),
    path("buoc-hai/ung-dung/", factor_pages.activate_app, name="mfa_activate_totp"),
    path("buoc-hai/ung-dung/bo/", factor_pages.deactivate_app, name="mfa_deactivate_totp"),
    path("buoc-hai/khoa/", factor_pages.keys, name="mfa_list_webauthn"),
    path("buoc-hai/khoa/them/", factor_pages.add_key, name="mfa_add_webauthn"),
    path("buoc-hai/khoa/<int:pk>/", factor_pages.edit_key, name="mfa_edit_webauthn"),
    path("buoc-hai/khoa/<int:pk>/bo/", factor_pages.remove_key, name="mfa_remove_webauthn"),
    path("buoc-hai/ma-du-phong/", factor_pages.codes, name="mfa_view_recovery_codes"),
    path("buoc-hai/ma-du-phong/moi/", factor_pages.new_codes, name="mfa_generate_recovery_codes"),
    path("moi/<str:token>/", welcome.invitation, name="account_invitation"),
]

desk_patterns = [
    path("", people.people, name="desk_people"),
    path("vai-tro/", roles.roles, name="desk_roles"),
    path("moi/", people.invite_person, name="desk_invite"),
    path("loi-moi/<int:pk>/gui-lai/", people.invitation_again, name="desk_invitation_again"),
    path("loi-moi/<int:pk>/thu-hoi/", people.invitation_revoke, name="desk_invitation_revoke"),
    path("<int:pk>/", people.person, name="desk_person"),
    path("<int:pk>/vai-tro/", people.role_grant, name="desk_role_grant"),
    path("<int:pk>/vai-tro/<int:membership>/", people.role_end, name="desk_role_end"),
    path("<int:pk>/ngung/", people.deactivate, name="desk_person_deactivate"),
    path("<int:pk>/buoc-hai/", people.factors_reset, name="desk_factors_reset"),
    path("<int:pk>/ban-giao/", leaving.leaving, name="desk_leaving"),
]

urlpatterns = own_patterns
