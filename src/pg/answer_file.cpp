#include "pg/answer_file.hpp"

#include "pg/boundary.hpp"
#include "pg/policy_file.hpp"
#include "pg/private_folder.hpp"
#include "pg/settings.hpp"

namespace veil::pg {

namespace {

constexpr std::size_t megabyte = std::size_t{1} << 20;
constexpr std::size_t chunk_size = std::size_t{1} << 16;

std::string file_name() {
    return "answers." + std::to_string(MyDatabaseId);
}

std::string older_name(const std::string& name, int number) {
    return number == 0 ? name : name + "." + std::to_string(number);
}

// What has no place any more goes, oldest first.
void rotate(const PrivateFolder& folder, const std::string& name) {
    for (int number = record_files_setting; folder.remove(older_name(name, number)); ++number) {
    }
    for (int number = record_files_setting - 1; number > 0; --number) {
        folder.move(older_name(name, number - 1), older_name(name, number));
    }
    if (record_files_setting == 1) {
        (void)folder.remove(name);
    }
    if (record_sync_setting) {
        folder.sync();
    }
}

// Every text of a record, by `change`.
template <class Change>
AnswerRecord with_texts(const AnswerRecord& record, const Change& change) {
    AnswerRecord changed = record;
    for (std::string* text : {&changed.login_role, &changed.session_role, &changed.acting_role,
                              &changed.policy, &changed.relation}) {
        *text = change(*text);
    }
    for (std::vector<std::string>* list :
         {&changed.question.groups, &changed.question.conditions, &changed.question.aggregates}) {
        for (std::string& text : *list) {
            text = change(text);
        }
    }
    return changed;
}

class Lines {
  public:
    explicit Lines(const std::function<void(const AnswerRecord&)>& take) noexcept : take_(take) {}

    void of_file(const OwnFile& file, std::size_t size) {
        std::string rest;
        for (std::size_t from = 0; from < size; from += chunk_size) {
            call([] { CHECK_FOR_INTERRUPTS(); });
            rest += file.read(from, std::min(chunk_size, size - from));
            std::size_t begin = 0;
            for (std::size_t end = 0; (end = rest.find('\n', begin)) != std::string::npos; begin = end + 1) {
                of_line(std::string_view(rest).substr(begin, end - begin));
            }
            rest.erase(0, begin);
            // Not a line of ours, however it goes on.
            if (rest.size() > longest_answer_line) {
                rest.resize(longest_answer_line + 1);
            }
        }
        if (!rest.empty()) {
            of_line(rest);
        }
    }

    [[nodiscard]] std::size_t damaged() const noexcept { return damaged_; }

  private:
    void of_line(std::string_view line) {
        const auto record = line.size() > longest_answer_line ? std::nullopt : read_answer_line(line);
        if (record) {
            take_(with_texts(*record, [](const std::string& text) { return from_utf8(text); }));
        } else {
            ++damaged_;
        }
    }

    const std::function<void(const AnswerRecord&)>& take_;
    std::size_t damaged_ = 0;
};

} // namespace

void append_answer(const AnswerRecord& record) {
    const std::string line =
        write_answer_line(with_texts(record, [](const std::string& text) { return to_utf8(text); }));
    if (line.size() > longest_answer_line) {
        throw Refusal(ERRCODE_PROGRAM_LIMIT_EXCEEDED, "the query is too long to be recorded",
                      "Ask it in parts.");
    }
    const PrivateFolder folder;
    const std::string name = file_name();
    OwnFile file;
    {
        const OwnFile lock = folder.lock(name);
        file = folder.open(name, FileUse::append);
        std::size_t size = file.size();
        if (size > 0 && size + line.size() > static_cast<std::size_t>(record_size_setting) * megabyte) {
            rotate(folder, name);
            file = folder.open(name, FileUse::append);
            size = 0;
        }
        // What a crash cut short stays a line of its own.
        const bool is_cut = size > 0 && file.read(size - 1, 1) != "\n";
        file.append(is_cut ? "\n" + line : line);
    }
    if (record_sync_setting) {
        file.sync();
        folder.sync();
    }
}

std::size_t read_answers(const std::function<void(const AnswerRecord&)>& take) {
    const PrivateFolder folder;
    const std::string name = file_name();
    std::vector<std::pair<OwnFile, std::size_t>> files;
    {
        // So that no file moves between two looks.
        const OwnFile lock = folder.lock(name);
        for (int number = 0;; ++number) {
            OwnFile file = folder.open(older_name(name, number), FileUse::read);
            if (!file.is_open()) {
                // A crash may have come between the newest one's move and its successor.
                if (number == 0) {
                    continue;
                }
                break;
            }
            const std::size_t size = file.size();
            files.emplace_back(std::move(file), size);
        }
    }
    Lines lines(take);
    for (auto file = files.rbegin(); file != files.rend(); ++file) {
        lines.of_file(file->first, file->second);
    }
    return lines.damaged();
}

} // namespace veil::pg
