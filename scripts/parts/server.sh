# shellcheck shell=bash
# The tests that need the built extension, most of them on a server. Sourced by scripts/test.
# shellcheck disable=SC2154 # repository, state, work, logs and part are of scripts/test and lib.sh

# alone COMMAND...: one lane at a time.
alone() {
    local status
    exec 8>"$work/alone.lock"
    flock 8
    "$@" 8>&-
    status=$?
    exec 8>&-
    return "$status"
}

# An object that an ordinary `make` compiled may hide warnings: all are of a build with warnings as errors.
build_once() {
    local stamp=$state/strict
    [[ ! -e $work/built ]] || return 0
    [[ ! -e $work/build_failed ]] || return 1
    if [[ -e $stamp ]]; then
        find "$repository/src" '(' -name '*.o' -o -name '*.gch' ')' -newer "$stamp" -delete
    else
        find "$repository/src" '(' -name '*.o' -o -name '*.gch' ')' -delete
    fi
    if build_extension WERROR=-Werror VEIL_PRECOMPILE=1 VEIL_CXXFLAGS="${VEIL_CXXFLAGS--g0}"; then
        touch "$stamp" "$work/built"
    else
        touch "$stamp" "$work/build_failed"
        return 1
    fi
}

build_strictly() { alone build_once; }

# One server for all parts.
need_server() {
    alone make_server
    server_open "$(cat "$work/server")"
    server_environment
}

make_server() {
    if [[ ! -e $work/server ]]; then
        step "$part: making a server"
        # Also if it fails halfway, clean_up has to find the folder.
        trap 'printf "%s\n" "${server-}" >>"$work/folders"' EXIT
        server_create
        printf '%s\n' "$server" >"$work/server"
        server_start
    fi
}

# built_or_skip TEST: whether the extension builds; else says that the test was not run. Somebody has to fail for it.
built_or_skip() {
    build_strictly 2>"$logs/$part.build.log" && return 0
    grep -q $'^failed\t[a-z_]*\tbuild\t' "$work/results" || failed build "$logs/$part.build.log"
    skipped "$1" 'the extension does not build'
    return 1
}

# make_variable FOLDER NAME: what a variable of a Makefile holds.
make_variable() { make -s -C "$1" --eval="print-variable: ; @echo \$($2)" print-variable 2>/dev/null; }

# The outcome of each test in the output of pg_regress (of 15, and of 16 and later) or pg_isolation_regress.
regress_results() {
    perl -ne '
        if (/^\s*(?:test\s+)?(\S+)\s+\.\.\.\s+(ok|FAILED|failed \(ignored\))\b/) {
            print $2 eq "ok" ? "passed" : "failed", "\t$1\n";
        } elsif (/^(not )?ok\s+\d+\s+[-+]\s+(\S+)/) {
            print $1 ? "failed" : "passed", "\t$2\n";
        }'
}

# run_regress PROGRAM TEST... -- OPTION...: runs the tests and counts each.
run_regress() {
    local program=$1 tests=() log=$logs/$part.log status=0 test output
    shift
    while [[ $1 != -- ]]; do
        tests+=("$1")
        shift
    done
    shift
    output=$(sed -n 's/^--outputdir=//p' < <(printf '%s\n' "$@"))
    mkdir -p "$output"
    rm -f "$output/regression.diffs"
    step "$part: ${#tests[@]} tests"
    watched "$part" "$log" "$program" --bindir="$bindir" "$@" "${tests[@]}" || status=$?
    regress_results <"$log" >"$work/$part.outcomes"
    # A server that broke down, or a database that could not be made, leaves tests without an outcome.
    for test in "${tests[@]}"; do
        grep -q $'^[a-z]*\t'"$test"'$' "$work/$part.outcomes" || printf 'failed\t%s\n' "$test (did not run)" >>"$work/$part.outcomes"
    done
    tell_results <"$work/$part.outcomes"
    if ((status != 0)); then
        grep -q '^failed' "$work/$part.outcomes" || failed "$(basename "$program")" "$log"
        if [[ -s $output/regression.diffs ]]; then
            echo "    the differences begin so; all are in $output/regression.diffs"
            head -n 60 "$output/regression.diffs" | sed 's/^/    /'
        else
            tail -n 20 "$log" | sed 's/^/    /'
        fi
    fi
}

