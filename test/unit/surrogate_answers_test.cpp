// Constants that pin, forever, what users have stored: see known_answers_test.cpp. They were printed by
// known_answers.py. Never change one.
#include "core/hex.hpp"
#include "core/key_derivation.hpp"
#include "core/surrogate.hpp"

#include "test_values.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace veil {
namespace {

using test::Bytes;
using test::text_bytes;

// The data key is 00 01 ... 1f, key "citizen", version 1, scope "research".
Surrogate full_names(std::string_view language) {
    const auto form = parse_surrogate_form("full_name " + std::string(language) + " v1 unique");
    return {derive_key(test::counting_key(), surrogate_purpose(*form), "citizen", 1, "research"), *form};
}

std::string of(const Surrogate& surrogate, Bytes text) {
    std::string out(surrogate.longest_for_text(text.size()), '\0');
    out.resize(surrogate.apply(std::span(text), out));
    return out;
}

template <typename Int>
std::string of(const Surrogate& surrogate, Int value) {
    std::array<char, Surrogate::longest_for_numbers> out{};
    return {out.data(), surrogate.apply(value, out)};
}

std::string of_uuid(const Surrogate& surrogate, std::string_view uuid) {
    std::array<char, Surrogate::longest_for_numbers> out{};
    std::array<std::uint8_t, 16> bytes{};
    EXPECT_TRUE(from_hex(uuid, bytes));
    return {out.data(), surrogate.apply_uuid(bytes, out)};
}

TEST(SurrogateAnswers, Dutch) {
    const Surrogate names = full_names("nl");
    EXPECT_EQ(of(names, text_bytes("")), "Eefje Sybrandy");
    EXPECT_EQ(of(names, text_bytes("a")), "Gina Geluk");
    EXPECT_EQ(of(names, text_bytes("Jo")), "Hubert Roelofs");
    EXPECT_EQ(of(names, text_bytes("Jan")), "Fons van Hulst l");
    EXPECT_EQ(of(names, text_bytes("Willem-Alexander")), "Chiel van den Bos iak32exfr3pthzlso6qvfg");
    EXPECT_EQ(of(names, text_bytes("Zoë van der Berg uit IJmuiden aan Zee")),
              "Roeland Westerink cky6gkodlheek2tblxztasrj2kyeb4pothkhty76cjpcircniezhs67h3");
    EXPECT_EQ(of(names, std::int16_t{4711}), "Felix Kars");
    EXPECT_EQ(of(names, std::int32_t{4711}), "Gertjan Douwes cyy");
    EXPECT_EQ(of(names, std::int64_t{4711}), "Kevin Valkenburg lycw3poyk");
    EXPECT_EQ(of_uuid(names, "f81d4fae7dec11d0a76500a0c91e6bf6"), "Thom Bonnema uvn32fp4yobgwecu6k7lgs");
}

TEST(SurrogateAnswers, English) {
    const Surrogate names = full_names("en");
    EXPECT_EQ(of(names, text_bytes("")), "Lucinda Tanner");
    EXPECT_EQ(of(names, text_bytes("a")), "Alexandra Kent");
    EXPECT_EQ(of(names, text_bytes("Jo")), "Rosalind Osgood");
    EXPECT_EQ(of(names, text_bytes("Jan")), "Maisie McCallum p");
    EXPECT_EQ(of(names, text_bytes("Willem-Alexander")), "Clarence Wyatt hcbu5bhndsiksxchzemiks");
    EXPECT_EQ(of(names, text_bytes("Zoë van der Berg uit IJmuiden aan Zee")),
              "Damian Woodward mo6soqt7hkexrf3qnsegtycgtvv3jj4ilfmypncvj2mx4v2n6b4wqmwju");
    EXPECT_EQ(of(names, std::int16_t{4711}), "Miles O'Flynn");
    EXPECT_EQ(of(names, std::int32_t{4711}), "Stephanie Hastings she");
    EXPECT_EQ(of(names, std::int64_t{4711}), "Fiona MacKay mecztio7v");
    EXPECT_EQ(of_uuid(names, "f81d4fae7dec11d0a76500a0c91e6bf6"), "Edwin Fairchild fjyi6vq762scvsqscqaxo2");
}

TEST(SurrogateAnswers, BothLanguages) {
    const Surrogate names = full_names("both");
    EXPECT_EQ(of(names, text_bytes("")), "Flora Askew");
    EXPECT_EQ(of(names, text_bytes("a")), "Grant Hargreaves");
    EXPECT_EQ(of(names, text_bytes("Jo")), "Elske Steenhuis");
    EXPECT_EQ(of(names, text_bytes("Jan")), "Anjali Roscoe q");
    EXPECT_EQ(of(names, text_bytes("Willem-Alexander")), "Sylvia Griffioen k5wxdxkibhpgljn56jiuwq");
    EXPECT_EQ(of(names, text_bytes("Zoë van der Berg uit IJmuiden aan Zee")),
              "Earl Lucas qkhsyuhtholsneo4uqury7vqge2ipih64x6byejti3jwe4z3wq7jg23my");
    EXPECT_EQ(of(names, std::int16_t{4711}), "Tamsin Greaves");
    EXPECT_EQ(of(names, std::int32_t{4711}), "Mirte van Rooij e2a");
    EXPECT_EQ(of(names, std::int64_t{4711}), "Bryony Haslam r3mklcgde");
    EXPECT_EQ(of_uuid(names, "f81d4fae7dec11d0a76500a0c91e6bf6"), "Fern McTaggart pxuxobpbdisy22ay7hjlz4");
}

} // namespace
} // namespace veil
