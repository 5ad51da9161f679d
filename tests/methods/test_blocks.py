from __future__ import annotations

import numpy as np
import pytest

from hytti.methods._blocks import in_blocks


def _sums(first, second):
    return (np.vecdot(first, second), first + second)


@pytest.mark.parametrize("cells", [1, 7, 10**6])
@pytest.mark.parametrize("shapes", [((5, 3), (3,)), ((2, 1, 3), (6, 3)), ((3,), (3,)), ((0, 3), (3,))])
def test_blocks_of_any_size_give_what_the_whole_gives(cells, shapes):
    first, second = (np.random.default_rng(1).random(shape) for shape in shapes)
    one, two = in_blocks(_sums, first, second, cells=cells)
    np.testing.assert_allclose(one, (first * second).sum(axis=-1))
    np.testing.assert_array_equal(two, first + second)
