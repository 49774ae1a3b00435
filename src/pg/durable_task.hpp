// Work that outlives the transaction which asks for it. A background worker of the same database does it in a
// transaction of its own and commits; only then does whoever asked go on. So a ROLLBACK, a cancel, a killed
// session or a crash after the answer cannot take it back.
#pragma once

#include "pg/sql_session.hpp"

namespace veil::pg {

// What a worker can do. A task is a function of this library with texts as arguments, never SQL text: the
// worker is a superuser's process.
enum class DurableTask : std::uint32_t {
    write_audit_record, // pg/audit_record.cpp
};

// Runs as the extension's owner, under locks that wait for some seconds at most, with settings of its own.
// What it returns travels back: small texts.
using DurableTaskFunction = Row (*)(const Spi&, const Arguments&);

// The task's answer, after its commit: synchronous_commit is the caller's, but `on` at least. Whatever stands
// in the way (recovery, no free worker, a lock, a worker that is killed) is an error within seconds, and then
// the work is not done, or nobody learns that it was. Only waiting for a synchronous standby takes as long as
// any commit does; it can be cancelled. C++ code; callers of one database queue.
[[nodiscard]] Row run_durably(DurableTask task, const Arguments& arguments);

// Whether this process is such a worker.
[[nodiscard]] bool is_durable_worker() noexcept;

} // namespace veil::pg
