#include "pg/scrubber.hpp"

#include "core/recently_used.hpp"
#include "pg/detection.hpp"
#include "pg/international.hpp"

namespace veil::pg {

namespace {

// Views have few of them, and each may hold megabytes of compiled expressions.
constexpr std::size_t most_scrubbers = 16;

using Scrubbers = RecentlyUsed<Scrubber, most_scrubbers>;
Scrubbers* scrubbers = nullptr;

// The expressions in the module pg_veil_detection.
class ModulePatterns final : public PatternMatcher {
  public:
    ModulePatterns(const detection::VeilDetection& module, const std::vector<ScrubPattern>& patterns,
                   bool is_utf8)
        : module_(module) {
        for (const ScrubPattern& pattern : patterns) {
            std::array<char, detection::problem_capacity> problem{};
            std::unique_ptr<detection::VeilExpression, Release> compiled(
                module_.compile(pattern.expression.data(), pattern.expression.size(), is_utf8,
                                problem.data()),
                Release{&module_});
            if (compiled == nullptr) {
                throw Refusal(
                    ERRCODE_INVALID_REGULAR_EXPRESSION,
                    "pattern \"" + pattern.name + "\" is no regular expression that can be used",
                    "Expressions are RE2's: without backreferences and lookaround, and never of the "
                    "empty text.",
                    std::string("It says: ") + problem.data() + ".");
            }
            expressions_.push_back(std::move(compiled));
        }
    }

    [[nodiscard]] std::optional<Match> find(std::size_t pattern, std::string_view text,
                                            std::size_t from) const override {
        Match match{};
        const int found = module_.find(expressions_[pattern].get(), text.data(), text.size(), from,
                                       &match.begin, &match.end);
        if (found < 0) {
            throw std::bad_alloc();
        }
        return found == 0 ? std::nullopt : std::optional(match);
    }

  private:
    struct Release {
        const detection::VeilDetection* module;
        void operator()(detection::VeilExpression* expression) const { module->release(expression); }
    };

    const detection::VeilDetection& module_;
    std::vector<std::unique_ptr<detection::VeilExpression, Release>> expressions_;
};

void poll_server() {
    call([] { CHECK_FOR_INTERRUPTS(); });
}

} // namespace

Scrubber::Scrubber(ScrubOptions options) : options_(std::move(options)) {
    const int encoding = call([] { return GetDatabaseEncoding(); });
    services_.is_utf8 = encoding == PG_UTF8;
    if (!services_.is_utf8 && call([&] { return pg_encoding_max_length(encoding); }) > 1) {
        throw Refusal(
            ERRCODE_FEATURE_NOT_SUPPORTED,
            "free text can be scrubbed in databases with encoding UTF8 or one of single bytes only");
    }
    services_.poll = poll_server;
    if (options_.wanted.has(Entity::phone)) {
        services_.phones = &phone_library();
    }
    if (!options_.patterns.empty()) {
        patterns_ =
            std::make_unique<const ModulePatterns>(detection_module(), options_.patterns, services_.is_utf8);
        services_.patterns = patterns_.get();
    }
}

Scrubber::~Scrubber() = default;

std::vector<Finding> Scrubber::find(std::string_view text, std::span<const std::string_view> known) const {
    return find_identifiers(text, options_, known, services_);
}

std::optional<std::string> Scrubber::scrub(std::string_view text, std::span<const std::string_view> known,
                                           const TextPseudonym* pseudonyms) const {
    ScrubServices services = services_;
    services.pseudonyms = pseudonyms;
    return veil::scrub(text, options_, known, services);
}

const Scrubber& scrubber_of(std::string_view options) {
    if (scrubbers == nullptr) {
        scrubbers = new Scrubbers;
    }
    if (const Scrubber* const found = scrubbers->find(options)) {
        return *found;
    }
    auto parsed = parse_scrub_options(options);
    if (!parsed) {
        throw Refusal(
            ERRCODE_INVALID_PARAMETER_VALUE, "these are no options of scrubbing",
            "They are lines such as 'detect email,url' or 'replace mask', as a rule writes them; '' for "
            "the usual.");
    }
    return scrubbers->add(options, std::make_unique<const Scrubber>(std::move(*parsed)));
}

} // namespace veil::pg
