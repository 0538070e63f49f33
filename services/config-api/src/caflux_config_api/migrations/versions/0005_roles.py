"""Users: disabled, by single sign-on, with a reach. Sessions that slide, tokens with a scope."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.mysql import DATETIME

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.DateTime().with_variant(DATETIME(fsp=6), "mysql", "mariadb")


def upgrade() -> None:
    """Add the columns; who is there stays an admin with a password, and keys go on as they are."""
    op.add_column("user", sa.Column("disabled", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("user", sa.Column("origin", sa.String(16), nullable=False, server_default="local"))
    op.add_column("user", sa.Column("subject", sa.String(255)))
    op.add_column("user", sa.Column("reach", sa.JSON()))
    op.add_column("user", sa.Column("seen_at", TIME))
    op.create_index("ix_user_subject", "user", ["subject"], unique=True)
    op.add_column("access_key", sa.Column("scope", sa.JSON()))
    op.add_column("access_key", sa.Column("used_at", TIME))
    op.add_column("access_key", sa.Column("ends_at", TIME))
    op.execute("UPDATE access_key SET ends_at = expires_at")


def downgrade() -> None:
    """Drop them: users of other roles than admin go, and keys that may less than their user."""
    op.execute("DELETE FROM access_key WHERE scope IS NOT NULL")
    op.execute("DELETE FROM user WHERE role <> 'admin' OR origin <> 'local' OR disabled")
    for column in ("scope", "used_at", "ends_at"):
        op.drop_column("access_key", column)
    op.drop_index("ix_user_subject", "user")
    for column in ("disabled", "origin", "subject", "reach", "seen_at"):
        op.drop_column("user", column)
