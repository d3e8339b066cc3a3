from __future__ import annotations

from django.urls import path

from sangto.web.addresses import ROW
from sangto.web.reporting import periodic, periodic_groups, periodic_sections, training

_ONE = "bao-cao/<slug:reference>/"
_TRAINING = f"tap-huan/<{ROW}:number>/"

urlpatterns = [
    path("bao-cao/", periodic.list_page, name="desk_periodic_list"),
    path("bao-cao/dot-xuat/", periodic.ask_page, name="desk_periodic_ask"),
    path(_ONE, periodic.report_page, name="desk_periodic"),
    path(f"{_ONE}phan/<slug:key>/", periodic_sections.section_page, name="desk_periodic_section"),
    path(f"{_ONE}so-lieu/", periodic.figures_step, name="desk_periodic_figures"),
    path(f"{_ONE}trinh/", periodic.hand_in_step, name="desk_periodic_hand_in"),
    path(f"{_ONE}duyet/", periodic.submit_step, name="desk_periodic_submit"),
    path(f"{_ONE}tra-lai/", periodic.return_step, name="desk_periodic_return"),
    path(f"{_ONE}bo-sung/", periodic.amend_step, name="desk_periodic_amend"),
    path(f"{_ONE}huy/", periodic.cancel_step, name="desk_periodic_cancel"),
    path(f"{_ONE}trao-doi/", periodic.comment_step, name="desk_periodic_comment"),
    path(f"{_ONE}ban/<{ROW}:number>/", periodic.version_page, name="desk_periodic_version"),
    path(f"{_ONE}tep.<slug:ending>", periodic.report_file, name="desk_periodic_file"),
    path(f"{_ONE}tong-hop/<slug:key>/", periodic_groups.points_page, name="desk_periodic_points"),
    path(
        f"{_ONE}tong-hop/<slug:key>/bo/", periodic_groups.ungroup_step, name="desk_periodic_ungroup"
    ),
    path(
        f"{_ONE}nhom/<{ROW}:number>/du-thao/",
        periodic_groups.draft_step,
        name="desk_periodic_draft",
    ),
    path("tap-huan/", training.list_page, name="desk_trainings"),
    path("tap-huan/moi/", training.new_page, name="desk_training_new"),
    path(_TRAINING, training.training_page, name="desk_training"),
    path(f"{_TRAINING}sua/", training.edit_page, name="desk_training_edit"),
    path(f"{_TRAINING}thu-hoi/", training.cancel_step, name="desk_training_cancel"),
    path(f"{_TRAINING}tai-lieu/", training.material_page, name="desk_training_material"),
    path(
        f"{_TRAINING}tai-lieu/<{ROW}:material>/bo/",
        training.material_away,
        name="desk_training_material_away",
    ),
    path(
        f"{_TRAINING}tai-lieu/<{ROW}:material>/tep/",
        training.material_file,
        name="desk_training_file",
    ),
]
