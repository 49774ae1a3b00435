# shellcheck shell=bash
# The tests of the source code, which need no server. Sourced by scripts/test.
# shellcheck disable=SC2154 # repository, state, work, logs and part are of scripts/test and lib.sh

# One build serves unit tests and fuzzers.
configure() {
    local compiler=clang++
    command -v clang++ >/dev/null || compiler=c++
    # Line numbers are what a sanitizer's report needs of debugging information.
    cmake -S "$repository" -B "$repository/build-check" -DCMAKE_CXX_COMPILER="$compiler" -DCMAKE_BUILD_TYPE=Debug \
        -DCMAKE_CXX_FLAGS='-O1 -D_GLIBCXX_ASSERTIONS' -DCMAKE_CXX_FLAGS_DEBUG=-g1 \
        -DVEIL_SANITIZE=ON -DVEIL_WERROR=ON -DVEIL_PRECOMPILE=ON
}

# build_checked TARGET...
build_checked() { cmake --build "$repository/build-check" --parallel "$(nproc)" --target "$@"; }

part_format() {
    if ! command -v clang-format >/dev/null; then
        skipped format 'clang-format is not installed'
    elif "$repository/scripts/format" --check >"$logs/format.log" 2>&1; then
        passed format
    else
        failed 'format (scripts/format mends it)' "$logs/format.log"
    fi
}

# code FILE...: the files without comments and string literals, as FILE:LINE:TEXT.
code() {
    perl -e '
        for my $file (@ARGV) {
            open my $in, "<", $file or die "$file: $!";
            local $/;
            my $text = <$in>;
            # Newlines stay, for the line numbers; so do the names in #include "...".
            $text =~ s{("(?:[^"\\\n]|\\.)*"|\x27(?:[^\x27\\\n]|\\.)\x27)|//[^\n]*|/\*.*?\*/}{
                my ($all, $literal) = ($&, $1);
                !defined $literal ? "\n" x ($all =~ tr/\n//) : $literal =~ /\.hp*"$/ ? $literal : q("")
            }gse;
            my $line = 0;
            print "$file:", ++$line, ":$_\n" for split /\n/, $text;
        }' "$@"
}

# forbid TEST PATTERN FILE...: no line of code matches.
forbid() {
    local test=$1 pattern=$2 log=$logs/layers.log
    shift 2
    if code "$@" | grep -E "^[^:]*:[0-9]*:.*($pattern)" >"$log"; then
        failed "$test" "$log"
    else
        passed "$test"
    fi
}

