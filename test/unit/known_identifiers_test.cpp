#include "core/known_identifiers.hpp"

#include <gtest/gtest.h>

#include <string>

namespace veil {
namespace {

using Values = std::vector<std::string_view>;

// The text with what is known in brackets.
std::string marked(const Values& values, const std::string& text) {
    std::vector<Finding> findings;
    KnownIdentifiers(values).find(text, poll_nothing, findings);
    std::sort(findings.begin(), findings.end(),
              [](const Finding& a, const Finding& b) { return a.begin < b.begin; });
    std::string result;
    std::size_t at = 0;
    for (const Finding& finding : findings) {
        EXPECT_EQ(finding.entity, Entity::known);
        EXPECT_GE(finding.begin, at);
        EXPECT_LE(finding.end, text.size());
        result += text.substr(at, finding.begin - at) + "[" +
                  text.substr(finding.begin, finding.end - finding.begin) + "]";
        at = finding.end;
    }
    return result + text.substr(at);
}

void expect_marked(const Values& values, const std::string& expected) {
    std::string text;
    for (const char byte : expected) {
        if (byte != '[' && byte != ']')
            text += byte;
    }
    EXPECT_EQ(marked(values, text), expected);
}

TEST(KnownIdentifiers, FindsAddressesAndShortNames) {
    const Values address = {"Burgemeester de Vlugtlaan 12"};
    expect_marked(address, "op [Burgemeester de Vlugtlaan nr. 12].");
    expect_marked({"2e Oosterparkstraat 7"}, "op [2e Oosterparkstraat 7] en [2E OOSTERPARKSTRAAT nr 7]");
    const Values name = {"Yan Li"};
    expect_marked(name, "[Li Y.] en [Li, Yan]; lijst, li.");
    expect_marked({"Trevor O'Brien"}, "According to [Trevor O'Brien] it is.");
    expect_marked({"Vera Jansen"}, "t.n.v. [Jansen]");
}

TEST(KnownIdentifiers, TakesParticlesWithTheirName) {
    const Values values = {"Joost de Boer", "Jan van Galenstraat 12a, 1234 HR Bergen op Zoom"};
    expect_marked(values, "[Boer, Joost de], [Boer, J. de]; [de Boer]");
    expect_marked(values, "Mw. [De Boer] woont op [Jan van Galenstraat 12a (1234 HR]).");
    expect_marked(values, "De buurvrouw van [De Boer] kwam; [Galenstraat].");
    expect_marked({"Ionu\xC8\x9B Qwescu"}, "[Ionu\xC8\x9B], [Ionut] en [IONU\xC8\x9A]");
}

TEST(KnownIdentifiers, FindsNamesInAnyCaseAndOrder) {
    const Values values = {"Piet Jansen"};
    expect_marked(values, "Met [Piet Jansen], [piet jansen], [PIET JANSEN] en [Jansen, Piet] gesproken.");
    expect_marked(values,
                  "[P. Jansen], [Jansen, P.]; [p.jansen]; [Piet] en [jansen]'s auto; [Jansens] fiets.");
    expect_marked(values,
                  "[piet.jansen]@example.org, [pietjansen]@x.nl, [PJansen], [jansen_piet]; [PietJansen]");
    expect_marked(values, "de pietluttige jansenisten");
}

TEST(KnownIdentifiers, FindsNamesOfTwoColumns) {
    const Values values = {"Annelies", "van der Berg"};
    expect_marked(values, "[Annelies van der Berg], [A. van der Berg], [Berg, A.] en [van der Berg].");
    expect_marked(values, "berg en dal van de zee");
    expect_marked(values, "[anneliesberg]@x.nl");
}

TEST(KnownIdentifiers, FindsNamesWithOtherAccents) {
    expect_marked({"Zoë Müller"}, "[zoe muller], [Zoé Mueller], [ZOË MÜLLER], [Zoe\xcc\x88 Mu\xcc\x88ller]");
    expect_marked({"Zoe Mueller"}, "[Zoë Müller]");
    expect_marked({"IJsbrand Dijkstra"},
                  "[Ysbrand Dykstra], [IJSBRAND DIJKSTRA], [ijsbrand dĳkstra], [dÿkstra]");
    expect_marked({"Dykstra"}, "[Dijkstra]");
}

TEST(KnownIdentifiers, LeavesEverydayWords) {
    const Values values = {"Mark de Wit"};
    expect_marked(values, "een wit vlak, het huis van de buren");
    expect_marked(values, "[mark de wit] en de heer [de Wit]");
}

TEST(KnownIdentifiers, FindsTelephoneNumbers) {
    for (const std::string_view value :
         {"06-12345678", "+31612345678", "0031 6 1234 5678", "31612345678", "(06) 12345678"}) {
        expect_marked(
            {value},
            "Bel [0612345678], [06 12 34 56 78], [+31 6 1234 5678], [0031612345678], [+31 (0)6-12345678].");
        expect_marked({value}, "Bel 0612345679 of 061234567 of 99612345678");
    }
}

TEST(KnownIdentifiers, FindsNumbers) {
    expect_marked({"123456782"},
                  "[123456782], [123.456.782], [1234 56 782], [0123456782], 1234567821, 123456783");
    expect_marked({"NL91ABNA0417164300"},
                  "[NL91 ABNA 0417 1643 00], [nl91abna0417164300], NL91ABNA0417164301");
    expect_marked({"AB-12-CD"}, "kenteken [AB12CD] of [ab 12 cd]");
    expect_marked({"1234 AB"}, "postcode [1234AB] en [1234 ab]");
    expect_marked({"K-48213"}, "klant [K48213], [K-48213] en K-48214");
}

TEST(KnownIdentifiers, FindsDates) {
    for (const std::string_view value : {"1980-02-01", "1980-02-01 00:00:00", "01-02-1980"}) {
        expect_marked(
            {value},
            "[1980-02-01], [1-2-1980], [01/02/80], [1 februari 1980], [Feb 1, 1980], [1st of February 1980]");
        expect_marked({value}, "[19800201], [2/1/1980], 1-3-1980, 1 februari 1981, februari 1980");
    }
}

TEST(KnownIdentifiers, FindsInitials) {
    const Values values = {"Sam", "Fox"};
    expect_marked(values, "met [s. fox] en [Fox, S], en fox, s. ook; een fox");
    expect_marked(values, "[Fox, S], 1965; [Fox], A nurse; [Sam]. Sun");
}

TEST(KnownIdentifiers, FindsMailAddresses) {
    expect_marked({"Piet.Jansen@example.org"},
                  "mail [piet.jansen@EXAMPLE.org] of [Piet Jansen], [Jansen], example.org");
    expect_marked({"info@example.org"}, "info over info");
}

TEST(KnownIdentifiers, FindsAddresses) {
    expect_marked({"Kerkstraat 12, 1234 AB Utrecht"},
                  "Zij woont [Kerkstraat 12] te [1234 AB Utrecht]; 12 dagen");
}

TEST(KnownIdentifiers, TakesAnyValue) {
    for (const std::string_view value :
         {"", " ", "-", "@", "a@", "'", "\xff", "\xcc\x88", "1", "12", "x", "de", "99-99-9999", "中村"})
        expect_marked({value}, "een tekst met 1, 12 en x en de rest");
    const std::string long_value(100'000, 'x');
    EXPECT_EQ(marked({long_value}, "tekst"), "tekst");
    std::string many;
    for (int i = 0; i < 100'000; ++i)
        many += "woord" + std::to_string(i) + " ";
    (void)marked({many}, many);
    EXPECT_TRUE(KnownIdentifiers(Values{}).empty());
    EXPECT_TRUE(KnownIdentifiers(Values{"", " "}).empty());
}

TEST(KnownIdentifiers, ReadsLongTextsAsShortOnes) {
    const std::string sentence = "Met Piet Jansen gesproken op 1 februari 1980, tel. +31 6 1234 5678. ";
    const Values values = {"Piet Jansen", "1980-02-01", "0612345678"};
    std::vector<Finding> one;
    KnownIdentifiers(values).find(sentence, poll_nothing, one);
    ASSERT_EQ(one.size(), 3U);
    std::string text;
    constexpr std::size_t times = 3000;
    for (std::size_t i = 0; i < times; ++i)
        text += sentence;
    std::vector<Finding> all;
    KnownIdentifiers(values).find(text, poll_nothing, all);
    EXPECT_EQ(all.size(), one.size() * times);
}

// What a text takes is a multiple of its tokens, however many values there are and whatever they are.
TEST(KnownIdentifiers, TakesStepsForTheTextOnly) {
    constexpr std::size_t value_count = 64;
    std::vector<std::string> many;
    for (std::size_t i = 0; i < value_count; ++i) {
        const std::string number = std::to_string(i);
        switch (i % 8) {
        case 0:
            many.push_back("j." + number + "@" + std::string(200, 'a') + ".nl");
            break;
        case 1:
            many.push_back(std::string(4 + i / 8, '1'));
            break;
        case 2:
            many.push_back("19" + std::to_string(10 + i) + "-01-02");
            break;
        case 3:
            many.push_back("+3161234" + std::to_string(1000 + i));
            break;
        default: {
            // As many words as are taken, of the same letters.
            std::string words;
            for (std::size_t word = 0; word < 60; ++word) {
                words += "j" + std::string(word % 30, 'e') + (word < 30 ? "n " : "m ");
            }
            many.push_back(words);
        }
        }
    }
    const Values all(many.begin(), many.end());
    const KnownIdentifiers known(all);
    std::vector<Finding> findings;
    for (const std::string_view piece : {"J. ", "jan ", "Jeen Jen ", "1 ", "11", "01-02-",
                                         "J\xcc\x88j\xcc\x88j\xcc\x88 ", "+31 0 ", "j.0@", "a@", "1-"}) {
        std::string text;
        while (text.size() < 30'000) {
            text += piece;
        }
        const std::size_t steps = known.find(text, poll_nothing, findings);
        EXPECT_LT(steps, text.size() * 200) << piece;
        const std::size_t twice = known.find(text + text, poll_nothing, findings);
        EXPECT_LT(twice, steps * 2 + steps / 10 + 1000) << piece;
        const std::size_t fewer =
            KnownIdentifiers(std::span(all).first(8)).find(text, poll_nothing, findings);
        EXPECT_LT(steps, fewer * 2 + 1000) << piece;
    }
}

} // namespace
} // namespace veil
