# shellcheck shell=bash
# What the scripts share: progress, the server's user, building, and private throw-away servers. To be sourced:
#   . "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
# A script that takes a lock does so on descriptor 9, which is not handed on to what outlives the script.
#
# A server lives in one folder, $server, that belongs to the server's user and nobody else can enter:
#   installation/  a private copy of PostgreSQL with this checkout's pg_veil installed in it. PostgreSQL finds its
#                  folders relative to its programs, so this needs no rights on the system's folders, and two
#                  checkouts on one machine do not overwrite each other's extension
#   data/ socket/ log          the cluster; whoever can enter the folder connects through the socket, without password
#   keys/keyring keys/root.key what pg_veil.keyring and pg_veil.root_key_command name

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
state=$repository/.veil

umask 022
export LC_ALL=C.UTF-8
# Settings for another server must not lead the scripts to it.
for variable in "${!PG@}"; do
    [[ $variable == PG_CONFIG ]] || unset "$variable"
done

# --- Progress ---

elapsed() { printf '%d:%02d' $((SECONDS / 60)) $((SECONDS % 60)); }

step() { printf '==> [%s] %s\n' "$(elapsed)" "$*"; }

warn() { printf 'warning: %s\n' "$*" >&2; }

die() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

# watched LABEL LOG COMMAND...: runs a long command with its output in a file, and tells every 15 seconds how far it is.
watched() {
    local label=$1 log=$2 status=0 heartbeat
    shift 2
    : >"$log"
    (
        while sleep 15 >/dev/null 2>&1; do
            # Of a compiler's command line, the file it makes says enough.
            printf '    [%s] %s: %s\n' "$(elapsed)" "$label" \
                "$(tail -n 1 "$log" | sed 's/.* -o \([^ ]*\).*/\1/' | cut -c 1-80)"
        done
    ) 9>&- &
    heartbeat=$!
    disown "$heartbeat"
    "$@" >>"$log" 2>&1 </dev/null || status=$?
    kill "$heartbeat" 2>/dev/null || true
    return "$status"
}

# --- Users ---

# initdb and the server refuse root: root drops to the user of Debian's packages.
server_user() { if ((EUID == 0)); then echo postgres; else id -un; fi; }

# The working folder may be closed to that user, and PostgreSQL's programs insist on one they can name.
as_postgres() {
    if ((EUID == 0)); then
        (cd / && runuser -u postgres -- env HOME=/nonexistent "$@")
    else
        (cd / && "$@")
    fi
}

# --- Building ---

# sources PATTERN...: the repository's files of these names, also before they are added, but nothing generated. Without
# git, or in a repository of another user, which git refuses to read, whatever lies outside of the build folders.
sources() {
    local pattern file expression=()
    for pattern in "$@"; do
        expression+=(-o -path "./$pattern")
    done
    (
        cd "$repository" || exit
        git ls-files --cached --others --exclude-standard --deduplicate -- "$@" 2>/dev/null ||
            find . \( -name .git -o -name .veil -o -name 'build*' \) -prune -o -type f \( "${expression[@]:1}" \) -printf '%P\n' |
            LC_ALL=C sort
    ) | while read -r file; do
        [[ ! -e $repository/$file ]] || printf '%s\n' "$file"
    done
}

# Sets pg_config and the folders of the installed PostgreSQL. PG_CONFIG chooses another than 15.
find_postgres() {
    [[ -z ${pg_config-} ]] || return 0
    pg_config=${PG_CONFIG:-/usr/lib/postgresql/15/bin/pg_config}
    [[ -x $pg_config ]] || pg_config=$(command -v pg_config) || die 'PostgreSQL is not installed: run scripts/setup'
    export PG_CONFIG=$pg_config
    bindir=$("$pg_config" --bindir)
    pkglibdir=$("$pg_config" --pkglibdir)
    sharedir=$("$pg_config" --sharedir)
    includedir=$("$pg_config" --includedir)
    pgxs=$(dirname "$("$pg_config" --pgxs)")/../..
    pgxs=$(cd "$pgxs" 2>/dev/null && pwd) || die "the server's development files are not installed: run scripts/setup"
    [[ -x $bindir/postgres ]] || die "there is no server in $bindir: run scripts/setup"
}

# build_extension [MAKE-ARGUMENT...]: builds pg_veil in the repository.
build_extension() {
    local log=$state/build.log version arguments
    find_postgres
    mkdir -p "$state"
    version=$("$pg_config" --version)
    # Objects of another server version fit in everything but their behaviour.
    if [[ $(cat "$state/built_for" 2>/dev/null) != "$version" ]]; then
        flock "$state/build.lock" make -C "$repository" clean >"$log" 2>&1 || true
        printf '%s\n' "$version" >"$state/built_for"
    fi
    arguments=(-C "$repository" --no-print-directory -j "$(nproc)" "$@")
    # One make at a time in this checkout.
    if ! watched build "$log" flock "$state/build.lock" make "${arguments[@]}"; then
        cat "$log" >&2
        return 1
    fi
    grep -A 5 -E 'warning:' "$log" >&2 || true
}

# --- Throw-away servers. They act on the folder in $server. ---

