#include "pg/key_value.hpp"

#include "pg/boundary.hpp"
#include "pg/catalog.hpp"

namespace veil::pg {

ParsedKey parse_key(std::string_view input) noexcept {
    std::size_t slash = input.rfind('/');
    if (slash == std::string_view::npos || slash + 1 == input.size() || input.size() - slash > 10) {
        return {input, std::nullopt};
    }
    std::int32_t version = 0;
    for (char digit : input.substr(slash + 1)) {
        if (digit < '0' || digit > '9') {
            return {input, std::nullopt};
        }
        version = version * 10 + (digit - '0');
    }
    return {input.substr(0, slash), version};
}

Datum new_key_value(std::string_view name, std::int32_t version) {
    return call([&] {
        const std::size_t size = offsetof(KeyValue, name) + name.size();
        auto* value = static_cast<KeyValue*>(palloc0(size));
        SET_VARSIZE(value, size);
        value->version = version;
        memcpy(value->name, name.data(), name.size());
        return PointerGetDatum(value);
    });
}

void refuse_without_active_version(std::string_view name, const std::string& rule) {
    const std::string key = (rule.empty() ? "" : rule + ": ") + "key \"" + std::string(name) + "\"";
    if (call([&] { return find_latest_version(name).found; })) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, key + " has no active version",
                      "Make one with veil.rotate_key.", "Its last version was destroyed.");
    }
    throw Refusal(ERRCODE_UNDEFINED_OBJECT, key + " does not exist", "Create it with veil.create_key.");
}

} // namespace veil::pg
