// veil.encrypt and veil.decrypt (value, key, scope): AES-256-SIV, reversible by who holds the key. What no
// value can be (a ciphertext over the server's limit, a text that was never encrypted) is NULL: nothing of
// the value decides whether there is an error.
#include "core/encryption.hpp"
#include "pg/keyed_call.hpp"
#include "pg/text_value.hpp"

using namespace veil::pg;

namespace {

bool fits_a_value(std::size_t size) {
    return size <= MaxAllocSize - VARHDRSZ;
}

std::span<std::uint8_t> storage_of(text* value, std::size_t size) {
    return {reinterpret_cast<std::uint8_t*>(VARDATA(value)), size};
}

} // namespace

VEIL_BACKEND_FUNCTION(veil_encrypt_text)
{
    const auto* algorithm = algorithm_of<veil::TextEncryption>(fcinfo);
    std::string_view value = text_argument(fcinfo, 0);
    const std::size_t size = veil::TextEncryption::size(value.size());
    if (!fits_a_value(size)) {
        PG_RETURN_NULL();
    }
    text* result = new_text(size);
    algorithm->apply(byte_span(value), {VARDATA(result), size});
    PG_RETURN_TEXT_P(result);
}

VEIL_BACKEND_FUNCTION(veil_encrypt_bytea)
{
    const auto* algorithm = algorithm_of<veil::BytesEncryption>(fcinfo);
    std::string_view value = text_argument(fcinfo, 0);
    const std::size_t size = veil::BytesEncryption::size(value.size());
    if (!fits_a_value(size)) {
        PG_RETURN_NULL();
    }
    text* result = new_text(size);
    algorithm->apply(byte_span(value), storage_of(result, size));
    PG_RETURN_BYTEA_P(result);
}

VEIL_BACKEND_FUNCTION(veil_decrypt_text)
{
    const auto* algorithm = algorithm_of<veil::TextEncryption>(fcinfo);
    std::string_view encrypted = text_argument(fcinfo, 0);
    auto size = veil::TextEncryption::storage_size(encrypted.size());
    if (!size) {
        PG_RETURN_NULL();
    }
    text* result = new_text(*size);
    auto value = algorithm->invert(encrypted, storage_of(result, *size));
    // Encrypted in a database of another encoding, it may be no text of this one.
    if (!value || !pg_verifymbstr(VARDATA(result), static_cast<int>(value->size()), true)) {
        PG_RETURN_NULL();
    }
    SET_VARSIZE(result, VARHDRSZ + value->size());
    PG_RETURN_TEXT_P(result);
}

VEIL_BACKEND_FUNCTION(veil_decrypt_bytea)
{
    const auto* algorithm = algorithm_of<veil::BytesEncryption>(fcinfo);
    std::string_view encrypted = text_argument(fcinfo, 0);
    auto size = veil::BytesEncryption::value_size(encrypted.size());
    if (!size) {
        PG_RETURN_NULL();
    }
    text* result = new_text(*size);
    if (!algorithm->invert(byte_span(encrypted), storage_of(result, *size))) {
        PG_RETURN_NULL();
    }
    PG_RETURN_BYTEA_P(result);
}