part_layers() {
    local core pg
    cd "$repository" || return
    mapfile -t core < <(sources 'src/core/*.cpp' 'src/core/*.hpp' 'src/international/*.cpp' 'src/international/*.hpp' \
        'src/detection/*.cpp' 'src/detection/*.hpp' 'src/suppression/*.cpp' 'src/suppression/*.hpp')
    mapfile -t pg < <(sources 'src/pg/*.cpp' 'src/pg/*.hpp' | grep -v -e /postgres.hpp -e /compat.hpp)
    if ((${#core[@]} > 0)); then
        forbid 'core, international, detection and suppression include no server header, nor anything of pg' \
            '#include *[<"](postgres|c\.h|fmgr|funcapi|miscadmin|pg_config|pg/|(access|catalog|commands|executor|libpq|nodes|parser|storage|utils)/)' \
            "${core[@]}"
        forbid "core, international, detection and suppression know none of the server's words" \
            '\b(Oid|InvalidOid|Datum|NullableDatum|ereport|elog|errcode|errmsg|ERRCODE_[A-Z_]+|palloc[a-z0-9_]*|pfree|SPI_[a-z_]+|PG_(FUNCTION_ARGS|GETARG|RETURN)[A-Z_]*|CHECK_FOR_INTERRUPTS)\b' \
            "${core[@]}"
    fi
    if ((${#pg[@]} > 0)); then
        forbid "postgres.h comes in by postgres.hpp alone" '#include *[<"]postgres\.h' "${pg[@]}"
        forbid "the server's version is asked in compat.hpp alone" '\bPG_VERSION_NUM\b' "${pg[@]}"
    fi
}

part_scripts() {
    local files
    if ! command -v shellcheck >/dev/null; then
        skipped shellcheck 'shellcheck is not installed'
        return 0
    fi
    cd "$repository" || return
    mapfile -t files < <(grep -l -r -E -m 1 '^#!.*bash|^# shellcheck shell=bash' scripts .ci | sort)
    if shellcheck -x "${files[@]}" >"$logs/scripts.log" 2>&1; then
        passed shellcheck
    else
        failed shellcheck "$logs/scripts.log"
    fi
}

# Outcomes in the output of a GoogleTest program. A test that began and never ended took the program with it.
unit_results() {
    awk '
        /^\[ RUN      \] / { running = $4; reason = ""; next }
        /: Skipped$/ { getline reason; next }
        /^\[       OK \] / { print "passed\t" running; running = "" }
        /^\[  SKIPPED \] / && running != "" { print "skipped\t" running "\t" (reason == "" ? "no reason given" : reason); running = "" }
        /^\[  FAILED  \] / && running != "" { print "failed\t" running; running = "" }
        END { if (running != "") print "failed\t" running " (broke off)" }'
}

# run_unit_tests PREFIX PROGRAM: the outcomes, each test's name behind the prefix.
run_unit_tests() {
    local prefix=$1 program=$2 log=$logs/$part.run.log status=0
    export UBSAN_OPTIONS=print_stacktrace=1
    watched "$part" "$log" "$program" --gtest_color=no || status=$?
    unit_results <"$log" | sed "s/\t/\t$prefix/" >"$work/unit.outcomes"
    tell_results <"$work/unit.outcomes"
    if grep -q '^failed' "$work/unit.outcomes"; then
        grep -E -B 12 '^\[  FAILED  \] .*\(|ERROR: AddressSanitizer|runtime error' "$log" | head -n 100 | sed 's/^/    /'
    elif ((status != 0)); then
        failed "${prefix}veil_unit (exit status)" "$log"
    fi
}

# The tests of what libcrypto computes, with the core as a FIPS build has it. What the sanitizers see they have seen in the other build.
run_evp_unit_tests() {
    local log=$logs/unit_evp.log folder=$repository/build-evp
    step 'unit: building with nothing but EVP'
    if ! cmake -S "$repository" -B "$folder" -DCMAKE_BUILD_TYPE=None -DCMAKE_CXX_FLAGS=-O0 -DVEIL_EVP_ONLY=ON -DVEIL_WERROR=ON -DVEIL_PRECOMPILE=ON >"$log" 2>&1 ||
        ! watched unit "$log" cmake --build "$folder" --parallel "$(nproc)" --target veil_unit; then
        failed 'build of the unit tests with nothing but EVP' "$log"
        return 0
    fi
    step 'unit: running with nothing but EVP'
    run_unit_tests 'EVP only: ' "$folder/veil_unit"
}

part_unit() {
    local log=$logs/unit.log
    if [[ -z $(sources 'test/unit/*.cpp') ]]; then
        return 0
    fi
    step 'unit: building with AddressSanitizer and UndefinedBehaviorSanitizer'
    if ! configure >"$log" 2>&1 || ! watched unit "$log" build_checked veil_unit; then
        failed 'build of the unit tests' "$log"
        return 0
    fi
    step 'unit: running'
    run_unit_tests '' "$repository/build-check/veil_unit"
    run_evp_unit_tests
}

# tidy_one FILE FLAGS...: marks the outcome in $folder. What a run found good needs no second look, as long as neither
# the file, nor a header, nor the checks have changed.
tidy_one() {
    local file=$1 key name
    shift
    echo "$file"
    name=${file//\//_}
    key=$({
        cat "$file" "$folder/common"
        printf '%s\n' "$*"
    } | sha256sum | cut -d ' ' -f 1)
    if [[ -e $state/tidy/$key ]]; then
        touch "$folder/$name.passed"
    elif clang-tidy --quiet "$file" "$@" >"$folder/$name.log" 2>&1 </dev/null; then
        touch "$state/tidy/$key" "$folder/$name.passed"
    fi
}

# run_tidy [CHECKS]: with those of .clang-tidy, changed by CHECKS, in a third of the time; without, the checks look
# at the system's headers too.
run_tidy() {
    local log=$logs/$part.log core pg file name folder=$work/$part
    if ! command -v clang-tidy >/dev/null; then
        skipped clang-tidy 'clang-tidy is not installed'
        return 0
    fi
    cd "$repository" || return
    mapfile -t core < <(sources 'src/core/*.cpp' 'src/international/*.cpp' 'src/detection/*.cpp' \
        'src/suppression/*.cpp' 'tools/*.cpp')
    mapfile -t pg < <(sources 'src/pg/*.cpp')
    ((${#core[@]} + ${#pg[@]} > 0)) || return 0
    step "$part: $((${#core[@]} + ${#pg[@]})) files"
    find_postgres
    mkdir -p "$folder" "$state/tidy"
    find "$state/tidy" -type f -mtime +30 -delete
    {
        clang-tidy --version
        cat .clang-tidy
        mapfile -t file < <(sources 'src/*.hpp')
        cat "${file[@]}"
    } >"$folder/common"
    export -f tidy_one
    export folder state
    watched "$part" "$log" tidy_all "$@"
    for file in "${core[@]}" "${pg[@]}"; do
        name=${file//\//_}
        if [[ -e $folder/$name.passed ]]; then
            passed "clang-tidy $file"
        else
            failed "clang-tidy $file" "$folder/$name.log"
        fi
    done
}

# tidy_options CHECKS: prints them, a line each, with the plugin, compiled for the clang-tidy that is installed.
tidy_options() {
    local checks=$1 source=test/tidy/own_declarations.cpp llvm library
    llvm=$(clang-tidy --version | sed -n 's/.*LLVM version \([0-9]*\).*/\1/p')
    library=$state/tidy/$({ clang-tidy --version && cat "$source"; } | sha256sum | cut -d ' ' -f 1).so
    if [[ ! -e $library ]]; then
        echo "$source" >&2
        clang++ -std=c++17 -fno-rtti -fPIC -shared -isystem "/usr/lib/llvm-$llvm/include" -o "$library.new" "$source" &&
            mv "$library.new" "$library"
    fi
    if [[ -e $library ]]; then
        printf '%s\n' --load="$library"
        checks+=,veil-own-declarations
    fi
    printf '%s\n' "--checks=$checks"
}

# tidy_headers NAME FLAGS...: prints the flags that take the headers on standard input from a file made once, if the
# compiler can make one that clang-tidy reads. What precompiled headers have is not looked at.
tidy_headers() {
    local file=$state/tidy/$1.pch compiler
    shift
    compiler=$(clang-tidy --version | sed -n 's,.*LLVM version \([0-9]*\).*,/usr/lib/llvm-\1/bin/clang++,p')
    if [[ -x $compiler ]] && "$compiler" "$@" -x c++-header -o "$file" - >&2; then
        printf '%s\n' -include-pch "$file"
    fi
}

# tidy_all [CHECKS]: over the files in the caller's core and pg.
tidy_all() {
    local flags=(-std=c++20 -D_GNU_SOURCE -D_GLIBCXX_ASSERTIONS -Isrc -Wall -Wextra) server_flags options=() headers=() server_headers=()
    server_flags=("${flags[@]}" -fvisibility=hidden -Wno-unused-parameter -isystem "$("$pg_config" --includedir-server)")
    flags+=(-Itools -Itest)
    if (($# > 0)); then
        mapfile -t options < <(tidy_options "$@")
        mapfile -t headers < <(sed -n 's/^#include <[a-z_]*>$/&/p' src/pg/postgres.hpp | tidy_headers core "${flags[@]}")
        mapfile -t server_headers < <(grep -v -e '"pg/' -e '#pragma' src/pg/postgres.hpp | tidy_headers pg "${server_flags[@]}")
    fi
    # shellcheck disable=SC2016 # the inner shell's
    {
        in_parallel 'tidy_one "$@"' tidy_one '{}' "${options[@]}" -- "${flags[@]}" "${headers[@]}" < <(printf '%s\n' "${core[@]}")
        in_parallel 'tidy_one "$@"' tidy_one '{}' "${options[@]}" -- "${server_flags[@]}" "${server_headers[@]}" < <(printf '%s\n' "${pg[@]}")
    }
}

in_parallel() { xargs -r -d '\n' -P "$(nproc)" -I '{}' bash -c "$@"; }

# The analyzer takes longer than all other checks together, and one of these, which has found nothing yet, than all the rest.
part_tidy() { run_tidy '-clang-analyzer-*,-bugprone-forward-declaration-namespace'; }

part_deep_tidy() { run_tidy; }

# What parses the keyring, and the modes of AES that are ours: fuzzed longest.
longest_fuzzed=(keyring ff1 aes_siv)

# run_fuzzers SECONDS RUNS LONGEST-SECONDS: every target, so long or so often, whichever comes first; the longest fuzzed
# ones for their time, however often.
run_fuzzers() {
    local log=$logs/$part.log source running=0
    [[ -n $(sources 'test/fuzz/*.cpp') ]] || return 0
    if ! command -v clang++ >/dev/null; then
        skipped fuzzing 'clang is not installed'
        return 0
    fi
    step "$part: building"
    if ! configure >"$log" 2>&1 || ! watched "$part" "$log" build_checked all; then
        failed 'build of the fuzzers' "$log"
        return 0
    fi
    mkdir -p "$state/crashes"
    while read -r source; do
        if ((running == $(nproc))); then
            wait -n || true
            ((running -= 1))
        fi
        fuzz_one "$(basename "$source" .cpp)" "$@" </dev/null &
        ((running += 1))
    done < <(sources 'test/fuzz/*.cpp')
    wait
}

# fuzz_one NAME SECONDS RUNS LONGEST-SECONDS
fuzz_one() {
    local name=$1 seconds=$2 runs=$3 log=$logs/$part.$1.log corpus
    # New inputs go into the first folder; those of the repository are only read.
    corpus=("$work/corpus/$name")
    mkdir -p "${corpus[0]}"
    if [[ -d $repository/test/fuzz/corpus/$name ]]; then
        corpus+=("$repository/test/fuzz/corpus/$name")
    fi
    if [[ " ${longest_fuzzed[*]} " == *" $name "* ]]; then
        seconds=$4 runs=-1
    fi
    step "$part: $name, $seconds seconds at most"
    if watched "$part: $name" "$log" "$repository/build-check/fuzz_$name" -max_total_time="$seconds" -runs="$runs" \
        -seed=1 -timeout=10 -rss_limit_mb=2048 -artifact_prefix="$state/crashes/$name-" "${corpus[@]}"; then
        passed "fuzz $name"
    else
        failed "fuzz $name (the input is in .veil/crashes)" "$log"
    fi
}

part_fuzz() { run_fuzzers 6 20000 10; }

part_deep_fuzz() { run_fuzzers 300 -1 3600; }
