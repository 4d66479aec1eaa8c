"""Searching by yes-or-no fields that are computed and not stored."""


def flag_domain(operator, value, ids):
    """The domain that stands for a condition on such a field.

    :param str operator: ``=``, ``!=``, ``in`` or ``not in``, as the series send them
    :param value: what is compared with; a collection with ``in`` and ``not in``
    :param list ids: the records whose flag is set
    :return list: a domain on ``id``
    :raise ValueError: a comparison that makes no sense for yes or no
    """
    if operator not in ("=", "!=", "in", "not in"):
        raise ValueError(f"a yes-or-no field cannot be searched with {operator}")
    wanted = {bool(one) for one in value} if operator in ("in", "not in") else {bool(value)}
    if operator in ("!=", "not in"):
        wanted = {True, False} - wanted
    if len(wanted) == 1:
        return [("id", "in" if True in wanted else "not in", ids)]
    return [(1, "=", 1)] if wanted else [(0, "=", 1)]
