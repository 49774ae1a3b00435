# shellcheck shell=bash
# The tests on other servers than the installed one: PostgreSQL 15 with its assertions, and newer releases. Each is a
# scripts/test of its own, in a copy of the repository. And those that need PostgreSQL's source. Sourced by scripts/test.
# shellcheck disable=SC2154 # repository, state, work, logs and part are of scripts/test and lib.sh

# debian_mirror SUITE: where this machine gets that suite of Debian from.
debian_mirror() {
    # shellcheck disable=SC2016 # apt-get fills the names in
    apt-get indextargets --format '$(CODENAME) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -v suite="$1" '$1 == suite { print $2; exit }'
}
archive_keys=/usr/share/keyrings/debian-archive-keyring.gpg

# What depends on the server.
elsewhere=(build regress boundary isolation tap)

copy_repository() { mkdir -p "$1" && (cd "$repository" && sources '*' | tar -c -T -) | tar -x -C "$1"; }

# tell_elsewhere FOLDER NAME STATUS LOG: the results of the scripts/test in FOLDER become this part's.
tell_elsewhere() {
    local folder=$1 name=$2 status=$3 log=$4
    rm -rf "${logs:?}/$part.$name"
    cp -r "$folder/.veil/test" "$logs/$part.$name" 2>/dev/null || true
    # pg_regress leaves its differences beside the tests.
    cp "$folder"/regression.diffs "$logs/$part.$name" 2>/dev/null || true
    awk -F '\t' -v OFS='\t' -v name="$name" '{ print $1, name ": " $2 ": " $3, $4 }' \
        "$folder/.veil/test/results" >"$work/$part.outcomes" 2>/dev/null || true
    tell_results <"$work/$part.outcomes"
    if ((status != 0)); then
        grep -q '^failed' "$work/$part.outcomes" || failed "$name: scripts/test (status $status)"
        tail -n 60 "$log" | sed 's/^/    /'
    elif [[ ! -s $work/$part.outcomes ]]; then
        failed "$name: scripts/test (no results)" "$log"
    fi
}

# --- PostgreSQL 15 from source ---

# The newest source that is to be had: the versions that the package lists name, and the newest first, but a mirror need
# not hold all of them. Prints the path of the archive.
fetch_source() {
    local folder=$state/postgresql/source options version archive
    mkdir -p "$folder"/{lists/partial,cache/archives/partial,parts,archives}
    # Lists of its own, so that it needs no rights and leaves the machine's as they are.
    printf 'deb-src [signed-by=%s] %s %s main\n' \
        "$archive_keys" "$(debian_mirror bookworm)" bookworm "$archive_keys" "$(debian_mirror bookworm-security)" bookworm-security >"$folder/sources.list"
    options=(-o Dir::Etc::SourceList="$folder/sources.list" -o Dir::Etc::SourceParts="$folder/parts"
        -o Dir::State::lists="$folder/lists" -o Dir::Cache="$folder/cache" -o APT::Sandbox::User=root)
    if [[ -z $(find "$folder/updated" -mtime -1 2>/dev/null) ]]; then
        if apt-get "${options[@]}" --quiet update >&2; then touch "$folder/updated"; fi
    fi
    while read -r version; do
        archive=$folder/archives/postgresql-15_${version%-*}.orig.tar.bz2
        if [[ ! -e $archive ]]; then
            # apt-get puts the files into the working folder, and checks their sums against the signed lists.
            rm -rf "$folder/download"
            mkdir "$folder/download"
            (cd "$folder/download" && apt-get "${options[@]}" --quiet source --download-only "postgresql-15=$version") >&2 || continue
            mv "$folder/download/${archive##*/}" "$archive" || continue
        fi
        printf '%s\n' "$archive"
        return 0
    done < <(apt-cache "${options[@]}" showsrc postgresql-15 2>/dev/null | sed -n 's/^Version: //p' | sort -u -r -V)
    return 1
}

