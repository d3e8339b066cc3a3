from sangto.reporting.models.digest import Digest, DigestWish

__all__ = ["Digest", "DigestWish"]
