"""Taking everything along: a backup, a restored desk, and the move from SQLite to PostgreSQL.

A backup is one file with every row, every stored file and the keys, read at one moment while the
desk goes on working. It knows no database: what was taken from SQLite can be restored into
PostgreSQL and the other way round. Nothing here ever writes into the database it reads from.
"""