# compile_postgres ARCHIVE PREFIX CFLAGS: what the tests need of PostgreSQL.
compile_postgres() {
    local archive=$1 prefix=$2 flags=$3 build=$2.build folder options=()
    rm -rf "$build" "$prefix.new"
    mkdir -p "$build"
    tar -x -f "$archive" -C "$build" --strip-components=1
    cd "$build" || return
    if pkg-config --exists libxml-2.0 2>/dev/null; then options+=(--with-libxml); fi
    # Also what the server does with copies of a tree, and with one that it wrote and read again. The programs use the
    # system's libpq: where this is built need not be where it runs.
    nice ./configure --prefix="$prefix" --enable-cassert --enable-debug --enable-tap-tests --disable-rpath \
        --without-readline --without-zlib "${options[@]}" CFLAGS="$flags" \
        CPPFLAGS='-DCOPY_PARSE_PLAN_TREES -DWRITE_READ_PARSE_PLAN_TREES -DRAW_EXPRESSION_COVERAGE_TEST' || return
    for folder in . contrib/auto_explain contrib/pg_stat_statements contrib/postgres_fdw; do
        nice make -C "$folder" -j "$(nproc)" || return
        nice make -C "$folder" install DESTDIR="$prefix.new" || return
    done
    cd / || return
    mv "$prefix.new$prefix" "$prefix"
    rm -rf "$build" "$prefix.new"
}

