"""Factoring: what several terms share is written once."""

from collections import Counter
from collections.abc import Sequence

from mmuviz.sweep.formula import Formula, Product, product, size, total

_Term = tuple[Formula, ...]


def factored(terms: Sequence[_Term]) -> Formula:
    """Return a sum of products with shared parts pulled out, those that save most first.

    Sums that come about are parts themselves: `a ∧ c ∨ a ∧ d ∨ b ∧ c ∨ b ∧ d` becomes
    `(a ∨ b) ∧ (c ∨ d)`.
    """
    left = list(terms)
    while shared := _shared(left):
        holding = [term for term in left if all(part in term for part in shared)]
        rests = [tuple(part for part in term if part not in shared) for term in holding]
        rest = factored(rests)
        left = [term for term in left if term not in holding]
        left.append((*shared, *(rest.parts if isinstance(rest, Product) else (rest,))))
    return total([product(term) for term in left])


def _shared(terms: Sequence[_Term]) -> _Term:
    """Return the parts that some terms share, and that save most literals; none: ()."""
    best: _Term = ()
    saved = 0
    counts = Counter(part for term in terms for part in term)
    for part, count in counts.items():
        if count > 1:
            first, *others = (term for term in terms if part in term)
            common = tuple(one for one in first if all(one in other for other in others))
            saves = len(others) * sum(map(size, common))
            if saves > saved:
                best, saved = common, saves
    return best
