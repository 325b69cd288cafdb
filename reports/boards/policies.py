"""Who sees a tile, and who arranges a board for everybody in a role."""

from accounts import policies
from accounts.people.models import User
from accounts.roles import queries as roles
from accounts.roles.models import Role
from common import errors
from reports.boards.catalogue import Board, Tile

SHARE = "report.share"


def sees(actor: User, tile: Tile) -> bool:
    """Whether a tile is his to see: he has one of its rights, and no field that it needs is hidden from him."""
    if tile.any_of and not any(actor.can(verb) for verb in tile.any_of):
        return False
    return not any(policies.effect(actor, name) for name in tile.fields)


def roles_for(actor: User, board: Board) -> list[Role]:
    """The roles for which he may arrange a board that he looks at: those whose board it is, and the company's own
    roles, of which nobody can know. Empty for who puts no reports before others."""
    if not policies.can(actor, SHARE):
        return []
    active = [one for one in roles.list_roles() if one.is_active]
    return [one for one in active if one.code in board.roles or not one.is_shipped]


def role_for(actor: User, board: Board, code: str) -> Role:
    """One of them. Raises NotAllowed for who may not, NotFound."""
    policies.require(actor, SHARE)
    found = next((one for one in roles_for(actor, board) if one.code == code), None)
    if found is None:
        raise errors.NotFound()
    return found
