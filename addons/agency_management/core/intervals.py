"""Sets of time as sorted lists of half-open intervals ``(start, end)``.

Start and end are whole numbers (minutes since 1970-01-01 UTC wherever the suite uses them), so nothing is rounded and
comparing is cheap. Every function accepts intervals in any order, overlapping or empty, unless it says otherwise, and
returns a *normal* list: sorted, without empty intervals, neighbours that touch joined.
"""


def merge(intervals):
    """Union of intervals.

    :param intervals: iterable of (start, end)
    :return list: the normal list of the same points
    """
    result = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if result and start <= result[-1][1]:
            if end > result[-1][1]:
                result[-1] = (result[-1][0], end)
        else:
            result.append((start, end))
    return result


def intersect(one, other):
    """:return list: the points that are in both sets"""
    one, other = merge(one), merge(other)
    result = []
    left = right = 0
    while left < len(one) and right < len(other):
        start = max(one[left][0], other[right][0])
        end = min(one[left][1], other[right][1])
        if start < end:
            result.append((start, end))
        if one[left][1] < other[right][1]:
            left += 1
        else:
            right += 1
    return result


def subtract(one, other):
    """:return list: the points of the first set that are not in the second"""
    result = []
    other = merge(other)
    position = 0
    for start, end in merge(one):
        while position < len(other) and other[position][1] <= start:
            position += 1
        ahead = position
        while ahead < len(other) and other[ahead][0] < end:
            if start < other[ahead][0]:
                result.append((start, other[ahead][0]))
            start = max(start, other[ahead][1])
            ahead += 1
        if start < end:
            result.append((start, end))
    return result


def length(intervals):
    """:return int: how many points the set has; overlaps count once"""
    return sum(end - start for start, end in merge(intervals))
