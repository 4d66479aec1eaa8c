from . import (
    test_assignment,
    test_conversion,
    test_first_response,
    test_intake,
    test_member_invite,
    test_pipeline,
    test_pipeline_screen,
    test_role_rights,
    test_scoring,
    test_touches,
)
