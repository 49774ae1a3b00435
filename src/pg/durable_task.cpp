#include "pg/durable_task.hpp"

#include "pg/audit_record.hpp"
#include "pg/catalog.hpp"

extern "C" {
#include "pgstat.h"
#include "postmaster/bgworker.h"
#include "storage/dsm.h"
#include "storage/ipc.h"
#include "storage/latch.h"
#include "storage/lock.h"
#include "storage/proc.h"
#include "utils/ps_status.h"
#include "utils/wait_event.h"

PGDLLEXPORT void veil_durable_main(Datum argument);
}

namespace veil::pg {

namespace {

// How long the worker waits for a lock that a transaction holds, perhaps the caller's own.
constexpr const char* lock_wait = "5s";
// How long a caller waits for those before it, and for a free slot among the server's workers.
constexpr int queue_wait_ms = 20000;
constexpr int slot_wait_ms = 3000;

// Two locks on the table of audit records that no statement of a user takes: on being the caller whose turn
// it is, and on being the worker at work. The second is needed since a caller may leave before its worker
// does.
constexpr std::uint16_t caller_lock = 1;
constexpr std::uint16_t worker_lock = 2;

// The last bytes change with the layout: a worker may load a newer library than its caller has.
constexpr std::uint64_t segment_magic = 0x7665696c00000001;

enum class Status : std::uint32_t { running, done, failed };

// In the dynamic shared memory segment: the header, the encoded arguments, the encoded answer.
struct Request {
    std::uint64_t magic;
    Oid database;
    DurableTask task;
    std::int32_t synchronous_commit;
    Status status;
    std::int32_t sqlstate;
    std::uint32_t argument_bytes;
    std::uint32_t answer_bytes;

