from sangto.consultation.models.draft import Draft, DraftVersion, Provision

__all__ = ["Draft", "DraftVersion", "Provision"]
