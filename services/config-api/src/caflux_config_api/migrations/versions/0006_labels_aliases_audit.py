"""PVs: fields, replicas, groups, tags, owner; deleted ones that can be restored; aliases; the audit."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import DATETIME

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")
OPTIONS: dict[str, Any] = {
    "mysql_charset": "utf8mb4",
    "mysql_collate": "utf8mb4_bin",
    "mysql_engine": "InnoDB",
}
WORDS = {"fields": 600, "groups": 2_100, "tags": 2_100, "owner": 64}


def upgrade() -> None:
    """Add them; a PV that is there already has none of these."""
    for column, length in WORDS.items():
        op.add_column("pv", sa.Column(column, sa.String(length), nullable=False, server_default=""))
    op.add_column("pv", sa.Column("replicas", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("pv", sa.Column("deleted_at", TIME))
    op.add_column("pv", sa.Column("deleted_by", sa.String(64)))
    op.create_index("ix_pv_deleted_at", "pv", ["deleted_at"])
    op.create_table(
        "pv_alias",
        sa.Column("name", sa.String(255), primary_key=True),
        sa.Column("pv_id", ID, sa.ForeignKey("pv.id", ondelete="CASCADE"), nullable=False, index=True),
        sa.Column("renamed", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        **OPTIONS,
    )
    op.create_table(
        "audit",
        sa.Column("id", ID, primary_key=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("action", sa.String(16), nullable=False),
        sa.Column("before", sa.JSON()),
        sa.Column("after", sa.JSON()),
        sa.Index("audit_of", "kind", "name", "id"),
        **OPTIONS,
    )


def downgrade() -> None:
    """Drop them, one by one; an older version knows no deleted PVs, and would archive them."""
    op.drop_table("audit")
    op.drop_table("pv_alias")
    op.execute("DELETE FROM pv WHERE deleted_at IS NOT NULL")
    op.drop_index("ix_pv_deleted_at", "pv")
    for column in ("deleted_by", "deleted_at", "replicas", *reversed(WORDS)):
        op.drop_column("pv", column)