    [[nodiscard]] char* arguments() noexcept { return reinterpret_cast<char*>(this + 1); }
    [[nodiscard]] char* answer() noexcept { return arguments() + argument_bytes; }
};
constexpr std::size_t answer_capacity = 8192;

bool worker_process = false;

DurableTaskFunction function_of(DurableTask task) {
    switch (task) {
    case DurableTask::write_audit_record:
        return write_audit_record;
    }
    throw Refusal(ERRCODE_INTERNAL_ERROR, "unknown durable task");
}

// Texts as a row of bytes: the length of each before it, -1 for none.
std::string encode(const Row& texts) {
    std::string bytes;
    auto add = [&](std::int32_t number) {
        bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
    };
    add(static_cast<std::int32_t>(texts.size()));
    for (const auto& text : texts) {
        add(text ? static_cast<std::int32_t>(text->size()) : -1);
        bytes += text.value_or("");
    }
    return bytes;
}

Row decode(std::string_view bytes) {
    auto take = [&](std::size_t size) {
        if (size > bytes.size()) {
            throw Refusal(ERRCODE_INTERNAL_ERROR, "damaged request to a background worker");
        }
        std::string_view taken = bytes.substr(0, size);
        bytes.remove_prefix(size);
        return taken;
    };
    auto number = [&] {
        std::int32_t value = 0;
        memcpy(&value, take(sizeof value).data(), sizeof value);
        return value;
    };
    Row texts;
    for (std::int32_t left = number(); left > 0; --left) {
        const std::int32_t size = number();
        texts.push_back(size < 0 ? std::nullopt
                                 : std::optional(std::string(take(static_cast<std::size_t>(size)))));
    }
    return texts;
}

// --- The caller's side. Backend code. ---

struct Ended {
    Status status;
    bool started;
    std::int32_t sqlstate;
    char* bytes; // the encoded answer, or the message of the error
    std::size_t size;
};

// Its turn ends with the statement that asked, at the latest. A session's own lock_timeout holds if shorter.
void wait_for_turn(Oid table) {
    const int level = NewGUCNestLevel();
    if (LockTimeout == 0 || LockTimeout > queue_wait_ms) {
        (void)set_config_option("lock_timeout", psprintf("%d", queue_wait_ms), PGC_USERSET, PGC_S_SESSION,
                                GUC_ACTION_SAVE, true, 0, false);
    }
    LockDatabaseObject(RelationRelationId, table, caller_lock, ExclusiveLock);
    AtEOXact_GUC(true, level);
}

bool start_worker(dsm_segment* segment, BackgroundWorkerHandle** handle) {
    BackgroundWorker worker{};
    worker.bgw_flags = BGWORKER_SHMEM_ACCESS | BGWORKER_BACKEND_DATABASE_CONNECTION;
    worker.bgw_start_time = BgWorkerStart_RecoveryFinished;
    worker.bgw_restart_time = BGW_NEVER_RESTART;
    worker.bgw_main_arg = UInt32GetDatum(dsm_segment_handle(segment));
    worker.bgw_notify_pid = MyProcPid;
    strlcpy(worker.bgw_library_name, "$libdir/pg_veil", sizeof worker.bgw_library_name);
    strlcpy(worker.bgw_function_name, "veil_durable_main", sizeof worker.bgw_function_name);
    strlcpy(worker.bgw_name, "pg_veil recorder", BGW_MAXLEN);
    strlcpy(worker.bgw_type, "pg_veil recorder", BGW_MAXLEN);
    // Parallel queries use the same slots, for short times.
    for (int waited = 0; !RegisterDynamicBackgroundWorker(&worker, handle); waited += 50) {
        if (waited >= slot_wait_ms) {
            return false;
        }
        (void)WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, 50, PG_WAIT_EXTENSION);
        ResetLatch(MyLatch);
        CHECK_FOR_INTERRUPTS();
    }
    return true;
}

// A caller that is cancelled leaves the worker alone: it ends by itself, and nobody sees an answer.
Ended run_worker(DurableTask task, const char* bytes, std::size_t size) {
    const Oid table = veil_relation("audit");
    wait_for_turn(table);
    dsm_segment* segment = dsm_create(sizeof(Request) + size + answer_capacity, 0);
    auto* request = new (dsm_segment_address(segment)) Request{};
    request->magic = segment_magic;
    request->database = MyDatabaseId;
    request->task = task;
    request->synchronous_commit = std::max<int>(synchronous_commit, SYNCHRONOUS_COMMIT_ON);
    request->status = Status::running;
    request->argument_bytes = static_cast<std::uint32_t>(size);
    memcpy(request->arguments(), bytes, size);

    Ended ended{};
    BackgroundWorkerHandle* handle = nullptr;
    ended.started = start_worker(segment, &handle);
    if (ended.started) {
        if (WaitForBackgroundWorkerShutdown(handle) == BGWH_POSTMASTER_DIED) {
            ereport(FATAL, (errcode(ERRCODE_ADMIN_SHUTDOWN), errmsg("the server is gone")));
        }
        // The worker wrote before it ended.
        pg_read_barrier();
        ended.status = request->status;
        ended.sqlstate = request->sqlstate;
        ended.size = std::min<std::size_t>(request->answer_bytes, answer_capacity);
        ended.bytes = static_cast<char*>(palloc(ended.size + 1));
        memcpy(ended.bytes, request->answer(), ended.size);
    }
    dsm_detach(segment);
    UnlockDatabaseObject(RelationRelationId, table, caller_lock, ExclusiveLock);
    return ended;
}

// --- The worker's side ---

// The owner of the database may have set anything for all of its sessions. Before a transaction begins, whose
// properties some of these are.
void pin_worker_settings(std::int32_t commit_level) {
    struct Setting {
        const char* name;
        const char* value;
    };
    static constexpr std::array settings{
        Setting{"role", "none"},
        Setting{"default_transaction_read_only", "off"},
        Setting{"default_transaction_isolation", "read committed"},
        Setting{"default_transaction_deferrable", "off"},
        Setting{"lock_timeout", lock_wait},
        Setting{"max_parallel_workers_per_gather", "0"},
        Setting{"session_replication_role", "origin"},
        Setting{"row_security", "off"},
        Setting{"exit_on_error", "off"},
        Setting{"jit", "off"},
        Setting{"array_nulls", "on"},
        Setting{"application_name", "pg_veil"},
        Setting{worker_timeout_setting.name, worker_timeout_setting.value},
    };
    for (const Setting& setting : settings) {
        (void)set_config_option(setting.name, setting.value, PGC_SUSET, PGC_S_SESSION, GUC_ACTION_SET, true,
                                0, false);
    }
    const char* level = commit_level == SYNCHRONOUS_COMMIT_REMOTE_APPLY ? "remote_apply" : "on";
    (void)set_config_option("synchronous_commit", level, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SET, true, 0,
                            false);
}

void answer(Request* request, const char* bytes, std::size_t size) {
    request->answer_bytes = static_cast<std::uint32_t>(std::min(size, answer_capacity));
    memcpy(request->answer(), bytes, request->answer_bytes);
}

// C++ code, inside the transaction.
void do_task(Request* request) {
    ActAs extension(call([] { return extension_owner(); }), RunsCode::own);
    call([] {
        LockDatabaseObject(RelationRelationId, veil_relation("audit"), worker_lock, ExclusiveLock);
        // After the lock: it sees what the worker before this one did.
        PushActiveSnapshot(GetTransactionSnapshot());
    });
    Spi spi;
    const std::string bytes =
        encode(function_of(request->task)(spi, decode({request->arguments(), request->argument_bytes})));
    if (bytes.size() > answer_capacity) {
        throw Refusal(ERRCODE_INTERNAL_ERROR, "the answer of a durable task is too long");
    }
    answer(request, bytes.data(), bytes.size());
    call([] { PopActiveSnapshot(); });
}

} // namespace