part_build() {
    [[ -n $(sources 'src/*.cpp') ]] || return 0
    step 'build: with warnings as errors'
    if ! build_strictly 2>"$logs/build.log"; then
        failed build "$logs/build.log"
        return 0
    fi
    passed build
    if need_server >"$logs/server.log" 2>&1; then
        passed 'install and preload'
    else
        failed 'install and preload' "$logs/server.log"
    fi
}

# only_exports LIBRARY PATTERN: a library shows the linker nothing but symbols of this pattern.
only_exports() {
    local library=$1 pattern=$2 log=$logs/exports.$1.log
    # A is the name of a version of symbols.
    nm -D --defined-only "$repository/$library" | awk -v pattern="^($pattern)\$" '$2 != "A" && $NF !~ pattern' >"$log"
    if [[ -s $log ]]; then
        failed "$library exports nothing but its functions" "$log"
    else
        passed "$library exports nothing but its functions"
    fi
}

part_exports() {
    built_or_skip exports || return 0
    only_exports pg_veil.so 'Pg_magic_func|_PG_init|pg_finfo_veil_[a-z0-9_]+|veil_[a-z0-9_]+'
    only_exports pg_veil_international.so 'Pg_magic_func|veil_international'
    only_exports pg_veil_detection.so 'Pg_magic_func|veil_detection'
    only_exports pg_veil_suppression.so 'Pg_magic_func|veil_suppression'
}

