// The life of the indexes of veil.index_rule: made for a rule, replaced when its rule or its key changes, and
// dropped with the last rule that shows their pseudonym. C++ code, all of it run as the extension's owner.
#pragma once

#include "pg/rule_catalog.hpp"

namespace veil::pg {

// Makes the index for the pseudonym that a view shows of a column of its base, or finds the one there is.
// InvalidOid where it shows no pseudonym that can have one.
[[nodiscard]] Oid index_column(const Spi& spi, Oid base, Oid view, AttrNumber attribute);

// The columns of a view's base that it shows by a pseudonym with an index.
class IndexedColumns {
  public:
    IndexedColumns(Oid base, Oid view);
    // After the view was built again: the indexes follow what it shows of these columns now.
    void follow(const Spi& spi, Oid view) const;
    // After what the view shows is gone: each column's index is made again where it shows a pseudonym.
    void restore(const Spi& spi, Oid base, Oid view) const;

  private:
    Oid base_;
    std::vector<AttrNumber> attributes_;
};

// Drops the indexes of a relation, given by its name, of which no release shows the pseudonym; none while a
// release with rules on it is closed, for that may come to show it again.
void drop_unused_indexes(const Spi& spi, const std::string& relation);
// Before the type of a column changes: its owner may not write the key of an index down again.
void drop_indexes_of_column(const Spi& spi, Oid relation, const std::string& column);
// With a version of a key that is destroyed: nobody could write to the table any more. Returns how many.
std::size_t drop_indexes_of_key(const Spi& spi, const std::string& key, std::int32_t version);

} // namespace veil::pg
