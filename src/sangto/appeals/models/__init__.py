from sangto.appeals.models.appeal import Appeal, AppealContact

__all__ = ["Appeal", "AppealContact"]
