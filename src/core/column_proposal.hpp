// How to protect a column, from its name, its type and a sample of its values.
#pragma once

#include "core/column_name.hpp"
#include "core/column_sample.hpp"

#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace veil {

enum class TypeFamily : std::uint8_t {
    text,
    integer,
    number, // with a fraction: numeric, real, double precision
    boolean,
    date,
    timestamp, // with or without a time zone
    uuid,
    network, // inet, cidr
    mac_address,
    enumeration,
    document, // json, jsonb
    array,
    other,
};

struct ColumnFacts {
    std::string name;
    TypeFamily family = TypeFamily::other;
    bool is_unique = false;    // the only column of a unique index
    bool is_reference = false; // the only column of a foreign key, or what one refers to
    // The techniques whose registry row has the column's type.
    std::set<std::string> techniques;
    // Of an array's elements; `other` where they are not read.
    TypeFamily element_family = TypeFamily::other;
    std::set<std::string> element_techniques;
};

// The columns of WP216: "direct", "quasi", "sensitive", "insensitive".
enum class DisclosureClass : std::uint8_t { direct, quasi, sensitive, insensitive };
[[nodiscard]] std::string_view disclosure_class_name(DisclosureClass disclosure_class) noexcept;

struct Proposal {
    DisclosureClass disclosure_class = DisclosureClass::quasi;
    std::string technique; // one of the facts' or "suppress"
    // Names and values, the latter as JSON. "key" is null where a key is needed and none was given.
    std::vector<std::pair<std::string, std::string>> parameters;
    double confidence = 0; // 0 to 1: that the class is right and the technique is enough
    std::optional<Meaning> meaning;
    // For people: what spoke for it. Names of meanings and forms, never anything of a value.
    std::string reason;
};

// Never a technique that shows more than a generalization does, unless the column is a label. `key`: the name
// of the key of pseudonyms, empty for none. Of an array the sample is of its elements. Throws std::bad_alloc.
[[nodiscard]] Proposal propose(const ColumnFacts& facts, const ColumnSample& sample, const std::string& key);

// What the columns of one relation say of each other, proposals in the order of the facts: texts are scrubbed
// of the row's own identifiers, and the cells of a longitude go by the latitude. Throws std::bad_alloc.
void relate_proposals(std::span<const ColumnFacts> facts, std::span<Proposal> proposals);

// Names and shares of what the sample says, as a JSON object of counts and shares.
[[nodiscard]] std::string evidence_json(const ColumnFacts& facts, const ColumnSample& sample,
                                        const Proposal& proposal);

// A text as a JSON string; the bytes are valid in the database's encoding.
[[nodiscard]] std::string json_string(std::string_view text);
[[nodiscard]] std::string parameters_json(const Proposal& proposal);

// A width of 1, 2 or 5 times a power of ten that parts a spread into some twenty intervals; "1" at least for
// whole numbers. In decimal, without an exponent.
[[nodiscard]] std::string bucket_width(double low, double high, bool whole);

} // namespace veil
