// What is found in labelled texts, which test/corpus/generate makes, is what is asked.
#include "core/scrub.hpp"
#include "detection_score.hpp"
#include "phone_library.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>

namespace veil {
namespace {

// The lines that the program writes; none if it does not run.
std::vector<std::string> lines_of(const std::string& command) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> output(popen(command.c_str(), "r"), pclose);
    std::vector<std::string> lines(1);
    for (int byte = 0; output && (byte = std::fgetc(output.get())) != EOF;) {
        if (byte == '\n')
            lines.emplace_back();
        else
            lines.back() += static_cast<char>(byte);
    }
    lines.pop_back();
    return lines;
}

TEST(DetectionCorpus, ReachesTheTargets) {
    ModulePhoneLibrary phones(test::linked_module());
    ScrubServices services;
    services.phones = &phones;
    for (const char* seed : {"1", "2"}) {
        const std::vector<std::string> lines = lines_of(
            "python3 " VEIL_SOURCE_DIR "/test/corpus/generate --lines 6000 --seed " + std::string(seed));
        if (lines.empty())
            GTEST_SKIP() << "python3 is not installed";
        DetectionScore score;
        for (const std::string& text : lines) {
            const std::optional<CorpusLine> line = parse_corpus_line(text);
            ASSERT_TRUE(line);
            const std::vector<std::string_view> known(line->known.begin(), line->known.end());
            score.add(*line, find_identifiers(line->text, {}, known, services));
        }
        for (std::size_t i = 0; i < entity_count; ++i) {
            const auto entity = static_cast<Entity>(i);
            const DetectionTarget target = detection_target(entity);
            EXPECT_GE(score.of(entity).precision(), target.precision)
                << entity_name(entity) << ", seed " << seed;
            EXPECT_GE(score.of(entity).recall(), target.recall) << entity_name(entity) << ", seed " << seed;
        }
        EXPECT_GT(score.of(Entity::name).labels, 1000U);
        EXPECT_GT(score.of(Entity::known).labels, 200U);
    }
}

TEST(DetectionScore, CountsLettersAndDigits) {
    const auto line = parse_corpus_line(
        R"({"text": "Jan Jansen, tel. 06-1", "spans": [[0, 10, "name"], [17, 21, "phone"]]})");
    ASSERT_TRUE(line);
    DetectionScore score;
    // The name in two parts with the blank left out, the number as something else and with a word before it.
    const std::vector<Finding> findings = {
        {0, 3, Entity::name, 50}, {4, 11, Entity::name, 50}, {12, 21, Entity::date, 50}};
    score.add(*line, findings);
    EXPECT_EQ(score.of(Entity::name).found, 1U);
    EXPECT_EQ(score.of(Entity::name).right, 2U);
    EXPECT_EQ(score.of(Entity::phone).found, 0U);
    EXPECT_EQ(score.of(Entity::phone).covered, 1U);
    EXPECT_EQ(score.of(Entity::phone).recall(), 0);
    EXPECT_EQ(score.of(Entity::date).right, 0U);
    EXPECT_EQ(score.of(Entity::date).precision(), 0);
    EXPECT_EQ(score.of(Entity::email).precision(), 1);
}

TEST(CorpusLine, ReadsJson) {
    const auto line = parse_corpus_line(
        R"({"text":"\u00e9\ud83d\ude00\n\"","known":["a", "\\"],"lang":"nl","odd":[1,["x",2],[]],"spans":[[0,2,"name"]]})");
    ASSERT_TRUE(line);
    EXPECT_EQ(line->text, "é😀\n\"");
    EXPECT_EQ(line->known, (std::vector<std::string>{"a", "\\"}));
    ASSERT_EQ(line->labels.size(), 1U);
    EXPECT_EQ(line->labels[0].entity, Entity::name);
    for (const char* bad :
         {"", "{", "{}", R"({"text":1})", R"({"text":"a","spans":[[0,2,"name"]]})",
          R"({"text":"a","spans":[[0,1,"nobody"]]})", R"({"text":"ab","spans":[[1,2,"name"],[0,1,"name"]]})",
          R"({"text":"a"} x)", R"({"text":"\ud800"})", R"({"text":"a)",
          R"({"text":"a","x":[[[[[[[[[[1]]]]]]]]]]})"})
        EXPECT_FALSE(parse_corpus_line(bad)) << bad;
}

} // namespace
} // namespace veil
