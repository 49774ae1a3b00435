#include "pg/index_builder.hpp"

#include "pg/rule_index.hpp"

namespace veil::pg {

namespace {

struct FoundIndex {
    Oid index;
    AttrNumber attribute;
    const FuncExpr* call;
};

std::vector<FoundIndex> indexes_of(Oid relation) {
    std::vector<FoundIndex> found;
    const List* list = call([&] { return rule_indexes_of(relation); });
    for (int i = 0; i < list_length(list); ++i) {
        const auto* index = static_cast<const RuleIndex*>(list_nth(list, i));
        found.push_back({index->index, index->attribute, index->call});
    }
    return found;
}

std::vector<IndexableMask> masks_of(Oid view) {
    std::vector<IndexableMask> masks;
    const List* list = call([&] { return indexable_masks_of(view); });
    for (int i = 0; i < list_length(list); ++i) {
        masks.push_back(*static_cast<const IndexableMask*>(list_nth(list, i)));
    }
    return masks;
}

bool is_of(const FoundIndex& index, const IndexableMask& mask) {
    return index.attribute == mask.attribute && call([&] { return is_index_of(index.call, mask.call); });
}

Oid find_index(const std::vector<FoundIndex>& indexes, const IndexableMask& mask) {
    auto found = std::find_if(indexes.begin(), indexes.end(),
                              [&](const FoundIndex& index) { return is_of(index, mask); });
    return found == indexes.end() ? InvalidOid : found->index;
}

// Whether a release on the relation shows what the index is of.
bool is_used(const FoundIndex& index, Oid relation) {
    const auto releases = releases_on(relation);
    return std::any_of(releases.begin(), releases.end(), [&](const ReleaseWithView& release) {
        const auto masks = masks_of(release.view);
        return std::any_of(masks.begin(), masks.end(),
                           [&](const IndexableMask& mask) { return is_of(index, mask); });
    });
}

// One that belongs to an index of a partitioned table goes with that.
void drop_index(const Spi& spi, Oid index) {
    for (const Row& row :
         spi.query("SELECT 1 FROM pg_catalog.pg_class WHERE oid = $1::oid AND NOT relispartition",
                   {std::to_string(index)})) {
        (void)row;
        spi.execute("DROP INDEX " + qualified_name(index));
    }
}

// A hash index: it has no order that CLUSTER could put the table in.
Oid make_index(const Spi& spi, Oid base, const IndexableMask& mask) {
    struct Made {
        const char* schema;
        const char* name;
        const char* expression;
    };
    const Made made = call([&] {
        const Oid schema = get_rel_namespace(base);
        return Made{get_namespace_name(schema),
                    ChooseRelationName(get_rel_name(base), get_attname(base, mask.attribute, false),
                                       "veil_idx", schema, false),
                    index_expression(mask.call, base)};
    });
    const std::string index = quote_name(made.schema, made.name);
    spi.execute("CREATE INDEX " + quote_name(made.name) + " ON " + qualified_name(base) + " USING hash (" +
                made.expression + ")");
    spi.execute(
        "COMMENT ON INDEX " + index +
        " IS 'pg_veil: finds rows by a pseudonym that a rule shows; it follows the rule and its key'");
    return relation_by_name(index);
}

} // namespace

Oid index_column(const Spi& spi, Oid base, Oid view, AttrNumber attribute) {
    for (const IndexableMask& mask : masks_of(view)) {
        if (mask.attribute == attribute) {
            const Oid found = find_index(indexes_of(base), mask);
            return OidIsValid(found) ? found : make_index(spi, base, mask);
        }
    }
    return InvalidOid;
}

IndexedColumns::IndexedColumns(Oid base, Oid view) : base_(base) {
    if (!OidIsValid(base) || !OidIsValid(view)) {
        return;
    }
    const auto indexes = indexes_of(base);
    if (indexes.empty()) {
        return;
    }
    for (const IndexableMask& mask : masks_of(view)) {
        if (OidIsValid(find_index(indexes, mask))) {
            attributes_.push_back(mask.attribute);
        }
    }
}

void IndexedColumns::follow(const Spi& spi, Oid view) const {
    if (attributes_.empty()) {
        return;
    }
    // First, so that the new one gets the name.
    for (const FoundIndex& index : indexes_of(base_)) {
        if (std::find(attributes_.begin(), attributes_.end(), index.attribute) != attributes_.end() &&
            !is_used(index, base_)) {
            drop_index(spi, index.index);
        }
    }
    restore(spi, base_, view);
}

void IndexedColumns::restore(const Spi& spi, Oid base, Oid view) const {
    for (const AttrNumber attribute : attributes_) {
        (void)index_column(spi, base, view, attribute);
    }
}

void drop_unused_indexes(const Spi& spi, const std::string& relation) {
    const Oid base = relation_by_name(relation);
    const std::vector<FoundIndex> indexes = OidIsValid(base) ? indexes_of(base) : std::vector<FoundIndex>{};
    if (indexes.empty()) {
        return;
    }
    const auto releases = releases_on(base);
    for (const Row& row :
         spi.query("SELECT DISTINCT policy FROM veil.rule WHERE relation = $1", {relation})) {
        if (std::none_of(releases.begin(), releases.end(), [&](const ReleaseWithView& release) {
                return release.name.policy == *row[0] && release.name.relation == relation;
            })) {
            return;
        }
    }
    for (const FoundIndex& index : indexes) {
        if (!is_used(index, base)) {
            drop_index(spi, index.index);
        }
    }
}

void drop_indexes_of_column(const Spi& spi, Oid relation, const std::string& column) {
    const AttrNumber attribute = call([&] { return get_attnum(relation, column.c_str()); });
    for (const FoundIndex& index : indexes_of(relation)) {
        if (index.attribute == attribute) {
            drop_index(spi, index.index);
        }
    }
}

std::size_t drop_indexes_of_key(const Spi& spi, const std::string& key, std::int32_t version) {
    std::size_t count = 0;
    for (const Row& row : spi.query(
             "SELECT DISTINCT d.objid FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_proc p ON p.oid = "
             "d.refobjid "
             "WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.refclassid = "
             "'pg_catalog.pg_proc'::regclass "
             "AND p.pronamespace = 'veil'::regnamespace AND p.proname = 'indexed_pseudonym' ORDER BY 1")) {
        const Oid index = oid_of(*row[0]);
        const bool has_key = call([&] {
            const RuleIndex* found =
                get_rel_relkind(index) == RELKIND_INDEX || get_rel_relkind(index) == RELKIND_PARTITIONED_INDEX
                    ? rule_index(index)
                    : nullptr;
            const KeyValue* of_index = found == nullptr ? nullptr : key_of_index(found);
            return of_index != nullptr && of_index->key_name() == key && of_index->version == version;
        });
        if (has_key) {
            drop_index(spi, index);
            ++count;
        }
    }
    return count;
}

} // namespace veil::pg
