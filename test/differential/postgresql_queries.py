"""postgresql_queries.py SOURCE [FILE...]: runs the queries of PostgreSQL's regression tests on masked copies of their tables.

SOURCE is the folder src/test/regress of PostgreSQL's source, which the server has to be able to read. Each file gets a
database of its own, on the server that the environment names, with the tables of the tests before it. What is no query runs
as it is; a query runs on the releases of each policy of compare.sql, with pg_veil.rewrite on and off, and the rows have to be
the same. Prints lines "passed<TAB>test" and "failed<TAB>test", each difference with its query, and sums. COMPARISON_LOG names a
file for all that was run.
"""
import collections
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
BEFORE = ["test_setup", "create_aggregate", "create_misc", "create_index", "create_view"]
FILES = ["select", "select_distinct", "select_distinct_on", "select_implicit", "select_having", "select_views", "subselect",
         "union", "case", "join", "join_hash", "aggregates", "groupingsets", "window", "limit", "with", "tsrf",
         "incremental_sort", "memoize", "equivclass", "inherit", "partition_join", "partition_aggregate", "partition_prune",
         "rangefuncs", "rowtypes", "tidscan", "bitmapops", "btree_index", "hash_index", "functional_deps"]
# Functions whose names hold these tell of the plan.
OF_PLANS = ("explain", "batches")
OTHER_ROLE = re.compile(r"(set|reset)\s+(local\s+)?(session\s+)?(role|authorization)\b|create\s+(user|role)\b", re.IGNORECASE)
POLICIES = ["pseudonyms", "permuted", "ranges", "keys", "filtered"]
# Refused: by the same error with the rewriting as without it. Unstable: other plans give other rows without the rewriting too.
TOLD = ("run", "rewritten", "refused", "unstable", "too slow", "different")
# Of a query on one policy, with all its plans.
TIMEOUT = "5s"

TOKEN = re.compile(r"""
    (?P<comment> --[^\n]* )
  | (?P<block> /\* )
  | (?P<text> [eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' )
  | (?P<name> "(?:[^"]|"")*" )
  | (?P<dollar> \$(?:[A-Za-z_][A-Za-z_0-9]*)?\$ )
  | (?P<word> [A-Za-z_][A-Za-z_0-9$]* )
  | (?P<number> \d[\w.]* | \$\d+ )
  | (?P<meta> \\[^\n]* )
  | (?P<other> . )
""", re.VERBOSE | re.DOTALL)


def statements(script):
    """Yields (line, text, words) of each statement that psql would send: the text without comments, each word in lower case
    with the depth of the parentheses around it."""
    text, words, depth, body, line, at, start = [], [], 0, 0, 1, 0, 1
    while at < len(script):
        match = TOKEN.match(script, at)
        kind, token = match.lastgroup, match.group()
        if kind == "block":
            nested, end = 1, at + 2
            while nested:
                edge = re.compile(r"/\*|\*/").search(script, end)
                nested += 1 if edge.group() == "/*" else -1
                end = edge.end()
            token = script[at:end]
        elif kind == "dollar":
            token = script[at:script.index(token, at + len(token)) + len(token)]
        at += len(token)
        if not "".join(text).strip():
            start = line
        line += token.count("\n")
        if kind in ("comment", "block"):
            text.append(" ")
            continue
        if kind == "meta":
            # \gset and the like use up what stands before them.
            text, words, depth, body = [], [], 0, 0
            if token.startswith((r"\set", r"\getenv")):
                yield line, token, []
            continue
        if kind == "word":
            words.append((token.lower(), depth))
            if words[0][0] == "create" and {"function", "procedure"} & {word for word, _ in words[:4]}:
                # The body of a function in SQL holds semicolons.
                if token.lower() in ("begin", "case") and (body or token.lower() == "begin"):
                    body += 1
                elif token.lower() == "end" and body:
                    body -= 1
        elif token == "(":
            depth += 1
        elif token == ")":
            depth -= 1
        elif token == ";" and depth <= 0 and not body:
            whole = "".join(text).strip()
            if whole:
                if re.match(r"copy\b.*\bfrom\s+stdin\b", whole, re.IGNORECASE | re.DOTALL):
                    end = script.index("\n\\.\n", at) + 4
                    whole, line, at = whole + ";" + script[at:end], line + script.count("\n", at, end), end
                yield start, whole, words
            text, words, depth, body = [], [], 0, 0
            continue
        text.append(token)


def query_of(text, words):
    """The query to compare, or None where the statement is something else."""
    explained = re.match(r"explain\s*(\([^)]*\)|analyze|verbose|\s)*", text, re.IGNORECASE)
    if explained:
        text = text[explained.end():]
        words = [pair for pair in words if pair[1] or pair[0] not in ("explain", "analyze", "verbose")]
    if not words or not re.match(r"[\s(]*(select|with|values|table)\b", text, re.IGNORECASE):
        return None
    used = {word for word, _ in words}
    if used & {"insert", "delete", "merge"} or "update" in used and "for" not in used or ("into", 0) in words:
        return None
    if any(part in word for word in used for part in OF_PLANS):
        return None
    return text


