"""Reporting something, and coming back with the receipt. No account, no cookie but the form's."""
