// The view of a release as an object in the database: created with its owner's rights, filled by the
// extension, closed, re-made with everything that hangs on it. All of it runs as the extension's owner.
#pragma once

#include "pg/attribute.hpp"
#include "pg/rule_catalog.hpp"

namespace veil::pg {

struct ViewColumn {
    std::string name;
    Oid type;
    std::int32_t modifier;
    Oid collation;
    bool operator==(const ViewColumn&) const = default;
};

// A SELECT as the server understood it.
struct ViewBody {
    std::string select;
    std::vector<ViewColumn> columns;
    // Whether it shows fewer rows than its base: then no function that a reader brings along may see the
    // others.
    bool is_filtered = false;
    std::optional<std::string>
        canonical; // as pg_get_viewdef would give it; nothing where the server cannot say
};

[[nodiscard]] ViewBody analyse_body(std::string select);

class ReleaseView {
  public:
    // Looks the view up under the release's name. Refuses a relation of that name that is not a release's
    // view.
    ReleaseView(const Spi& spi, const Policy& policy, const Release& release);

    [[nodiscard]] bool exists() const noexcept { return OidIsValid(oid_); }
    [[nodiscard]] Oid oid() const noexcept { return oid_; }
    // The relation that the body reads; InvalidOid when the view is closed or absent.
    [[nodiscard]] Oid base() const noexcept { return base_; }
    [[nodiscard]] const std::vector<ViewColumn>& columns() const noexcept { return columns_; }
    [[nodiscard]] const std::string& sql_name() const noexcept { return sql_name_; }
    [[nodiscard]] bool shows(const ViewBody& body) const;
    // The columns that read a column of the base which has another name now: it was renamed behind our back,
    // while event triggers were off for one. A rule that is found by its name would be that of another
    // column. `others`: what the columns may read beside their own; null while the rules are ahead of the
    // view.
    [[nodiscard]] std::vector<std::string> misread_columns(const OtherColumns* others) const;

    // Whether the body's condition reads a column that is none of these.
    [[nodiscard]] bool misreads_filter(const std::vector<std::string>& columns) const;

    // Creates the view as the policy's owner, whose CREATE privilege and default privileges count. `options`
    // as view_options() gives them.
    void create(const ViewBody& body, const std::string& options = {});
    // Replaces the body; the present columns must be a prefix of the new ones.
    void replace(const ViewBody& body);
    // Drops and creates it again; grants, comments, defaults, triggers and the views on it come back as they
    // were.
    // Returns the releases among them, by their qualified names: their bodies are still to be made from their
    // rules.
    [[nodiscard]] std::vector<std::string> recreate(const ViewBody& body);
    // Leaves the view with its columns and an error for whoever reads it. It no longer depends on the base.
    void close();
    // Releases that are made of it end closed.
    void drop();
    // False where the view has no such column.
    bool rename_column(const std::string& from, const std::string& to);

    void comment(const std::string& on_view,
                 const std::vector<std::pair<std::string, std::string>>& on_columns);

  private:
    void load();
    // The view's own options, and a security barrier where the body is filtered.
    [[nodiscard]] std::string options_for(const ViewBody& body, const std::string& options) const;
    void follow_policy_owner();

    const Spi& spi_;
    const Policy& policy_;
    const Release& release_;
    std::string sql_name_;
    Oid oid_ = InvalidOid;
    Oid base_ = InvalidOid;
    bool is_filtered_ = false; // and not closed
    std::vector<ViewColumn> columns_;
};

// Whether a relation that is not a release stands where the policy's view of this name belongs: the owner of
// the schema can put one there.
[[nodiscard]] bool is_taken(const Spi& spi, const Policy& policy, const std::string& view_name);

// The relation that a view's body reads; InvalidOid when it reads none.
[[nodiscard]] Oid base_of_view(Oid view);

} // namespace veil::pg
