// What setup code of the core throws besides std::bad_alloc.
#pragma once

#include <stdexcept>

namespace veil {

// libcrypto refused to work, or an object was asked for parameters outside its documented range. The message
// is a fixed string: it never carries a key, a value or libcrypto's own error text.
class CryptoFailure : public std::runtime_error {
  public:
    explicit CryptoFailure(const char* fixed_message) : std::runtime_error(fixed_message) {}
};

} // namespace veil
