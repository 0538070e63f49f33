"""Collectors: what they have settled, and whether they are drained; PVs: the one that each is pinned to."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("collector", sa.Column("settled", sa.BigInteger()))
    op.add_column("collector", sa.Column("draining", sa.Boolean(), nullable=False, server_default="0"))
    op.add_column("pv", sa.Column("collector", sa.String(63)))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("pv", "collector")
    op.drop_column("collector", "draining")
    op.drop_column("collector", "settled")