part_regress() {
    local tests options
    read -r -a tests <<<"$(make_variable "$repository" REGRESS)"
    ((${#tests[@]} > 0)) || return 0
    built_or_skip pg_regress || return 0
    need_server
    # Those of pgxs, which name the database, included.
    read -r -a options <<<"$(make_variable "$repository" REGRESS_OPTS)"
    run_regress "$pgxs/src/test/regress/pg_regress" "${tests[@]}" -- \
        --inputdir="$repository" --outputdir="$repository" "${options[@]}"
}

# The module of test/boundary calls guard and call from SQL.
part_boundary() {
    local folder=$repository/test/boundary tests options
    [[ -e $folder/Makefile ]] || return 0
    built_or_skip boundary || return 0
    need_server
    if ! watched boundary "$logs/boundary.build.log" make -C "$folder" -j "$(nproc)" || ! server_install "$folder"; then
        failed 'build of the boundary tests' "$logs/boundary.build.log"
        return 0
    fi
    read -r -a tests <<<"$(make_variable "$folder" REGRESS)"
    read -r -a options <<<"$(make_variable "$folder" REGRESS_OPTS)"
    run_regress "$pgxs/src/test/regress/pg_regress" "${tests[@]}" -- \
        --inputdir="$folder" --outputdir="$state/boundary" "${options[@]}"
}

part_isolation() {
    local folder=$repository/test/isolation tests
    mapfile -t tests < <(sources 'test/isolation/specs/*.spec' | sed 's|.*/||; s|\.spec$||')
    ((${#tests[@]} > 0)) || return 0
    built_or_skip isolation || return 0
    need_server
    run_regress "$pgxs/src/test/isolation/pg_isolation_regress" "${tests[@]}" -- \
        --inputdir="$folder" --outputdir="$repository/output_iso" --load-extension=pg_veil --dbname=isolation_regression
}

# The generated register: right, the same every time, and its check sees what is wrong.
part_data() {
    local folder=$repository/test/data log=$logs/data.log psql adult table damage
    built_or_skip data || return 0
    need_server
    # Compiling the checks takes longer than running them.
    export PGOPTIONS='-c jit=off'
    psql=(psql -X -q -A -t --set ON_ERROR_STOP=1 --dbname=veil_data)
    dropdb --if-exists veil_data >"$log" 2>&1
    createdb veil_data
    "${psql[@]}" -c 'CREATE SCHEMA one' -c 'CREATE SCHEMA two'
    step 'data: two registers of 12000 persons'
    if ! "${psql[@]}" -v persons=12000 -v schema=one -f "$folder/dutch_register.sql" >"$log" 2>&1 ||
        ! "${psql[@]}" -v persons=12000 -v schema=two -f "$folder/dutch_register.sql" >>"$log" 2>&1; then
        failed 'dutch_register.sql' "$log"
        return 0
    fi
    check_register() { "${psql[@]}" -v persons=12000 -v schema="$1" -f "$folder/check_register.sql"; }
    if check_register one >"$log" 2>&1 && [[ ! -s $log ]]; then
        passed 'the register holds what check_register.sql demands'
    else
        failed 'the register holds what check_register.sql demands' "$log"
    fi
    for table in household person orders; do
        "${psql[@]}" -c "SELECT * FROM (TABLE one.$table EXCEPT TABLE two.$table) AS difference LIMIT 5"
    done >"$log" 2>&1
    if [[ ! -s $log ]]; then
        passed 'two registers are equal'
    else
        failed 'two registers are equal' "$log"
    fi
    for damage in \
        "person SET bsn = '123456789' WHERE person_id = 7" \
        "person SET iban = 'NL00NOOR0123456789' WHERE person_id = 7" \
        "person SET city = 'Elders' WHERE person_id = 7" \
        "household SET postcode = '1011SS' WHERE household_id = 7" \
        "household SET city = 'Elders' WHERE household_id = 7" \
        "orders SET amount = -1 WHERE order_id = 7"; do
        if "${psql[@]}" -c 'BEGIN' -c "UPDATE two.$damage" -v persons=12000 -v schema=two \
            -f "$folder/check_register.sql" 2>>"$log" | grep -q .; then
            passed "check_register.sql sees ${damage%% WHERE*}"
        else
            failed "check_register.sql sees ${damage%% WHERE*}" "$log"
        fi
    done
    adult=$repository/../shared/data/adult.csv
    if [[ ! -r $adult ]]; then
        skipped adult.sql 'there is no ../shared/data/adult.csv'
    elif "${psql[@]}" -v adult="$adult" -f "$folder/adult.sql" -c 'SELECT count(*), sum(age) FROM adult' >"$log" 2>&1 &&
        [[ $(cat "$log") == '30162|1159364' ]]; then
        passed adult.sql
    else
        failed adult.sql "$log"
    fi
    # 9 hierarchies, and 792 labels of values at all levels.
    if [[ ! -r $(dirname "$adult")/adult_hierarchy_age.csv ]]; then
        skipped adult_hierarchies.sql 'there is no ../shared/data/adult_hierarchy_age.csv'
    elif "${psql[@]}" -c 'CREATE EXTENSION pg_veil' -v folder="$(dirname "$adult")" -f "$folder/adult_hierarchies.sql" >"$log" 2>&1 &&
        [[ $(cat "$log") == $'0\n9|792' ]]; then
        passed adult_hierarchies.sql
    else
        failed adult_hierarchies.sql "$log"
    fi
    dropdb veil_data
}

# Each check that the demo tells is a test.
part_demo() {
    local log=$logs/demo.log status=0
    built_or_skip demo || return 0
    step 'demo: with a register of 2000 persons'
    DEMO_PERSONS=2000 watched demo "$log" "$repository/scripts/demo" || status=$?
    perl -Mutf8 -CSD -ne '
        $number++ if /^  [✓✗] /;
        if (/^  ✓ (.*)/) { print "passed\tcheck $number: $1\n" }
        elsif (/^  ✗ FALSE: (.*)/) { print "failed\tcheck $number: $1\n" }
        elsif (/^skipped: (\S+) \((.*)\)/) { print "skipped\t$1\t$2\n" }' <"$log" >"$work/demo.outcomes"
    tell_results <"$work/demo.outcomes"
    if ((status != 0)) || ! grep -q '^passed' "$work/demo.outcomes"; then
        failed "demo (status $status)" "$log"
    fi
}

# That the benchmark runs, not what it measures: other tests run beside it.
part_bench() {
    local log=$logs/bench.log
    built_or_skip bench || return 0
    step 'bench: with tables of 1000 rows'
    if BENCH_ROWS=1000 BENCH_ROUNDS=1 watched bench "$log" "$repository/scripts/bench" server &&
        grep -q 'DDL beside 80 masked tables' "$log"; then
        passed bench
    else
        failed bench "$log"
    fi
}

# Outcomes in the verbose output of prove. Subtests are indented; their sum is the test that counts.
tap_results() {
    perl -ne '
        if (/^ok\s+\d+(?:\s+-)?\s*(.*?)\s*#\s*skip\b\s*(.*)/i) { print "skipped\t", $1 eq "" ? "$ENV{TAP_FILE}" : $1, "\t$2\n" }
        elsif (/^not ok\s+\d+(?:\s+-)?\s*(.*?)\s*#\s*todo\b\s*(.*)/i) { print "skipped\t$1\tto do: $2\n" }
        elsif (/^(not )?ok\s+\d+(?:\s+-)?\s*(.*)/) { print $1 ? "failed" : "passed", "\t$2\n" }
        elsif (/^1\.\.0\s*#\s*skip\S*\s*(.*)/i) { print "skipped\t$ENV{TAP_FILE}\t$1\n" }'
}

part_tap() {
    local files file name folder log status
    mapfile -t files < <(sources 'test/tap/*.pl')
    ((${#files[@]} > 0)) || return 0
    built_or_skip tap || return 0
    need_server
    # The repository may be closed to the server's user, who runs these.
    folder=$(temporary_folder)
    printf '%s\n' "$folder" >>"$work/folders"
    (cd "$repository" && sources 'test/*' 'sql/*' 'bench/*' docs/policy.schema.json | tar -c -T -) | as_postgres tar -x -C "$folder"
    for file in "${files[@]}"; do
        name=$(basename "$file" .pl)
        log=$logs/tap.$name.log
        status=0
        step "tap: $name"
        as_postgres mkdir "$folder/$name"
        # The programs are those of the server's own installation, which has pg_veil in it.
        watched "tap $name" "$log" as_postgres env --chdir="$folder" \
            -u PGHOST -u PGPORT -u PGUSER -u PGDATABASE PATH="$PATH" TMPDIR="$(dirname "$folder")" \
            VEIL_THOROUGH="${VEIL_THOROUGH-}" PERL5LIB="$pgxs/src/test/perl:$folder/test/tap" PG_REGRESS="$pgxs/src/test/regress/pg_regress" \
            TESTDIR="$folder/$name" TESTDATADIR="$folder/$name/tmp_check" TESTLOGDIR="$folder/$name/tmp_check/log" \
            PG_TEST_PORT_DIR="$folder" prove -v --norc -I "$folder" "$file" || status=$?
        TAP_FILE=$name tap_results <"$log" >"$work/tap.outcomes"
        tell_results <"$work/tap.outcomes"
        if ((status != 0)); then
            grep -q '^failed' "$work/tap.outcomes" || failed "$name (broke off)"
            tail -n 40 "$log" | sed 's/^/    /'
            cp -r "$folder/$name/tmp_check/log" "$logs/tap.$name.servers" 2>/dev/null || true
        fi
    done
    rm -rf "$folder"
}

# Each protection is taken out once, and a test has to see it.
part_deep_mutation() {
    local log=$logs/deep_mutation.log status=0
    built_or_skip mutation || return 0
    step 'deep_mutation: one protection out at a time'
    watched deep_mutation "$log" "$repository/test/mutation/run" || status=$?
    grep -E $'^(passed|failed)\t' "$log" >"$work/mutation.outcomes" || true
    tell_results <"$work/mutation.outcomes"
    if ((status != 0)); then
        grep -q '^failed' "$work/mutation.outcomes" || failed 'test/mutation/run broke off'
        tail -n 40 "$log" | sed 's/^/    /'
    fi
}
