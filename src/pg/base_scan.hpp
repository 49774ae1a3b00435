// Reading the base of a release beside the masks of its values. Two roles are needed for that, and never
// one: whoever may read the base has no rights on the masks, and whoever may call the masks, the extension's
// owner, must not run what the base's owner has written (views, policies of row-level security, casts).
#pragma once

#include "pg/attribute.hpp"
#include "pg/rule_catalog.hpp"

namespace veil::pg {

// The relation that a release reads now; refuses a closed one.
[[nodiscard]] Oid base_of_release(const Policy& policy, const Release& release);

class BaseScan {
  public:
    // Of these columns of a base of the policy's. Refuses where the policy's owner may not read them, and
    // where reading them would run somebody's code as a superuser.
    BaseScan(const Spi& spi, const SessionNotation& notation, const Policy& policy, const Release& release,
             Oid base, std::vector<Attribute> columns);

    // The different rows, as texts in the session's notation, of "SELECT <list> FROM <columns> AS base WHERE
    // <mask> = ANY (<pseudonyms>)", as texts. The expressions are compiled ones, and run as the extension's
    // owner. A pseudonym that is no value of the mask's type is none of its values.
    [[nodiscard]] std::vector<Row> select(const std::string& list, const std::string& mask,
                                          const std::vector<std::string>& pseudonyms) const;

  private:
    const Spi& spi_;
    const SessionNotation& notation_;
    const Release& release_;
    Oid base_;
    Oid reader_;
    std::vector<Attribute> columns_;
};

} // namespace veil::pg
