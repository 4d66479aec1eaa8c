import ast
import unittest
from pathlib import Path

CORE = Path(__file__).parents[2] / "core"


class TestPurity(unittest.TestCase):
    def test_core_knows_no_odoo_no_clock_no_files(self):
        for path in CORE.glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                names = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                    self.assertLessEqual(node.level, 1, f"{path.name} reaches out of core/")
                elif isinstance(node, ast.Attribute):
                    self.assertNotIn(node.attr, ("today", "now", "utcnow"), f"{path.name} reads the clock")
                elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    self.assertNotEqual(node.func.id, "open", f"{path.name} opens a file")
                for name in names:
                    self.assertNotIn(name.split(".")[0], ("odoo", "psycopg2", "requests", "time"), path.name)
