from ..core.agency_import_errors import RowError
from ..core.agency_import_values import fold

#: module of the external identifiers by which imported records are known again
MODULE = "__agency_import__"


class Lookup:
    """Finds what the rows of a chunk refer to, with as many queries for ten rows as for a thousand.

    References are external identifiers (``ir.model.data``) and not a field of each model: they are unique in the
    database, vanish with their record, and show in Odoo's own exports.
    """

    def __init__(self, env, company):
        """:param env: elevated environment: what may be referred to is what the company has, whoever imports"""
        self.env = env
        self.company = company
        self._tables = {}

    # ------------------------------------------------------------------ references

    def key_name(self, kind, ref):
        return f"{kind}_{self.company.id}_{fold(ref)}"

    def by_ref(self, kind, model, refs):
        """:return dict: folded reference -> record imported under it"""
        names = {self.key_name(kind, ref): fold(ref) for ref in refs if ref}
        if not names:
            return {}
        keys = self.env["ir.model.data"].search_fetch(
            [("module", "=", MODULE), ("model", "=", model), ("name", "in", list(names))], ["name", "res_id"]
        )
        alive = set(self.env[model].with_context(active_test=False).browse(keys.mapped("res_id")).exists().ids)
        # one prefetch for all of them
        records = self.env[model].browse(alive)
        by_id = {record.id: record for record in records}
        return {names[key.name]: by_id[key.res_id] for key in keys if key.res_id in alive}

    def bind(self, kind, ref, record):
        """Remember under which reference a record was imported; the database refuses a second one."""
        data = self.env["ir.model.data"]
        name = self.key_name(kind, ref)
        stale = data.search([("module", "=", MODULE), ("name", "=", name)])
        if stale.res_id == record.id and stale.model == record._name:
            return
        if stale and not self.env[stale.model].browse(stale.res_id).exists():
            stale.unlink()
        data.create({"module": MODULE, "name": name, "model": record._name, "res_id": record.id, "noupdate": True})

    def bound(self, kind, records):
        """:return set: ids of records that were imported under some reference"""
        keys = self.env["ir.model.data"].search_fetch(
            [
                ("module", "=", MODULE),
                ("model", "=", records._name),
                ("res_id", "in", records.ids),
                ("name", "=like", f"{kind}_{self.company.id}_%"),
            ],
            ["res_id"],
        )
        return set(keys.mapped("res_id"))

    # ------------------------------------------------------------------ small tables, read once

    def find(self, column, text, model, names=("name",), domain=()):
        """:return: the record of a small table that goes by a text; all of the table is read once

        :param tuple names: fields of which one must equal the text, regardless of capitals and spaces
        :raise RowError: none, or several
        """
        table = self._tables.get((model, names))
        if table is None:
            table = self._tables[model, names] = {}
            for record in self.env[model].search(list(domain)):
                for name in names:
                    if record[name]:
                        table.setdefault(fold(record[name]), []).append(record)
        return self.one(column, text, table.get(fold(text), ()))

    def one(self, column, text, records):
        """:return: the only one of records; :raise RowError: otherwise"""
        found = list(dict.fromkeys(records))
        if not found:
            raise RowError("not_found", column, value=text)
        if len(found) > 1:
            raise RowError("ambiguous", column, value=text, count=len(found))
        return found[0]

    def user(self, column, text):
        """:return: an internal user of the company, by login or e-mail address"""
        domain = [("share", "=", False), ("company_ids", "in", self.company.ids)]
        return self.find(column, text, "res.users", ("login", "email"), domain)

    def currency(self, column, text):
        return self.find(column, text, "res.currency")

    def of_company(self):
        return [("company_id", "in", (False, self.company.id))]

    # ------------------------------------------------------------------ clients

    def load_clients(self, texts):
        """Find clients by reference, by Odoo's own reference and by name; see :meth:`client`."""
        texts = [text for text in texts if text]
        folded = {fold(text) for text in texts}
        self._client_refs = self.by_ref("clients", "res.partner", texts)
        partners = self.named_partners(folded)
        partners |= self.env["res.partner"].search(
            [("parent_id", "=", False), ("client_state", "!=", False), ("ref", "in", texts), *self.of_company()]
        )
        self._client_names = {}
        for partner in partners.filtered("client_state"):
            for word in (partner.ref, partner.name):
                if word and fold(word) in folded:
                    self._client_names.setdefault(fold(word), []).append(partner)
        #: all clients the texts may mean
        self.clients = partners.filtered("client_state").union(*self._client_refs.values())

    def named_partners(self, folded):
        """:return: ``res.partner`` without a parent whose name is one of some, regardless of capitals"""
        self.env["res.partner"].flush_model(["name", "parent_id", "active", "company_id"])
        self.env.cr.execute(
            """
            SELECT id FROM res_partner
             WHERE lower(name) = ANY(%s) AND parent_id IS NULL AND active
               AND (company_id IS NULL OR company_id = %s)
            """,
            [list(folded), self.company.id],
        )
        return self.env["res.partner"].browse([row[0] for row in self.env.cr.fetchall()])

    def client(self, column, text):
        """:return: the client a text means: a reference of an import, else Odoo's reference or the name"""
        imported = self._client_refs.get(fold(text))
        return imported or self.one(column, text, self._client_names.get(fold(text), ()))


def changes(record, values):
    """What of some values a record does not hold yet.

    :param dict values: as for ``write``; many2many fields by ``Command.set``
    :return dict: the part of the values that differs
    """
    differing = {}
    for name, value in values.items():
        field = record._fields[name]
        if field.type == "many2many":
            same = set(record[name].ids) == {key for command in value for key in command[2]}
        elif field.type == "many2one":
            same = (record[name].id or False) == (value or False)
        elif field.type in ("float", "monetary"):
            same = abs(record[name] - value) < 1e-6
        else:
            same = (record[name] or False) == (value or False)
        if not same:
            differing[name] = value
    return differing
