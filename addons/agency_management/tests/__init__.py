from . import (
    test_deliverable,
    test_deliverable_trail,
    test_timer,
)
