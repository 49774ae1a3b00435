#include "pg/sql_session.hpp"

#include "pg/catalog.hpp"
#include "pg/text_value.hpp"

namespace veil::pg {

int OwnChange::depth_ = 0;
const char* OwnChange::cause_ = "";

Spi::Spi() : exceptions_(std::uncaught_exceptions()) {
    call([] {
        if (SPI_connect() != SPI_OK_CONNECT) {
            elog(ERROR, "could not connect to SPI");
        }
    });
}

Spi::~Spi() {
    // After a server error the abort of the (sub)transaction cleans SPI up.
    if (std::uncaught_exceptions() == exceptions_) {
        SPI_finish();
    }
}

namespace {

// Plans of queries with arguments, whose texts are few, by text: planning costs more than running them, and
// event triggers run some for every DDL statement of the database. Created at first use and kept for the life
// of the process. The server plans again where a table or the search_path is another one.
std::map<std::string, SPIPlanPtr>* kept_plans = nullptr;
constexpr std::size_t most_kept_plans = 100;

// Null where the query is planned for this once.
SPIPlanPtr kept_plan(const std::string& query, std::span<Oid> types) {
    if (types.empty()) {
        return nullptr;
    }
    if (kept_plans == nullptr) {
        kept_plans = new std::map<std::string, SPIPlanPtr>;
    }
    auto found = kept_plans->find(query);
    if (found != kept_plans->end() || kept_plans->size() == most_kept_plans) {
        return found != kept_plans->end() ? found->second : nullptr;
    }
    SPIPlanPtr plan = call([&] {
        SPIPlanPtr prepared = SPI_prepare_cursor(query.c_str(), static_cast<int>(types.size()), types.data(),
                                                 CURSOR_OPT_GENERIC_PLAN);
        if (prepared == nullptr) {
            elog(ERROR, "SPI failed: %s", SPI_result_code_string(SPI_result));
        }
        SPI_keepplan(prepared);
        return prepared;
    });
    kept_plans->emplace(query, plan);
    return plan;
}

void run(const std::string& statement, const Arguments& arguments, bool read_only) {
    std::vector<Oid> types(arguments.size(), TEXTOID);
    std::vector<Datum> values(arguments.size(), static_cast<Datum>(0));
    std::string nulls(arguments.size(), ' ');
    SPIPlanPtr plan = read_only ? kept_plan(statement, types) : nullptr;
    call([&] {
        for (std::size_t i = 0; i < arguments.size(); ++i) {
            if (arguments[i]) {
                values[i] = text_datum(*arguments[i]);
            } else {
                nulls[i] = 'n';
            }
        }
        if (read_only) {
            CommandCounterIncrement();
            PushActiveSnapshot(GetLatestSnapshot());
        }
        int result = plan != nullptr
                         ? SPI_execute_plan(plan, values.data(), nulls.data(), read_only, 0)
                         : SPI_execute_with_args(statement.c_str(), static_cast<int>(arguments.size()),
                                                 types.data(), values.data(), nulls.data(), read_only, 0);
        if (read_only) {
            PopActiveSnapshot();
        }
        if (result < 0) {
            elog(ERROR, "SPI failed: %s", SPI_result_code_string(result));
        }
    });
}

} // namespace

std::vector<Row> Spi::query(const std::string& statement, const Arguments& arguments) const {
    run(statement, arguments, true);
    return rows_of_last_query();
}

std::vector<Row> Spi::rows_of_last_query() {
    SPITupleTable* table = SPI_tuptable;
    std::vector<Row> rows;
    if (table == nullptr) {
        return rows;
    }
    rows.reserve(table->numvals);
    const int columns = table->tupdesc->natts;
    for (std::uint64_t i = 0; i < table->numvals; ++i) {
        Row row(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) {
            char* text = call([&] { return SPI_getvalue(table->vals[i], table->tupdesc, column + 1); });
            if (text != nullptr) {
                row[static_cast<std::size_t>(column)] = text;
            }
        }
        rows.push_back(std::move(row));
    }
    call([&] { SPI_freetuptable(table); });
    return rows;
}

void Spi::execute(const std::string& statement, const Arguments& arguments) const {
    run(statement, arguments, false);
}

void Spi::see_transition_tables(TriggerData* data) const {
    call([&] {
        if (SPI_register_trigger_data(data) < 0) {
            elog(ERROR, "could not register transition tables");
        }
    });
}

bool OwnChange::by_extension() {
    return in_progress() && call([] { return GetUserId() == extension_owner(); });
}

ActAs::ActAs(Oid role, RunsCode code) noexcept
    : saved_role_(InvalidOid), saved_context_(0),
      nest_level_(code == RunsCode::of_the_role ? NewGUCNestLevel() : 0),
      exceptions_(std::uncaught_exceptions()) {
    GetUserIdAndSecContext(&saved_role_, &saved_context_);
    SetUserIdAndSecContext(role, saved_context_ | SECURITY_LOCAL_USERID_CHANGE |
                                     (code == RunsCode::of_the_role ? SECURITY_RESTRICTED_OPERATION : 0));
}

ActAs::~ActAs() {
    // After a server error the abort of the (sub)transaction restores the settings.
    if (nest_level_ > 0 && std::uncaught_exceptions() == exceptions_) {
        AtEOXact_GUC(false, nest_level_);
    }
    SetUserIdAndSecContext(saved_role_, saved_context_);
}

PinnedSettings::PinnedSettings() : nest_level_(NewGUCNestLevel()), exceptions_(std::uncaught_exceptions()) {
    struct Setting {
        const char* name;
        const char* value;
    };
    static constexpr std::array settings{
        Setting{"search_path", "pg_catalog, pg_temp"}, Setting{"datestyle", "ISO, YMD"},
        Setting{"intervalstyle", "postgres"},          Setting{"timezone", "UTC"},
        Setting{"standard_conforming_strings", "on"},  Setting{"transform_null_equals", "off"},
        Setting{"quote_all_identifiers", "off"},       Setting{"extra_float_digits", "1"},
    };
    call([] {
        for (const Setting& setting : settings) {
            (void)set_config_option(setting.name, setting.value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE,
                                    true, 0, false);
        }
    });
}

PinnedSettings::~PinnedSettings() {
    // After a server error the abort of the (sub)transaction restores the settings.
    if (std::uncaught_exceptions() == exceptions_) {
        AtEOXact_GUC(true, nest_level_);
    }
}

SessionNotation::SessionNotation() {
    for (const char* name : {"datestyle", "intervalstyle", "timezone"}) {
        settings_.emplace_back(name, call([&] { return GetConfigOption(name, false, false); }));
    }
}

void SessionNotation::apply(const std::function<void()>& body) const {
    const int level = NewGUCNestLevel();
    call([&] {
        for (const auto& [name, value] : settings_) {
            (void)set_config_option(name, value.c_str(), PGC_USERSET, PGC_S_SESSION, GUC_ACTION_SAVE, true, 0,
                                    false);
        }
    });
    // After a server error the abort of the (sub)transaction restores the settings.
    body();
    AtEOXact_GUC(true, level);
}

bool is_no_answer(int sqlstate) {
    switch (ERRCODE_TO_CATEGORY(sqlstate)) {
    case ERRCODE_TRANSACTION_ROLLBACK:
    case ERRCODE_INSUFFICIENT_RESOURCES:
    case ERRCODE_OPERATOR_INTERVENTION:
    case ERRCODE_SYSTEM_ERROR:
    case ERRCODE_INTERNAL_ERROR:
        return true;
    default:
        return sqlstate == ERRCODE_LOCK_NOT_AVAILABLE;
    }
}

bool is_intervention(int sqlstate) {
    return ERRCODE_TO_CATEGORY(sqlstate) == ERRCODE_OPERATOR_INTERVENTION;
}

// The same error in a memory context that outlives the subtransaction in which it was raised.
static std::exception_ptr kept_error(const ServerError& error, MemoryContext context) {
    MemoryContextSwitchTo(context);
    try {
        call([&] { ReThrowError(error.data()); });
    } catch (...) {
        return std::current_exception();
    }
    return std::make_exception_ptr(error); // not reached
}

std::optional<std::string> attempt(const std::function<void()>& body, bool (*passes_on)(int)) {
    const MemoryContext context = CurrentMemoryContext;
    const ResourceOwner owner = CurrentResourceOwner;
    call([&] {
        BeginInternalSubTransaction(nullptr);
        MemoryContextSwitchTo(context);
    });
    std::optional<std::string> message;
    std::exception_ptr passed_on;
    try {
        body();
    } catch (const ServerError& error) {
        if (passes_on(error.data()->sqlerrcode)) {
            passed_on = kept_error(error, context);
        } else {
            message = error.data()->message;
        }
    } catch (const Refusal& refusal) {
        message = refusal.message();
    } catch (...) {
        passed_on = std::current_exception();
    }
    // Also before an error passes on: whoever handles it expects to be in the subtransaction that he began.
    const bool undo = message || passed_on;
    call([&] {
        if (undo) {
            RollbackAndReleaseCurrentSubTransaction();
        } else {
            ReleaseCurrentSubTransaction();
        }
        MemoryContextSwitchTo(context);
        CurrentResourceOwner = owner;
    });
    if (passed_on) {
        std::rethrow_exception(passed_on);
    }
    return message;
}

namespace {

// Whether the session itself set what a dump sets: the owner of a database can set it for everybody who
// connects. Backend code.
bool has_settings_of_its_own() {
    if (SPI_connect() != SPI_OK_CONNECT) {
        elog(ERROR, "could not connect to SPI");
    }
    int result =
        SPI_execute("SELECT 1 FROM pg_catalog.pg_settings WHERE source OPERATOR(pg_catalog.=) 'session' "
                    "AND (name OPERATOR(pg_catalog.=) 'search_path' "
                    "OR name OPERATOR(pg_catalog.=) 'check_function_bodies')",
                    false, 0);
    const bool both = result == SPI_OK_SELECT && SPI_processed == 2;
    SPI_finish();
    return both;
}

} // namespace

bool is_restoring_dump() {
    // Not with the rights of a SECURITY DEFINER function: some of these settings may be its caller's.
    return superuser() && GetUserId() == GetOuterUserId() && namespace_search_path[0] == '\0' &&
           !check_function_bodies && has_settings_of_its_own();
}

std::string quote_name(const std::string& name) {
    return call([&] { return quote_identifier(name.c_str()); });
}

std::string quote_name(const std::string& schema, const std::string& name) {
    return quote_name(schema) + "." + quote_name(name);
}

std::string quote_text(const std::string& text) {
    return call([&] { return quote_literal_cstr(text.c_str()); });
}

std::string role_name(Oid role) {
    return call([&] { return GetUserNameFromId(role, false); });
}

} // namespace veil::pg
