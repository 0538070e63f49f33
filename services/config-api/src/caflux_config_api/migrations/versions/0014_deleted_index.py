"""On SQLite the index of deleted PVs has these alone.

SQLite keeps no count of what an index holds. It took "not deleted" for few PVs and went through all of them
for each page of a list and each thousand rows of an import.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NAME = "ix_pv_deleted_at"


def upgrade() -> None:
    """Make it anew."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index(NAME, "pv")
        op.create_index(NAME, "pv", ["deleted_at"], sqlite_where=sa.text("deleted_at IS NOT NULL"))


def downgrade() -> None:
    """Make it of all again."""
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index(NAME, "pv")
        op.create_index(NAME, "pv", ["deleted_at"])
