"""Orders to delete data from the archive."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import DATETIME

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "purge",
        sa.Column("id", ID, primary_key=True),
        sa.Column("pv", sa.String(255), nullable=False, index=True),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("before_ns", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("asked_at", TIME, nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("withdrawn_at", TIME),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )
    op.create_table(
        "purge_report",
        sa.Column("purge_id", ID, sa.ForeignKey("purge.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("collector", sa.String(63), primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("detail", sa.String(1_000), nullable=False),
        sa.Column("deleted", sa.JSON(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
        mysql_engine="InnoDB",
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("purge_report")
    op.drop_table("purge")
