"""The people who can log in to the demo agency; ``make run`` prints them.

Loaded by path as well, so this module imports nothing.
"""

#: (what they are, login, password)
LOGINS = [
    ("Administrator", "admin", "admin"),
    ("Marketing manager", "mara", "mara"),
    ("Project manager", "paul", "paul"),
    ("Team member", "tess", "tess"),
    ("Accountant", "ada", "ada"),
    ("HR manager", "hugo", "hugo"),
    ("Client: Harbor & Pine Furniture", "june", "june"),
    ("Client: Kestrel Outdoor", "theo", "theo"),
]
