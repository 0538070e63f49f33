"""Retention classes, and the one of each PV: all that there are keep what they have for ever."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import DATETIME

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIME = sa.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    """Make the table and the column."""
    op.create_table(
        "retention_class",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("raw", sa.String(8)),
        sa.Column("rollup_1m", sa.String(8)),
        sa.Column("rollup_1h", sa.String(8)),
        sa.Column("description", sa.String(1_000), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.add_column("pv", sa.Column("retention", sa.String(32)))


def downgrade() -> None:
    """Drop them."""
    op.drop_column("pv", "retention")
    op.drop_table("retention_class")
