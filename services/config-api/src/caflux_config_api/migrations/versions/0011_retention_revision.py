"""Retention classes: the revision that last changed each, which its ETag is made of."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add it; whoever reads a class from before gets 0."""
    op.add_column(
        "retention_class", sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_column("retention_class", "revision")
