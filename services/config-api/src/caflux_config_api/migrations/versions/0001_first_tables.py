"""The first tables: revision, PVs with metadata, collectors, users with their sessions and tokens."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import DATETIME

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")
OPTIONS: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
}


def upgrade() -> None:
    """Make the tables."""
    revisions = op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        **OPTIONS,
    )
    op.bulk_insert(revisions, [{"id": 1, "value": 1}])
    _make_pvs()
    op.create_table(
        "collector",
        sa.Column("id", sa.String(63), primary_key=True),
        sa.Column("host", sa.String(255), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("engine_url", sa.String(255), nullable=False),
        sa.Column("manager_url", sa.String(255)),
        sa.Column("capacity", sa.BigInteger(), nullable=False),
        sa.Column("registered_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        **OPTIONS,
    )
    _make_users()


def _make_pvs() -> None:
    op.create_table(
        "pv",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.String(255), nullable=False, unique=True),
        sa.Column("name_folded", sa.String(765), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("mode", sa.String(16), nullable=False),
        sa.Column("period_s", sa.Double()),
        sa.Column("deadband", sa.Double()),
        sa.Column("max_rate_hz", sa.Double()),
        sa.Column("description", sa.String(1_000), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("changed_by", sa.String(64), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False, index=True),
        **OPTIONS,
    )
    limits = ("display_low", "display_high", "warning_low", "warning_high", "alarm_low", "alarm_high")
    op.create_table(
        "pv_metadata",
        sa.Column("pv_id", ID, sa.ForeignKey("pv.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("native_type", sa.String(16), nullable=False),
        sa.Column("element_count", sa.BigInteger(), nullable=False),
        sa.Column("egu", sa.String(40)),
        sa.Column("precision", sa.Integer()),
        *(sa.Column(limit, sa.Double()) for limit in limits),
        sa.Column("enum_strings", sa.JSON()),
        sa.Column("ioc_host", sa.String(255)),
        sa.Column("reported_at", TIME, nullable=False),
        **OPTIONS,
    )


def _make_users() -> None:
    op.create_table(
        "user",
        sa.Column("id", ID, primary_key=True),
        sa.Column("name", sa.String(64), nullable=False, unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        **OPTIONS,
    )
    op.create_table(
        "access_key",
        sa.Column("id", ID, primary_key=True),
        sa.Column("user_id", ID, sa.ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False, index=True),
        **OPTIONS,
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("access_key", "user", "collector", "pv_metadata", "pv", "revision"):
        op.drop_table(table)
