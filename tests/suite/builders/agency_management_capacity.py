"""Builders of bookings."""


def build_agency_booking(env, ctx, scope):
    # clients have no employee; what is booked for them is their manager's
    owner = ctx.project.user_id if ctx.owner.share else ctx.owner
    return {
        "employee_id": ctx.employees[owner].id,
        "project_id": ctx.project.id,
        "start_date": "2027-03-15",
        "end_date": "2027-03-19",
        "hours": 8.0,
    }
