// Running SQL from C++ code: SPI, whose rights it runs with, and settings that it must not depend on.
#pragma once

#include "pg/boundary.hpp"

namespace veil::pg {

// One result row, every column as its text form.
using Row = std::vector<std::optional<std::string>>;
using Arguments = std::vector<std::optional<std::string>>;

// Settings that would change what generated SQL means, pinned for a scope: search_path first of all.
class PinnedSettings {
  public:
    PinnedSettings();
    ~PinnedSettings();
    PinnedSettings(const PinnedSettings&) = delete;
    PinnedSettings& operator=(const PinnedSettings&) = delete;

  private:
    int nest_level_;
    int exceptions_;
};

// How the session writes and reads values as text: what a user copied from one query he pastes into another.
// To be made before the settings are pinned.
class SessionNotation {
  public:
    SessionNotation();
    // Runs it with these settings instead of the pinned ones.
    void apply(const std::function<void()>& body) const;

  private:
    std::vector<std::pair<const char*, std::string>> settings_;
};

// An SPI connection, with settings pinned as long as it lives: with the caller's search_path an operator of
// his would run with our rights. All arguments are of type text: the statement casts.
class Spi {
  public:
    Spi();
    ~Spi();
    Spi(const Spi&) = delete;
    Spi& operator=(const Spi&) = delete;

    // Reads with a snapshot of this moment, also under REPEATABLE READ: a view built from an older one would
    // disagree with rules that others have committed.
    [[nodiscard]] std::vector<Row> query(const std::string& statement, const Arguments& arguments = {}) const;
    void execute(const std::string& statement, const Arguments& arguments = {}) const;
    // What the last query of this connection returned, be it one that was not run by query().
    [[nodiscard]] static std::vector<Row> rows_of_last_query();
    // Makes a trigger's transition tables visible to query() and execute().
    void see_transition_tables(TriggerData* data) const;

  private:
    PinnedSettings pinned_;
    int exceptions_;
};

// Whether code of the role itself may run meanwhile, be it only an input function of a literal in a view.
// Such code is kept from temporary objects, from changing roles and from leaving deferred triggers behind,
// and what it sets (search_path!) is undone before anything else runs.
enum class RunsCode { own, of_the_role };

// Acts with a role's rights for a scope.
class ActAs {
  public:
    ActAs(Oid role, RunsCode code) noexcept;
    ~ActAs();
    ActAs(const ActAs&) = delete;
    ActAs& operator=(const ActAs&) = delete;

  private:
    Oid saved_role_;
    int saved_context_;
    int nest_level_; // of settings; 0 for none of its own
    int exceptions_;
};

// While one exists, DDL is pg_veil's own, and what the extension's owner changes in the catalog is so too:
// its triggers record, and do nothing else. Code of a role that runs meanwhile (RunsCode::of_the_role) gains
// nothing.
class OwnChange {
  public:
    // `cause`, of static storage, is what the history of rules says; of nested ones that of the outermost.
    explicit OwnChange(const char* cause = "relation") noexcept {
        if (depth_++ == 0) {
            cause_ = cause;
        }
    }
    ~OwnChange() { --depth_; }
    OwnChange(const OwnChange&) = delete;
    OwnChange& operator=(const OwnChange&) = delete;
    [[nodiscard]] static bool in_progress() noexcept { return depth_ > 0; }
    // For changes of the catalog.
    [[nodiscard]] static bool by_extension();
    [[nodiscard]] static const char* cause() noexcept { return cause_; }

  private:
    static int depth_;
    static const char* cause_;
};

// Runs C++ code in a subtransaction of its own. The message of an error that it ends in, and that undoes it;
// but server errors that `passes_on` passes on.
[[nodiscard]] bool is_no_answer(int sqlstate); // cancels, conflicts with others, exhausted resources, defects
[[nodiscard]] bool is_intervention(int sqlstate); // cancels and shutdowns only
[[nodiscard]] std::optional<std::string> attempt(const std::function<void()>& body,
                                                 bool (*passes_on)(int) = is_no_answer);

// Whether a dump is being restored. Its rows come in any order, its views are there already and agree with
// them. Only a superuser restores a dump, and these are the settings under which every dump is restored.
// Backend code.
[[nodiscard]] bool is_restoring_dump();

// C++ shorthands of the server's quoting.
[[nodiscard]] std::string quote_name(const std::string& name);
[[nodiscard]] std::string quote_name(const std::string& schema, const std::string& name);
[[nodiscard]] std::string quote_text(const std::string& text);
[[nodiscard]] std::string role_name(Oid role);
// An OID that a query returned.
[[nodiscard]] inline Oid oid_of(const std::string& text) {
    return static_cast<Oid>(std::stoul(text));
}

} // namespace veil::pg
