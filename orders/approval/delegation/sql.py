"""Delegations as part of other statements: who may decide for whom on a day, without a statement of their own."""

# the people for whom one of %(asked)s decides on %(today)s
DELEGATORS = """
    SELECT d.delegator_id FROM orders_delegation d WHERE d.delegate_id = ANY(%(asked)s) AND d.ended_at IS NULL
        AND d.first_day <= %(today)s::date AND d.last_day >= %(today)s::date
"""
# who is told of the rows of ``steps`` whose turn it is (id, kind, approver_id, due_at): the person asked, and who
# decides for him on %(today)s, unless he is kept out (%(barred)s)
TO_TELL = """
    SELECT id, kind, approver_id, due_at FROM steps WHERE due_at IS NOT NULL
    UNION
    SELECT s.id, s.kind, d.delegate_id, s.due_at FROM steps s
    JOIN orders_delegation d ON d.delegator_id = s.approver_id AND d.ended_at IS NULL
        AND d.first_day <= %(today)s::date AND d.last_day >= %(today)s::date
    WHERE s.due_at IS NOT NULL AND NOT d.delegate_id = ANY(%(barred)s)
"""
# everybody who was told of a question that these people (a query, ``approver_id``) were asked
TOLD = """
    SELECT approver_id FROM {people} UNION SELECT d.delegate_id FROM orders_delegation d
    WHERE d.delegator_id IN (SELECT approver_id FROM {people})
"""
