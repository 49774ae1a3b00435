// scrub_score [-v] <LINES: precision and recall of what technique scrub finds in a labelled corpus (see
// corpus_line.hpp).
#include "core/scrub.hpp"
#include "detection_score.hpp"
#include "unit/phone_library.hpp"

#include <cstdio>
#include <iostream>

namespace {

void show(const veil::CorpusLine& line, const std::vector<veil::Finding>& findings) {
    const auto part = [&](std::size_t begin, std::size_t end) {
        return line.text.substr(begin, end - begin);
    };
    std::cout << "text: " << line.text << '\n';
    for (const veil::Label& label : line.labels)
        std::cout << "  is    " << veil::entity_name(label.entity) << ": " << part(label.begin, label.end)
                  << '\n';
    for (const veil::Finding& finding : findings)
        std::cout << "  found " << veil::entity_name(finding.entity) << ": "
                  << part(finding.begin, finding.end) << '\n';
}

bool is_whole(const veil::CorpusLine& line, const std::vector<veil::Finding>& findings) {
    veil::DetectionScore score;
    score.add(line, findings);
    for (const veil::EntityScore& entity : score.entities) {
        if (entity.found != entity.labels || entity.right != entity.findings)
            return false;
    }
    return true;
}

} // namespace

int main(int argument_count, char** arguments) {
    const std::string_view argument = argument_count > 1 ? arguments[1] : "";
    if (argument_count > 2 || (argument_count == 2 && argument != "-v")) {
        std::cerr << "usage: scrub_score [-v] <LINES\n"
                     "Prints precision and recall a kind of identifier; -v first the texts in which "
                     "something is missed or\n"
                     "wrong. Exit status 1: below what is asked.\n";
        return 2;
    }
    veil::ModulePhoneLibrary phones(veil::test::linked_module());
    veil::ScrubServices services;
    services.phones = &phones;
    const veil::ScrubOptions options;
    veil::DetectionScore score;
    std::string text;
    std::size_t number = 0;
    while (std::getline(std::cin, text)) {
        ++number;
        const std::optional<veil::CorpusLine> line = veil::parse_corpus_line(text);
        if (!line) {
            std::cerr << "scrub_score: line " << number << " is no line of a corpus\n";
            return 2;
        }
        const std::vector<std::string_view> known(line->known.begin(), line->known.end());
        const std::vector<veil::Finding> findings =
            veil::find_identifiers(line->text, options, known, services);
        score.add(*line, findings);
        if (argument == "-v" && !is_whole(*line, findings))
            show(*line, findings);
    }
    std::printf("%-14s %8s %8s %9s %9s %9s\n", "entity", "labels", "found", "precision", "recall", "covered");
    bool reached = true;
    for (std::size_t i = 0; i < veil::entity_count; ++i) {
        const auto entity = static_cast<veil::Entity>(i);
        const veil::EntityScore& of = score.of(entity);
        if (of.labels == 0 && of.findings == 0)
            continue;
        const veil::DetectionTarget target = veil::detection_target(entity);
        const bool good = of.precision() >= target.precision && of.recall() >= target.recall;
        reached = reached && good;
        std::printf("%-14s %8zu %8zu %9.4f %9.4f %9.4f%s\n", std::string(veil::entity_name(entity)).c_str(),
                    of.labels, of.findings, of.precision(), of.recall(), of.coverage(),
                    good ? "" : "  below target");
    }
    return reached ? 0 : 1;
}
