"""Builder of folder templates."""


def build_agency_folder_template(env, ctx, scope):
    return {"name": ctx.unique("Folder")}
