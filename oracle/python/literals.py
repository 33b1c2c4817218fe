"""What Python makes of literal expressions.

    python oracle/python/literals.py

Writes packages/python/src/fixtures/literals.json: expressions with their values (tuples as lists), or null under
`value` and `computed` true for what only running it would tell.
"""

import ast
import json
from pathlib import Path

LITERALS = [
    "'a'", '"a"', "'''a\nb'''", '"""a"b"""', "r'\\n'", "R'\\d+'", "u'a'", "'a' 'b'", "('a'\n 'b')", "'a' \"b\" r'\\c'",
    "'\\n\\t\\\\\\'\\\"'", "'\\x41\\u00e9\\U0001F600'", "'\\101\\7'", "'a\\\nb'", "'\\d'", "''", "'é漢'", "1", "-1", "+2",
    "1_000", "0x1F", "0b101", "0o17", "1.5", ".5", "1e3", "1_0.5e-1_0", "True", "False", "None", "[1, 'a', None]", "(1,)",
    "()", "(1, (2, 3))", "{'a': 1, 'b': [2]}", "{}", "[]", "(('a'))", "[-1, +1]", "[1, # comment\n 2,]",
]
COMPUTED = ["f'{x}'", "f'a'", "b'a'", "'a' f'{x}'", "'a' % b", "'a'.upper()", "[1, x]", "{'a': f()}", "1 + x", "x", "not True", "{**a}"]


def main() -> None:
    rows = [{"text": text, "value": ast.literal_eval(text), "computed": False} for text in LITERALS]
    rows += [{"text": text, "value": None, "computed": True} for text in COMPUTED]
    target = Path(__file__).parents[2] / "packages/python/src/fixtures/literals.json"
    target.write_text(json.dumps(rows, indent=1) + "\n")


main()
