"""Examples of what the APIs take and answer, by the model's name: what people copy from the documents."""

from caflux_service.examples.config import CONFIG
from caflux_service.examples.query import QUERY
from caflux_service.examples.supervisor import SUPERVISOR
from caflux_service.examples.taken import TAKEN

EXAMPLES = TAKEN | CONFIG | QUERY | SUPERVISOR