bool is_durable_worker() noexcept {
    return worker_process;
}

Row run_durably(DurableTask task, const Arguments& arguments) {
    if (RecoveryInProgress()) {
        throw Refusal(ERRCODE_READ_ONLY_SQL_TRANSACTION, "this use cannot be recorded during recovery",
                      "Ask the primary server.");
    }
    if (!IsUnderPostmaster || IsInParallelMode()) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "this use cannot be recorded here",
                      "Records are made in normal operation only, outside of parallel plans.");
    }
    const std::string bytes = encode(arguments);
    Ended ended{};
    try {
        ended = call([&] { return run_worker(task, bytes.data(), bytes.size()); });
    } catch (const ServerError& error) {
        if (error.data()->sqlerrcode != ERRCODE_LOCK_NOT_AVAILABLE) {
            throw;
        }
        throw Refusal(ERRCODE_LOCK_NOT_AVAILABLE, "this use cannot be recorded: others are being recorded",
                      "Try again.");
    }
    if (!ended.started) {
        throw Refusal(ERRCODE_INSUFFICIENT_RESOURCES,
                      "this use cannot be recorded: there is no free background worker",
                      "Try again, or increase max_worker_processes.");
    }
    if (ended.status == Status::running) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      "this use cannot be recorded: the background worker ended early",
                      "The server's log says why.");
    }
    if (ended.status == Status::failed) {
        throw Refusal(ended.sqlstate, "this use cannot be recorded", {},
                      "The background worker reports: " + std::string(ended.bytes, ended.size) + ".");
    }
    return decode({ended.bytes, ended.size});
}

} // namespace veil::pg

using namespace veil::pg;

// The worker. Backend code.
void veil_durable_main(Datum argument) {
    pqsignal(SIGTERM, die);
    BackgroundWorkerUnblockSignals();
    CurrentResourceOwner = ResourceOwnerCreate(nullptr, "pg_veil recorder");
    dsm_segment* segment = dsm_attach(DatumGetUInt32(argument));
    // Whoever asked is gone.
    if (segment == nullptr) {
        return;
    }
    dsm_pin_mapping(segment);
    auto* request = static_cast<Request*>(dsm_segment_address(segment));
    if (request->magic != segment_magic) {
        ereport(LOG, (errmsg("pg_veil was asked to record by another version of itself")));
        return;
    }
    worker_process = true;
    // As the bootstrap superuser: the extension's owner may not be allowed to log in.
    BackgroundWorkerInitializeConnectionByOid(request->database, InvalidOid, BGWORKER_BYPASS_ALLOWCONN);
    pin_worker_settings(request->synchronous_commit);
    PG_TRY();
    {
        SetCurrentStatementStartTimestamp();
        pgstat_report_activity(STATE_RUNNING, "recording");
        StartTransactionCommand();
        guard([request] { do_task(request); });
        CommitTransactionCommand();
        pg_write_barrier();
        request->status = Status::done;
    }
    PG_CATCH();
    {
        MemoryContextSwitchTo(TopMemoryContext);
        ErrorData* error = CopyErrorData();
        FlushErrorState();
        AbortCurrentTransaction();
        // Not the detail: that may be the row.
        ereport(LOG, (errmsg("pg_veil could not record: %s", error->message)));
        request->sqlstate = error->sqlerrcode;
        answer(request, error->message, strlen(error->message));
        pg_write_barrier();
        request->status = Status::failed;
    }
    PG_END_TRY();
}
