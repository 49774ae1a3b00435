// parse_json() is total and reads what write_json() writes; so does parse_policy_document(), and the
// difference of two documents says how one becomes the other.
#include "core/policy_document.hpp"

#include <fuzzer/FuzzedDataProvider.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <string>

namespace {

using veil::JsonValue;

void require(bool holds) {
    if (!holds)
        std::abort();
}

void parse_any_text(std::string_view text) {
    const auto result = veil::parse_json(text, {4096, 20, 500});
    if (const auto* defect = std::get_if<veil::JsonDefect>(&result)) {
        require(defect->line >= 1 && defect->column >= 1 && defect->column <= text.size() + 1 &&
                !defect->reason.empty());
        return;
    }
    const auto& value = std::get<JsonValue>(result);
    const std::string written = veil::write_json(value);
    require(std::get<JsonValue>(veil::parse_json(written, {written.size(), 20, 500})) == value);
}

// Strings of valid UTF-8 with everything in them that must be escaped or quoted.
std::string any_name(FuzzedDataProvider& input) {
    static const std::string pieces[] = {"a", "b", "\"", "\\", "\n", "\x01", "é", "😀", ".", " ", "$$", "/"};
    std::string name;
    do {
        name += input.PickValueInArray(pieces);
    } while (name.size() < 50 && input.ConsumeBool());
    return name;
}

JsonValue any_entry(FuzzedDataProvider& input, bool is_rule) {
    JsonValue entry = JsonValue::empty_object();
    entry.set("relation", JsonValue::of_string(any_name(input)));
    if (!is_rule) {
        entry.set("view_name", JsonValue::of_string(any_name(input)));
        if (input.ConsumeBool())
            entry.set("k", JsonValue::of_number(std::to_string(input.ConsumeIntegralInRange(1, 2147483647))));
        return entry;
    }
    entry.set("attribute", JsonValue::of_string(any_name(input)));
    entry.set("technique", JsonValue::of_string(any_name(input)));
    if (input.ConsumeBool()) {
        JsonValue parameters = JsonValue::empty_object();
        while (input.ConsumeBool())
            parameters.set(any_name(input), JsonValue::of_string(any_name(input)));
        entry.set("params", parameters);
    }
    return entry;
}

veil::PolicyDocument any_document(FuzzedDataProvider& input) {
    veil::PolicyDocument document{JsonValue::empty_object(), {}, {}};
    document.policy.set("name", JsonValue::of_string(any_name(input)));
    document.policy.set("level", JsonValue::of_string("pseudonymized"));
    document.policy.set("schema", JsonValue::of_string(any_name(input)));
    while (document.releases.size() < 5 && input.ConsumeBool())
        document.releases.push_back(any_entry(input, false));
    while (document.rules.size() < 10 && input.ConsumeBool())
        document.rules.push_back(any_entry(input, true));
    return document;
}

using Key = std::pair<std::string, std::string>;

std::map<Key, JsonValue> by_key(const std::vector<JsonValue>& entries) {
    std::map<Key, JsonValue> found;
    for (const JsonValue& entry : entries)
        found.emplace(Key{entry.text_of("relation"), entry.text_of("attribute")}, entry);
    return found;
}

void compare_documents(FuzzedDataProvider& input) {
    veil::PolicyDocument standing = any_document(input);
    veil::PolicyDocument wanted = any_document(input);
    if (veil::put_in_order(standing) || veil::put_in_order(wanted))
        return;
    const std::string text = veil::write_policy_document(wanted);
    const auto read = std::get<veil::PolicyDocument>(veil::parse_policy_document(text));
    require(veil::write_policy_document(read) == text);
    require(read.policy == wanted.policy && read.releases == wanted.releases && read.rules == wanted.rules);
    require(veil::policy_changes(&wanted, read).empty());

    auto releases = by_key(standing.releases);
    auto rules = by_key(standing.rules);
    for (const veil::PolicyChange& change : veil::policy_changes(&standing, wanted)) {
        if (change.part == veil::PolicyPart::policy)
            continue;
        auto& entries = change.part == veil::PolicyPart::rule ? rules : releases;
        const JsonValue& value = change.after != nullptr ? *change.after : *change.before;
        const Key key{value.text_of("relation"), value.text_of("attribute")};
        require((change.before != nullptr) == entries.contains(key));
        entries.erase(key);
        if (change.after != nullptr)
            entries.emplace(key, *change.after);
    }
    require(releases == by_key(wanted.releases) && rules == by_key(wanted.rules));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    FuzzedDataProvider input(data, size);
    switch (input.ConsumeIntegralInRange(0, 2)) {
    case 0:
        compare_documents(input);
        break;
    case 1: {
        const std::string text = input.ConsumeRemainingBytesAsString();
        parse_any_text(text);
        (void)veil::parse_policy_document(text);
        break;
    }
    default:
        (void)veil::parse_policy_document(
            R"({"format": "pg_veil policy", "version": 1, "policy": {"name": "p"}, )" +
            input.ConsumeRemainingBytesAsString());
    }
    return 0;
}