# The first folder in which the server's user can make and run files; the path of a socket has 107 bytes at most.
temporary_folder() {
    local base folder
    for base in "${TMPDIR:-/tmp}" /tmp /var/tmp; do
        [[ $base =~ ^/[A-Za-z0-9/._-]{1,60}$ ]] || continue
        folder=$(as_postgres mktemp -d "$base/pg_veil.XXXXXX" 2>/dev/null) || continue
        # Not on a file system without executable files, nor behind a folder of another user.
        if as_postgres cp /bin/true "$folder/probe" && as_postgres "$folder/probe" 2>/dev/null; then
            as_postgres rm "$folder/probe"
            printf '%s\n' "$folder"
            return 0
        fi
        as_postgres rm -rf "$folder"
    done
    die "user $(server_user) can make no executable file in ${TMPDIR:-/tmp}, /tmp or /var/tmp: set TMPDIR"
}

# server_create [SETTING...]: makes a folder and a cluster in it, with pg_veil installed and preloaded, and sets
# $server. Settings are lines of postgresql.conf; without them the server listens on its socket alone.
server_create() {
    find_postgres
    server=$(temporary_folder)
    server_copy_installation
    server_install "$repository"
    # temporary_folder sees to it that the path holds no character that needs quoting.
    as_postgres sh -c "umask 077 && cd '$server' && mkdir socket keys && openssl rand -hex 32 >keys/root.key \
        && openssl rand -hex 24 >password"
    as_postgres "$installation$bindir/initdb" --pgdata="$server/data" --encoding=UTF8 --locale=C.UTF-8 \
        --username=postgres --pwfile="$server/password" --auth-local=trust --auth-host=scram-sha-256 \
        --no-sync --no-instructions >/dev/null
    {
        printf '%s\n' \
            "listen_addresses = ''" \
            "port = 5432" \
            "unix_socket_directories = '$server/socket'" \
            "shared_preload_libraries = 'pg_veil'" \
            "pg_veil.keyring = '$server/keys/keyring'" \
            "pg_veil.root_key_command = 'cat $server/keys/root.key'" \
            "wal_level = replica" \
            "fsync = off" \
            "max_prepared_transactions = 0"
        (($# == 0)) || printf '%s\n' "$@"
    } | as_postgres sh -c "cat >>'$server/data/postgresql.conf'"
}

# A program resolves symbolic links before it looks for its folders, so the programs are copies and the rest is links.
server_copy_installation() {
    local folder
    installation=$server/installation
    mkdir -p "$installation$bindir" "$installation$pkglibdir" "$installation$sharedir/extension" \
        "$(dirname "$installation$includedir")"
    cp -L "$bindir"/* "$installation$bindir"
    [[ -e $installation$includedir ]] || ln -s "$includedir" "$installation$includedir"
    for folder in "$pkglibdir" "$sharedir" "$sharedir/extension"; do
        find "$folder" -mindepth 1 -maxdepth 1 ! -name 'pg_veil*' ! -name extension \
            -exec ln -s -t "$installation$folder" {} +
    done
}

# server_install FOLDER: installs what the Makefile in that folder makes into the server's own installation.
server_install() {
    local log=$server/install.log
    find_postgres
    if ! make -C "$1" --no-print-directory install DESTDIR="$installation" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        return 1
    fi
}

# Takes up a server that an earlier script made.
server_open() {
    server=$1
    installation=$server/installation
    find_postgres
}

server_running() {
    [[ -n ${server-} ]] && as_postgres test -d "$server/data" 2>/dev/null \
        && as_postgres "$installation$bindir/pg_ctl" --pgdata="$server/data" status >/dev/null 2>&1
}

# Where the port was taken meanwhile it tries another.
server_start() {
    local attempt
    for attempt in 1 2 3; do
        as_postgres rm -f "$server/log"
        if as_postgres "$installation$bindir/pg_ctl" --pgdata="$server/data" --log="$server/log" --silent --wait \
            --timeout=60 start </dev/null >/dev/null 2>&1 9>&-; then
            return 0
        fi
        as_postgres grep -q 'Address already in use' "$server/log" || break
        as_postgres sed -i "s/^port = .*/port = $(free_port)/" "$server/data/postgresql.conf"
    done
    warn "the server does not start (attempt $attempt); the end of its log:"
    as_postgres tail -n 20 "$server/log" >&2 || true
    return 1
}

server_stop() {
    server_running || return 0
    as_postgres "$installation$bindir/pg_ctl" --pgdata="$server/data" --silent --wait --mode="${1:-fast}" stop </dev/null
}

# Stops the server and removes its folder.
server_remove() {
    [[ -n ${server-} ]] || return 0
    server_stop fast || server_stop immediate || true
    # Nothing but a folder that temporary_folder made.
    if [[ $server == */pg_veil.?????? && -d $server ]]; then
        rm -rf "$server"
    fi
    server=
}

server_port() { as_postgres sed -n 's/^port = //p' "$server/data/postgresql.conf" | tail -n 1; }

# Lets psql, pg_regress and other clients find the server, as its superuser: PGHOST, PGPORT, PGUSER, PGDATABASE, PATH.
server_environment() {
    PGPORT=$(server_port)
    export PGHOST=$server/socket PGPORT PGUSER=postgres PGDATABASE=postgres PATH=$installation$bindir:$PATH
}

# A port of the loopback interface that was free a moment ago.
free_port() {
    perl -MIO::Socket::INET -e '
        my $socket = IO::Socket::INET->new(LocalAddr => "127.0.0.1", LocalPort => 0, Listen => 1) or die $!;
        print $socket->sockport, "\n"'
}
