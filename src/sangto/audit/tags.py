"""What can stand in the record: every room's tags, ``subject:action``. Lines are only added."""

from __future__ import annotations

from enum import StrEnum


class AuditTag(StrEnum):
    # queue
    TASK_REVIVED = "task:revived"
    # organisations
    CHARTER_LOADED = "charter:loaded"
    AGENCY_JOINED = "agency:joined"
    AGENCY_ENDED = "agency:ended"
    USER_CREATED = "user:created"
    USER_CHANGED = "user:changed"
    ROLE_GRANTED = "role:granted"
    ROLE_ENDED = "role:ended"
    HOLIDAY_OVERRIDDEN = "holiday:overridden"
    # documents
    FILE_STORED = "file:stored"
    FILE_DELETED = "file:deleted"
    # notices
    MAIL_QUEUED = "mail:queued"
    MAIL_SENT = "mail:sent"
    MAIL_DROPPED = "mail:dropped"
    MAIL_FAILED = "mail:failed"
    # intake
    REPORT_RECEIVED = "report:received"
    REPORT_REVIEW_STARTED = "report:review_started"
    REPORT_ANSWERED = "report:answered"
    REPORT_CLOSED = "report:closed"
    REPORT_CONTENT_DELETED = "report:content_deleted"
    REPORT_DISCLOSED = "report:disclosed"
    REPORT_ADDRESSES_FORGOTTEN = "report:addresses_forgotten"
    CONTACT_ERASED = "contact:erased"
    CONTACT_RESEALED = "contact:resealed"
    REPORT_PICTURES_DISCARDED = "report:pictures_discarded"
    # matching
    CLAIM_OPENED = "claim:opened"
    CLAIM_DESCRIBED = "claim:described"
    CLAIM_WORDING_ADDED = "claim:wording_added"
    CLAIM_INDICATOR_ADDED = "claim:indicator_added"
    CLAIM_WORDING_REMOVED = "claim:wording_removed"
    CLAIM_INDICATOR_REMOVED = "claim:indicator_removed"
    CLAIM_EMPTIED = "claim:emptied"
    CLAIM_MERGED = "claim:merged"
    REPORT_MATCHED = "report:matched"
    REPORT_MOVED = "report:moved"
    REPORT_LINK_CONFIRMED = "report:link_confirmed"
    REPORT_LINK_REJECTED = "report:link_rejected"
    REPORT_UNLINKED = "report:unlinked"
    INDEX_REBUILT = "index:rebuilt"
    # cases
    CASE_OPENED = "case:opened"
    CASE_JOINED = "case:joined"
    CASE_CATEGORY_SET = "case:category_set"
    CASE_CATEGORY_CONFIRMED = "case:category_confirmed"
    CASE_ASSIGNED = "case:assigned"
    CASE_ROUTED = "case:routed"
    CASE_TRANSFERRED = "case:transferred"
    CASE_ESCALATED = "case:escalated"
    CASE_NOTED = "case:noted"
    CASE_MOVED = "case:moved"
    CASE_ORIGIN_CHANGED = "case:origin_changed"
    CASE_CLOSED = "case:closed"
    CASE_CLOSED_OUT_OF_SCOPE = "case:closed_out_of_scope"
    # verdicts
    VERDICT_DRAFTED = "verdict:drafted"
    VERDICT_EDITED = "verdict:edited"
    VERDICT_EVIDENCE_ADDED = "verdict:evidence_added"
    VERDICT_SUBMITTED = "verdict:submitted"
    VERDICT_SENT_BACK = "verdict:sent_back"
    VERDICT_PUBLISHED = "verdict:published"
    VERDICT_SUPERSEDED = "verdict:superseded"
    VERDICT_WITHDRAWN = "verdict:withdrawn"
    VERDICT_HELD = "verdict:held"
    VERDICT_CLASSIFIED = "verdict:classified"
    VERDICT_RELEASED = "verdict:released"
    VERDICT_ANNOUNCED = "verdict:announced"
    # handling
    MEASURE_CREATED = "measure:created"
    MEASURE_DONE = "measure:done"
    FEEDBACK_ANSWERED = "feedback:answered"
