"""Invented sample data of the demo network "tỉnh Mẫu": `claims.yaml` and `reports.jsonl`.

Only data lives here; README.md beside it explains the fields.
"""
