from sangto.audit.models.event import AuditEvent
from sangto.audit.models.seal import Seal

__all__ = ["AuditEvent", "Seal"]
