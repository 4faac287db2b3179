"""The database: base of all tables, engine set-up for both engines, the one unit of work, idempotency,
migrations.
"""
