// What stands in the place of what was found.
#include "core/canonical_identifier.hpp"
#include "core/scrub.hpp"
#include "detection/regular_expression.hpp"
#include "phone_library.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace veil {
namespace {

ModulePhoneLibrary& phones() {
    static ModulePhoneLibrary library(test::linked_module());
    return library;
}

class Expressions final : public PatternMatcher {
  public:
    explicit Expressions(const ScrubOptions& options) {
        for (const ScrubPattern& pattern : options.patterns)
            expressions_.push_back(std::make_unique<detection::RegularExpression>(pattern.expression, true));
    }

    [[nodiscard]] std::optional<Match> find(std::size_t pattern, std::string_view text,
                                            std::size_t from) const override {
        const auto match = expressions_[pattern]->find(text, from);
        return match ? std::optional(Match{match->begin, match->end}) : std::nullopt;
    }

  private:
    std::vector<std::unique_ptr<detection::RegularExpression>> expressions_;
};

std::string scrubbed(std::string_view text, const ScrubOptions& options) {
    const Key256 key;
    const TextPseudonym pseudonyms(key);
    const Expressions expressions(options);
    return scrub(text, options, {}, {&phones(), &expressions, &pseudonyms}).value();
}

TEST(Scrub, PutsTagsIn) {
    EXPECT_EQ(scrubbed("BSN 123456782, mail jan@example.nl of bel 06-12345678.", {}),
              "BSN <BSN>, mail <EMAIL> of bel <PHONE>.");
    EXPECT_EQ(scrubbed("", {}), "");
    EXPECT_EQ(scrubbed("niets", {}), "niets");
    EXPECT_EQ(scrubbed("<EMAIL> en jan@x.nl", {}), "<EMAIL> en <EMAIL>");
    EXPECT_EQ(scrubbed("auto 12-BB-34", {}), "auto <LICENSE_PLATE>");
}

TEST(Scrub, LooksForWhatIsAskedFor) {
    ScrubOptions options;
    options.wanted = {};
    options.wanted.add(Entity::bsn);
    EXPECT_EQ(scrubbed("BSN 123456782, mail jan@example.nl", options), "BSN <BSN>, mail jan@example.nl");
    options.languages = {true, false};
    options.wanted.add(Entity::date);
    EXPECT_EQ(scrubbed("1 maart 1980, 1 march 1980", options), "<DATE>, 1 march 1980");
}

TEST(Scrub, PutsMasksIn) {
    ScrubOptions options;
    options.replacement = Replacement::mask;
    EXPECT_EQ(scrubbed("mail jan@x.nl!", options), "mail ***!");
    options.fill = "\xE2\x96\x88-";
    options.keeps_length = true;
    EXPECT_EQ(scrubbed("j\xC3\xBC@x.nl!", options),
              "\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88\xE2\x96\x88!");
}

TEST(Scrub, PutsPseudonymsOfCanonicalFormsIn) {
    ScrubOptions options;
    options.replacement = Replacement::pseudonym;
    const std::string plain = scrubbed("BSN 123456782", options);
    EXPECT_EQ(plain.size(), std::string("BSN <BSN:>").size() + TextPseudonym::size);
    EXPECT_EQ(scrubbed("BSN 1234.56.782", options), plain);
    EXPECT_EQ(scrubbed("+31 6 12345678", options), scrubbed("06-12345678", options));
    const std::string digits = "123456782";
    std::array<char, TextPseudonym::size> pseudonym{};
    const Key256 key;
    TextPseudonym(key).apply({reinterpret_cast<const std::uint8_t*>(digits.data()), digits.size()},
                             pseudonym);
    EXPECT_EQ(plain, "BSN <BSN:" + std::string(pseudonym.data(), pseudonym.size()) + ">");
}

TEST(Scrub, FindsPatterns) {
    ScrubOptions options;
    options.patterns = {{"CASE", "Z-[0-9]{4}"}, {"WORD", "(?i)geheim"}};
    EXPECT_EQ(scrubbed("zaak Z-1234, Geheim, jan@x.nl", options), "zaak <CASE>, <WORD>, <EMAIL>");
}

TEST(Scrub, SuppressesWhatIsTooLong) {
    const std::string text(longest_scrubbed_text + 1, 'x');
    EXPECT_EQ(scrub(text, {}, {}, {}), std::nullopt);
    EXPECT_EQ(scrub(text.substr(1), {}, {}, {})->size(), longest_scrubbed_text);
}

// Reading goes on after what was read, and asks in between whether to go on.
TEST(Scrub, EndsWithTheText) {
    for (const std::string_view part :
         {"a@", "1", "1.", "1 ", "a.", ":", "a:", "http://", "-", "123456782 ", "NL91", "a@b.", "1-1-1980 ",
          "\xC3\xA9", "aa-", "+31 6 1234567 ", "(", "www."}) {
        std::string text;
        while (text.size() < (std::size_t{1} << 17))
            text += part;
        static int polls;
        polls = 0;
        const auto result = scrub(text, {}, {}, {.phones = &phones(), .poll = [] { ++polls; }});
        EXPECT_TRUE(result.has_value());
        EXPECT_LE(polls, 20) << part;
    }
}

// What may stand within a number and is no part of it is not read again from each place: that took minutes.
TEST(Scrub, ReadsWhatIsOmittedOnce) {
    std::string text;
    while (text.size() < (std::size_t{1} << 17))
        text += "((0)";
    EXPECT_EQ(scrub(text, {}, {}, {.phones = &phones()}), text);
    EXPECT_EQ(scrubbed("bel +31 (0)6 1234 5678", {}), "bel <PHONE>");
}

TEST(Scrub, EndsWhenAskedTo) {
    const std::string text(std::size_t{1} << 20, '1');
    EXPECT_THROW((void)scrub(text, {}, {}, {.poll = [] { throw 1; }}), int);
}

TEST(ScrubOptions, HaveOneText) {
    EXPECT_EQ(ScrubOptions().text(), "");
    ScrubOptions options;
    options.replacement = Replacement::mask;
    options.wanted = {};
    options.wanted.add(Entity::url);
    options.wanted.add(Entity::email);
    options.languages = {false, true};
    options.region = "BE";
    options.fill = "# #";
    options.keeps_length = true;
    options.patterns = {{"A_1", "x y"}, {"B", "z"}};
    EXPECT_EQ(options.text(),
              "replace mask\ndetect email,url\nlanguages en\nregion BE\nfill # #\nlength kept\npattern "
              "A_1 x y\npattern B z");
    EXPECT_EQ(parse_scrub_options(options.text()), options);
    EXPECT_EQ(parse_scrub_options(""), ScrubOptions());
    for (const std::string_view wrong :
         {"x", "replace tag", "detect url,email", "detect none", "languages de", "region nl", "fill ***",
          "length", "pattern a b", "pattern A", "region BE\nreplace mask", "replace mask\n",
          "\nreplace mask"})
        EXPECT_EQ(parse_scrub_options(wrong), std::nullopt) << wrong;
}

TEST(CanonicalIdentifier, IsOneForAllWritings) {
    const auto canonical = [](Entity entity, std::string_view text) {
        return canonical_identifier(entity, text, &phones(), "NL");
    };
    EXPECT_EQ(canonical(Entity::bsn, "1234.56.782"), "123456782");
    EXPECT_EQ(canonical(Entity::bsn, "11122233"), "011122233");
    EXPECT_EQ(canonical(Entity::iban, "nl91 abna\n0417 1643 00"), "NL91ABNA0417164300");
    EXPECT_EQ(canonical(Entity::card, "4111-1111 1111 1111"), "4111111111111111");
    EXPECT_EQ(canonical(Entity::mac, "AA-BB-cc-DD-EE-0F"), "aa:bb:cc:dd:ee:0f");
    EXPECT_EQ(canonical(Entity::date, "1 februari 1980"), "1980-02-01");
    EXPECT_EQ(canonical(Entity::date, "1-2-1980"), "1980-02-01");
    EXPECT_EQ(canonical(Entity::date, "1 februari"), "1 februari");
    EXPECT_EQ(canonical(Entity::postcode, "1234 ab"), "1234AB");
    EXPECT_EQ(canonical(Entity::postcode, "12a, 1234 AB"), "1234AB 12A");
    EXPECT_EQ(canonical(Entity::postcode, "1234AB 12-a"), "1234AB 12A");
    EXPECT_EQ(canonical(Entity::phone, "(020) 123 45 67"), "+31201234567");
    EXPECT_EQ(canonical(Entity::license_plate, "12-bb-34"), "12BB34");
    EXPECT_EQ(canonical(Entity::email, "Jan@X.nl"), "Jan@X.nl");
}

TEST(RegularExpression, FindsMatches) {
    using detection::Match;
    using detection::RegularExpression;
    const RegularExpression digits("[0-9]+", true);
    EXPECT_EQ(digits.problem(), "");
    EXPECT_EQ(digits.find("a 12 345", 0), (Match{2, 4}));
    EXPECT_EQ(digits.find("a 12 345", 4), (Match{5, 8}));
    EXPECT_EQ(digits.find("a", 0), std::nullopt);
    EXPECT_EQ(digits.find("", 0), std::nullopt);
    // Over the ends of the windows.
    const std::string far = std::string(8190, 'x') + "12345" + std::string(9000, 'x') + "6";
    EXPECT_EQ(digits.find(far, 0), (Match{8190, 8195}));
    EXPECT_EQ(digits.find(far, 8195), (Match{17195, 17196}));
    EXPECT_EQ(RegularExpression("^b|\\bc", true).find("abc c", 1), (Match{4, 5}));
    EXPECT_EQ(RegularExpression("\xC3\xA9+", true).find("e\xC3\xA9\xC3\xA9", 0), (Match{1, 5}));
    EXPECT_EQ(RegularExpression("a", true).find(std::string_view("\xFF\0a", 3), 0), (Match{2, 3}));
}

TEST(RegularExpression, RefusesWhatCannotBeUsed) {
    using detection::RegularExpression;
    for (const std::string_view wrong :
         {"(", "a*", "", "x|", "(?=a)b", "(a)\\1", "a{1001}", "((a{100}){100}){100}"})
        EXPECT_NE(RegularExpression(wrong, true).problem(), "") << wrong;
}

} // namespace
} // namespace veil
