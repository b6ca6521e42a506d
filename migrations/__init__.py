"""The schema's history, for Alembic; `queue_service.store.migrate` runs it."""