# test_compiled NAME CFLAGS [VARIABLE=VALUE...]: the tests on PostgreSQL 15 compiled with these flags.
test_compiled() {
    local name=$1 flags=$2 log=$logs/$part.log archive version prefix folder status=0
    shift 2
    if [[ ! -e $archive_keys ]] || ! archive=$(fetch_source 2>"$log"); then
        skipped "$name" "PostgreSQL's source cannot be fetched: see .veil/test/$part.log"
        return 0
    fi
    version=${archive##*_}
    version=${version%.orig*}
    prefix=$state/postgresql/$version-$name
    if [[ ! -e $prefix/bin/postgres ]]; then
        step "$part: compiling PostgreSQL $version"
        if ! watched "$part" "$log" compile_postgres "$archive" "$prefix" "$flags"; then
            failed "build of PostgreSQL $version" "$log"
            return 0
        fi
    fi
    # The repository may be closed to the server's user.
    folder=$(temporary_folder)
    printf '%s\n' "$folder" >>"$work/folders"
    cp -r "$prefix" "$folder/postgresql"
    copy_repository "$folder/pg_veil"
    step "$part: the tests on PostgreSQL $version"
    watched "$part" "$log" env PG_CONFIG="$folder/postgresql/bin/pg_config" "$@" \
        "$folder/pg_veil/scripts/test" "${elsewhere[@]}" || status=$?
    tell_elsewhere "$folder/pg_veil" "$name" "$status" "$log"
    rm -rf "$folder"
}

part_deep_assert() { test_compiled assert '-O1 -g'; }

# The queries of PostgreSQL's own tests, on masked copies of their tables, with the rewriting and without it. POSTGRESQL_SOURCE
# names a source tree; else it is fetched.
part_deep_queries() {
    local log=$logs/deep_queries.log folder archive status=0
    built_or_skip 'queries of PostgreSQL' || return 0
    if ! command -v python3 >/dev/null; then
        skipped 'queries of PostgreSQL' 'python3 is not installed'
        return 0
    fi
    # The server reads the tables' data.
    folder=$(temporary_folder)
    printf '%s\n' "$folder" >>"$work/folders"
    if [[ -n ${POSTGRESQL_SOURCE-} ]]; then
        cp -r "$POSTGRESQL_SOURCE"/src/test/regress/{sql,data} "$folder"
    elif [[ -e $archive_keys ]] && archive=$(fetch_source 2>"$log"); then
        tar -x -f "$archive" -C "$folder" --strip-components=4 --wildcards '*/src/test/regress/sql' '*/src/test/regress/data'
    else
        skipped 'queries of PostgreSQL' "PostgreSQL's source cannot be fetched: see .veil/test/$part.log"
        return 0
    fi
    chmod -R go+rX "$folder"/{sql,data}
    need_server
    step "$part: PostgreSQL's queries on masked tables"
    COMPARISON_LOG=$logs/deep_queries.compared.log watched "$part" "$log" \
        python3 "$repository/test/differential/postgresql_queries.py" "$folder" || status=$?
    grep -E $'^(passed|failed)\t' "$log" >"$work/$part.outcomes" || true
    tell_results <"$work/$part.outcomes"
    grep -v -E $'^(passed|failed)\t' "$log" | head -n 200 | sed 's/^/    /'
    if ((status != 0)) && ! grep -q '^failed' "$work/$part.outcomes"; then
        failed "postgresql_queries.py (status $status)" "$log"
    fi
    rm -rf "$folder"
}

# --- Newer releases of PostgreSQL, from newer releases of Debian ---

# in_chroot FOLDER COMMAND...: with a /proc and a /dev/shm that are gone when the command ends, and so are its processes.
in_chroot() {
    local folder=$1
    shift
    # shellcheck disable=SC2016 # the inner shell's
    unshare --mount --pid --fork --kill-child sh -c '
        mount -t proc proc "$1/proc" && mkdir -p "$1/dev/shm" && mount -t tmpfs -o mode=1777 tmpfs "$1/dev/shm" || exit
        folder=$1
        shift
        exec chroot "$folder" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
            LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"' sh "$folder" "$@"
}

chroot_packages=(g++ make libssl-dev openssl libphonenumber-dev libicu-dev libre2-dev coinor-libclp-dev perl libipc-run-perl)

# make_chroot FOLDER RELEASE VERSION
make_chroot() {
    local folder=$1 release=$2 version=$3
    rm -rf "$folder" "$folder.new"
    # The newest script that debootstrap knows serves the releases that are younger than it.
    nice debootstrap --variant=minbase "$release" "$folder.new" "$(debian_mirror bookworm)" /usr/share/debootstrap/scripts/sid || return
    # No cluster, and no service.
    mkdir -p "$folder.new/etc/postgresql-common/createcluster.d"
    echo 'create_main_cluster = false' >"$folder.new/etc/postgresql-common/createcluster.d/pg_veil.conf"
    printf '#!/bin/sh\nexit 101\n' >"$folder.new/usr/sbin/policy-rc.d"
    chmod +x "$folder.new/usr/sbin/policy-rc.d"
    in_chroot "$folder.new" apt-get --yes --no-install-recommends install "${chroot_packages[@]}" \
        "postgresql-$version" "postgresql-server-dev-$version" || return
    rm -rf "$folder.new"/var/cache/apt/archives/*.deb
    echo "${chroot_packages[*]}" >"$folder.new/made"
    mv "$folder.new" "$folder"
}

# test_version VERSION RELEASE
test_version() {
    local version=$1 release=$2 folder=$state/chroots/postgresql-$1 log=$logs/$part.$1.log status=0
    if ((EUID != 0)); then
        skipped "PostgreSQL $version" 'a chroot needs root'
        return 0
    elif ! command -v debootstrap >/dev/null; then
        skipped "PostgreSQL $version" 'debootstrap is not installed'
        return 0
    fi
    mkdir -p "$state/chroots"
    # A release goes on: after a month it is made anew; and when other packages are needed.
    if [[ -z $(find "$folder/made" -mtime -30 2>/dev/null) || $(cat "$folder/made") != "${chroot_packages[*]}" ]]; then
        step "$part: making a chroot of $release with PostgreSQL $version"
        if ! watched "$part" "$log" make_chroot "$folder" "$release" "$version"; then
            tail -n 5 "$log" | sed 's/^/    /'
            skipped "PostgreSQL $version" "no chroot of $release could be made: see .veil/test/${log##*/}"
            return 0
        fi
    fi
    rm -rf "$folder/pg_veil"
    copy_repository "$folder/pg_veil"
    step "$part: the tests on PostgreSQL $version"
    watched "$part" "$log" in_chroot "$folder" PG_CONFIG="/usr/lib/postgresql/$version/bin/pg_config" \
        /pg_veil/scripts/test "${elsewhere[@]}" || status=$?
    tell_elsewhere "$folder/pg_veil" "$version" "$status" "$log"
    rm -rf "$folder/pg_veil"
}

part_deep_versions() {
    test_version 17 trixie
    test_version 18 forky
}
