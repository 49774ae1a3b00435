// What hangs on a view and would be lost with it: owner, grants, options, comments, labels, defaults,
// triggers.
#pragma once

#include "pg/sql_session.hpp"

namespace veil::pg {

class ViewState {
  public:
    // Remembers the view. Refuses what cannot be put back (a rule beside the view's own), naming it.
    ViewState(const Spi& spi, Oid view);

    [[nodiscard]] const std::string& sql_name() const noexcept { return sql_name_; }
    [[nodiscard]] bool is_release() const noexcept { return is_release_; }

    // Creates the view again as its owner, from its own definition. A release comes back without a body: that
    // is made from its rules, and from nothing that its owner could have written.
    void create_again() const;
    // Puts everything else back on a view of the same name. Grants of columns that are gone are gone.
    void put_back() const;

  private:
    struct Statement {
        std::optional<std::string> column; // it goes when the column has gone
        std::string text;
    };
    struct ColumnGrant {
        std::string column;
        Acl* grant;
    };

    const Spi& spi_;
    std::string sql_name_;
    std::string options_; // " WITH (...)" or empty
    std::string definition_;
    std::string stub_; // of the same columns, for a release
    bool is_release_ = false;
    Oid owner_ = InvalidOid;
    Acl* grants_ = nullptr; // null: the default ones
    std::vector<ColumnGrant> column_grants_;
    std::vector<Statement> statements_; // comments, labels, defaults, triggers
};

// The trigger that makes a release refuse INSERT, UPDATE and DELETE. As the extension's owner.
void refuse_writes_on(const Spi& spi, const std::string& view);

// Whether the view bears that trigger. Only the extension can put it there, so nobody passes a view of his
// own off as a release.
[[nodiscard]] bool is_release(const Spi& spi, Oid view);
// The same as a condition on pg_class c.
inline constexpr const char* is_release_condition =
    "(c.relkind = 'v' AND EXISTS (SELECT 1 FROM pg_catalog.pg_trigger t WHERE t.tgrelid = c.oid "
    "AND t.tgfoid = 'veil.refuse_writes()'::pg_catalog.regprocedure))";

// " WITH (...)" for the options a view has, or an empty text.
[[nodiscard]] std::string view_options(const Spi& spi, Oid view);

// The plain views that depend on a view, nearest first; refuses, naming it, what is not a plain view.
[[nodiscard]] std::vector<Oid> dependent_views(const Spi& spi, Oid view);

} // namespace veil::pg
