from sangto.transparency.models.entry import RegisterDay, RegisterEntry, RegisterTotal

__all__ = ["RegisterDay", "RegisterEntry", "RegisterTotal"]
