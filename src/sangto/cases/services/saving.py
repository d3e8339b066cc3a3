"""A person's own filters of the inbox."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from sangto.audit.services import change
from sangto.audit.tags import AuditTag
from sangto.cases.domain.saving import filter_refusal, name_taken
from sangto.cases.models import SavedFilter
from sangto.cases.permissions import Permission, has_permission
from sangto.kernel.actor import Actor
from sangto.kernel.errors import NotVisible, Refused, insist
from sangto.kernel.ordering import ordered
from sangto.kernel.text import clean


def save_filter(*, name: str, query: str, actor: Actor) -> SavedFilter:
    """Keep a way of looking at the inbox under a name; at the end of the list."""
    name = clean(name).strip()
    with change(actor) as journal:
        user = _authorise(actor)
        mine = SavedFilter.objects.filter(user_id=user)
        insist(filter_refusal(name=name, query=query, number=mine.count()))
        last = mine.order_by("-position").values_list("position", flat=True).first()
        try:
            with transaction.atomic():
                row = SavedFilter.objects.create(
                    user_id=user, name=name, query=query, position=(last or 0) + 1
                )
        except IntegrityError:
            raise Refused(name_taken()) from None
        journal.record(AuditTag.FILTER_SAVED, row)
        return row


def rename_filter(*, saved: SavedFilter, name: str, is_default: bool, actor: Actor) -> SavedFilter:
    """Its name, and whether the inbox opens with it; one filter at most does."""
    name = clean(name).strip()
    with change(actor) as journal:
        user = _authorise(actor, saved)
        insist(filter_refusal(name=name, query=saved.query, number=0))
        if is_default:
            SavedFilter.objects.filter(user_id=user, is_default=True).exclude(pk=saved.pk).update(
                is_default=False
            )
        saved.name, saved.is_default = name, is_default
        try:
            with transaction.atomic():
                saved.save(update_fields=["name", "is_default"])
        except IntegrityError:
            raise Refused(name_taken()) from None
        journal.record(AuditTag.FILTER_SAVED, saved)
        return saved


def move_filter(*, saved: SavedFilter, up: bool, actor: Actor) -> None:
    """One place earlier or later among the person's own; at the end of the list nothing changes."""
    with change(actor) as journal:
        user = _authorise(actor, saved)
        rows = SavedFilter.objects.select_for_update().filter(user_id=user)
        keys = list(rows.order_by("position", "pk").values_list("pk", flat=True))
        moved = ordered(keys, saved.pk, up=up) if saved.pk in keys else keys
        if moved == keys:
            journal.nothing_changed()
            return
        for position, key in enumerate(moved, 1):
            SavedFilter.objects.filter(pk=key).update(position=position)
        journal.record(AuditTag.FILTER_SAVED, saved, {"up": up})


def remove_filter(*, saved: SavedFilter, actor: Actor) -> None:
    with change(actor) as journal:
        _authorise(actor, saved)
        journal.record(AuditTag.FILTER_REMOVED, saved)
        saved.delete()


def _authorise(actor: Actor, saved: SavedFilter | None = None) -> int:
    """The number of the person; :class:`NotVisible` for everybody else's filter."""
    if not has_permission(actor, Permission.VIEW) or actor.user_id is None:
        raise NotVisible
    if saved is not None and saved.user_id != actor.user_id:
        raise NotVisible
    return actor.user_id
