"""PVs: another PV that suspends the archiving, and whether the record's archive deadband decides."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; a PV that is there already is archived as before."""
    op.add_column("pv", sa.Column("controlling_pv", sa.String(255)))
    op.add_column("pv", sa.Column("use_adel", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    """Drop the columns, one by one: to make the table anew would delete what refers to it."""
    op.drop_column("pv", "use_adel")
    op.drop_column("pv", "controlling_pv")
