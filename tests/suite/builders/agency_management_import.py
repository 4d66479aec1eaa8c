"""Builders of data imports and their lines. Each role has the kind it imports."""

import base64


def build_agency_import(env, ctx, scope):
    return {
        "name": ctx.unique("Import"),
        "kind": "retainers" if ctx.role == "accountant" else "clients",
        "filename": "data.csv",
        "file": base64.b64encode(b"name\nAlpha\n"),
        "company_id": env.company.id,
    }


def build_agency_import_line(env, ctx, scope):
    batch = env["agency.import"].create(build_agency_import(env, ctx, scope))
    return {"import_id": batch.id, "line_no": 2, "key": ctx.unique("Alpha"), "cells": '["Alpha"]', "action": "create"}