def script_of(name, script):
    """What psql runs for one file."""
    known = set(re.findall(r"[a-z_][a-z_0-9]*", script.lower()))
    release = "SELECT comparison.release('{%s}');\n" % ",".join(sorted(known))
    yield release
    before = None
    for line, text, words in statements(script):
        first = words[0][0] if words else ""
        query = query_of(text, words)
        if query:
            # Most queries that are explained are run afterwards.
            if query == before:
                continue
            before = query
            ordered = str(("order", 0) in words and not {("limit", 0), ("fetch", 0)} & set(words)).lower()
            for policy in POLICIES:
                yield (f"SELECT comparison.compare('{policy}', '{name}.sql:{line}', {ordered}, "
                       f"$veil_query${query}$veil_query$);\n")
        elif first == "explain" or OTHER_ROLE.match(text):
            continue
        else:
            # A temporary table can have no release, and a view stands in the way of DROP TABLE.
            text = re.sub(r"^create\s+((local|global)\s+)?temp(orary)?\b", "CREATE", text, flags=re.IGNORECASE)
            text = re.sub(r"\binto\s+temp(orary)?\b", "INTO", text, flags=re.IGNORECASE)
            if re.match(r"drop\s+(table|view|materialized)\b", text, re.IGNORECASE):
                text = re.sub(r"\s+(cascade|restrict)$", "", text, flags=re.IGNORECASE) + " CASCADE"
            yield text + ("\n" if text.endswith("\\.\n") or text.startswith("\\") else ";\n")
            if first in ("create", "alter", "select", "with"):
                yield release


def psql(database, script):
    run = subprocess.run(["psql", "-X", "-q", "-A", "-t", "--dbname", database], input=script, capture_output=True,
                         encoding="utf-8", errors="replace", check=False)
    return run.stdout, run.stderr, run.returncode


def main():
    source, names = sys.argv[1], sys.argv[2:] or FILES
    os.environ["PG_ABS_SRCDIR"] = source
    log = open(os.environ.get("COMPARISON_LOG", os.devnull), "w", encoding="utf-8")

    def read(name):
        with open(os.path.join(source, "sql", name + ".sql"), encoding="utf-8") as file:
            return file.read()

    psql("postgres", "DROP DATABASE IF EXISTS comparison_tables; CREATE DATABASE comparison_tables;")
    for name in BEFORE:
        psql("comparison_tables", read(name))
    with open(os.path.join(HERE, "compare.sql"), encoding="utf-8") as file:
        compare = file.read()
    sums = collections.Counter()
    for name in names:
        database = "comparison_" + name
        psql("postgres", f"DROP DATABASE IF EXISTS {database}; CREATE DATABASE {database} TEMPLATE comparison_tables;")
        errors = psql(database, compare)[1]
        if errors:
            print(f"failed\t{name}\n{errors}")
            continue
        script = "".join(script_of(name, read(name)))
        output, errors, status = psql(database, f"SET statement_timeout = '{TIMEOUT}';\nSET client_min_messages = error;\n" + script)
        log.write(f"--- {name}\n{script}\n{output}\n{errors}\n")
        if status != 0:
            print(f"failed\t{name} to its end\n{errors[-2000:]}")
        counts = collections.Counter()
        for row in output.splitlines():
            if not row.startswith("compared\t"):
                continue
            _, place, policy, outcome, rewritten, detail = row.split("\t")
            counts[policy, outcome] += 1
            counts[policy, "run"] += 1
            counts[policy, rewritten] += 1
            if outcome == "different":
                call = script.index(f"comparison.compare('{policy}', '{place}'")
                query = script[call:].split("$veil_query$")[1]
                print(f"different: {policy}, {place}: {detail}\n{query}".replace("\n", "\n    "))
        for policy in POLICIES:
            outcome = "failed" if counts[policy, "different"] or not counts[policy, "run"] else "passed"
            tell = ", ".join(f"{counts[policy, what]} {what}" for what in TOLD)
            print(f"{outcome}\t{name}: {policy} ({tell})", flush=True)
        for (_, what), count in counts.items():
            sums[what] += count
        psql("postgres", f"DROP DATABASE {database};")
    psql("postgres", "DROP DATABASE comparison_tables;")
    print(", ".join(f"{sums[what]} {what}" for what in TOLD))
    print(f"{'passed' if sums['rewritten'] > sums['run'] * 0.2 else 'failed'}\tmany queries are rewritten")


if __name__ == "__main__":
    main()
