// Scrubbing as the server does it: options that are parsed once, and the modules that they need.
#pragma once

#include "core/scrub.hpp"
#include "pg/boundary.hpp"

namespace veil::pg {

// The options, and their expressions compiled. C++ code.
class Scrubber {
  public:
    // Refuses where a module is not there, an expression cannot be used, or the encoding of the database is
    // one that the detectors cannot read.
    explicit Scrubber(ScrubOptions options);
    ~Scrubber();
    Scrubber(const Scrubber&) = delete;
    Scrubber& operator=(const Scrubber&) = delete;

    // As the core's; cancelled with the statement. `pseudonyms` where the options ask for them.
    [[nodiscard]] std::vector<Finding> find(std::string_view text,
                                            std::span<const std::string_view> known) const;
    [[nodiscard]] std::optional<std::string> scrub(std::string_view text,
                                                   std::span<const std::string_view> known,
                                                   const TextPseudonym* pseudonyms) const;

    [[nodiscard]] const ScrubOptions& options() const noexcept { return options_; }

  private:
    ScrubOptions options_;
    std::unique_ptr<const PatternMatcher> patterns_;
    ScrubServices services_;
};

// The scrubber of an options text, made at the first call, and again where sixteen others were asked for
// since; good until the next call. Refuses a text that is none.
[[nodiscard]] const Scrubber& scrubber_of(std::string_view options);

} // namespace veil::pg
