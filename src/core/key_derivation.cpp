#include "core/key_derivation.hpp"

#include "core/byte_order.hpp"
#include "core/hkdf.hpp"

#include <algorithm>
#include <vector>

namespace veil {
namespace {

using Info = std::vector<std::uint8_t>;

void append_integer(Info& info, std::uint32_t value) {
    std::array<std::uint8_t, 4> bytes{};
    store_big_endian(value, bytes.data());
    info.insert(info.end(), bytes.begin(), bytes.end());
}

void append_field(Info& info, std::string_view field) {
    append_integer(info, static_cast<std::uint32_t>(field.size()));
    info.insert(info.end(), field.begin(), field.end());
}

} // namespace

Key256 derive_key(const Key256& data_key, std::string_view purpose, std::string_view key_name,
                  std::uint32_t version, std::string_view scope) {
    Info info;
    append_field(info, "pg_veil/1");
    append_field(info, purpose);
    append_field(info, key_name);
    append_integer(info, sizeof version);
    append_integer(info, version);
    append_field(info, scope);

    Key256 key;
    hkdf_sha256(data_key.bytes(), {}, info, key.bytes());
    return key;
}

CheckValue check_value(const Key256& data_key, std::string_view key_name, std::uint32_t version) {
    const Key256 derived = derive_key(data_key, "check", key_name, version, "");
    CheckValue value{};
    std::ranges::copy(derived.bytes().first<16>(), value.begin());
    return value;
}

} // namespace veil
