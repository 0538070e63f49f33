"""Metadata of PVs: since when they hold, the record's DESC, and the versions before."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPTIONS: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
}
LIMITS = ("display_low", "display_high", "warning_low", "warning_high", "alarm_low", "alarm_high")
SINCE = {
    "sqlite": "CAST(strftime('%s', reported_at) AS INTEGER) * 1000000000",
    "mysql": "TIMESTAMPDIFF(MICROSECOND, '1970-01-01', reported_at) * 1000",
}


def upgrade() -> None:
    """Add them; what is known has been so since it was last reported."""
    op.add_column("pv_metadata", sa.Column("description", sa.String(100)))
    op.add_column(
        "pv_metadata", sa.Column("valid_from_ns", sa.BigInteger(), nullable=False, server_default="0")
    )
    dialect = "sqlite" if op.get_bind().dialect.name == "sqlite" else "mysql"
    op.execute(f"UPDATE pv_metadata SET valid_from_ns = {SINCE[dialect]}")  # noqa: S608 - constants
    op.create_table(
        "pv_metadata_version",
        sa.Column("pv_id", ID, sa.ForeignKey("pv.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("valid_from_ns", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("native_type", sa.String(16), nullable=False),
        sa.Column("element_count", sa.BigInteger(), nullable=False),
        sa.Column("egu", sa.String(40)),
        sa.Column("precision", sa.Integer()),
        *(sa.Column(limit, sa.Double()) for limit in LIMITS),
        sa.Column("enum_strings", sa.JSON()),
        sa.Column("ioc_host", sa.String(255)),
        sa.Column("description", sa.String(100)),
        **OPTIONS,
    )


def downgrade() -> None:
    """Drop them; the latest metadata stay."""
    op.drop_table("pv_metadata_version")
    op.drop_column("pv_metadata", "valid_from_ns")
    op.drop_column("pv_metadata", "description")
