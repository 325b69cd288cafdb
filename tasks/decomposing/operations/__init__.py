"""Every write of this room: orders taken apart, proposals edited, released or discarded, rules kept."""

from tasks.decomposing.operations.editing import add_to_proposal as add_to_proposal
from tasks.decomposing.operations.editing import drop_from_proposal as drop_from_proposal
from tasks.decomposing.operations.editing import edit_proposed as edit_proposed
from tasks.decomposing.operations.editing import set_predecessors as set_predecessors
from tasks.decomposing.operations.releasing import release as release
from tasks.decomposing.operations.taking_apart import discard as discard
from tasks.decomposing.operations.taking_apart import leave_as_is as leave_as_is
from tasks.decomposing.operations.taking_apart import propose_order as propose_order
