"""archive: a site knows up to where its log is in files; a ticket finds its slips by their key

Without the second, deleting a day's tickets would look through all slips for each of them.

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sites", sa.Column("archived_seq", sa.BigInteger(), server_default="0", nullable=False))
    with op.batch_alter_table("slips") as slips:
        slips.drop_constraint("pk_slips", type_="primary")
        slips.create_primary_key("pk_slips", ["site_id", "ticket_id", "id"])
