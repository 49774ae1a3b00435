#include "pg/guard_file.hpp"

#include "pg/boundary.hpp"
#include "pg/private_folder.hpp"
#include "pg/settings.hpp"

#include <cstring>

namespace veil::pg {

namespace {

constexpr const char* secret_name = "guard.secret";
constexpr std::size_t secret_size = 16;
constexpr std::uint64_t layout = 0x7665696c67756431; // "veilgud1"

// The head of a file of sketches, which follow it.
struct Header {
    std::uint64_t layout;
    std::uint64_t check; // of the secret
    std::uint32_t threshold;
    std::uint32_t reserved;
};

std::uint64_t check_of_secret() {
    return guard_hash()(0, 1);
}

std::string file_name(const GuardKey& key) {
    // By name: the view of a release is made anew, with another OID, when the base changes.
    const std::string release = std::to_string(key.policy.size()) + ":" + key.policy + key.relation;
    const auto hash = call([&] {
        return hash_bytes_extended(reinterpret_cast<const unsigned char*>(release.data()),
                                   static_cast<int>(release.size()), 0);
    });
    std::array<char, 17> digits{};
    (void)std::snprintf(digits.data(), digits.size(), "%016lx", static_cast<unsigned long>(hash));
    return "guard." + std::to_string(MyDatabaseId) + "." + std::to_string(key.role) + "." + digits.data();
}

[[noreturn]] void refuse_memory(const char* why) {
    throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                  "the guard against differences cannot compare this answer with earlier ones",
                  "The policy's owner lets it forget them by veil.reset_statistics_guard.", why);
}

struct Memory {
    std::vector<SubjectSketch> sketches;
    std::size_t bytes = 0; // that are whole
};

Memory read_memory(const OwnFile& file, std::uint32_t threshold) {
    const std::string bytes = file.read(0, file.size());
    if (bytes.empty()) {
        return {};
    }
    Header header{};
    if (bytes.size() < sizeof header) {
        refuse_memory("What it remembers is damaged.");
    }
    std::memcpy(&header, bytes.data(), sizeof header);
    if (header.layout != layout || header.check != check_of_secret()) {
        refuse_memory("What it remembers was written under another secret.");
    }
    if (header.threshold != threshold) {
        refuse_memory("What it remembers is for another threshold.");
    }
    Memory memory{{}, sizeof header};
    const std::size_t size = SubjectSketch::byte_size(threshold);
    // What a crash of the machine cut short is none.
    for (; bytes.size() - memory.bytes >= size; memory.bytes += size) {
        auto sketch = SubjectSketch::read(
            {reinterpret_cast<const std::uint8_t*>(bytes.data()) + memory.bytes, size}, threshold);
        if (!sketch) {
            refuse_memory("What it remembers is damaged.");
        }
        memory.sketches.push_back(std::move(*sketch));
    }
    return memory;
}

// The sets known so far in the order of their counts, and unions apart, whose counts say less.
class Known {
  public:
    explicit Known(std::vector<SubjectSketch> sketches) : sketches_(std::move(sketches)) {
        std::sort(sketches_.begin(), sketches_.end(), [](const SubjectSketch& a, const SubjectSketch& b) {
            return std::pair(a.is_union(), a.count()) < std::pair(b.is_union(), b.count());
        });
        plain_ = static_cast<std::size_t>(
            std::find_if(sketches_.begin(), sketches_.end(),
                         [](const SubjectSketch& sketch) { return sketch.is_union(); }) -
            sketches_.begin());
    }

    enum class Found { nothing, same, near };
    [[nodiscard]] Found look_for(const SubjectSketch& sketch) const {
        const std::span<const SubjectSketch> all(sketches_);
        bool is_same = false;
        std::size_t from = 0;
        if (!sketch.is_union()) {
            const std::uint64_t reach = sketch.threshold();
            const std::uint64_t least = sketch.count() > reach ? sketch.count() - reach : 0;
            from = static_cast<std::size_t>(
                std::lower_bound(
                    all.begin(), all.begin() + static_cast<std::ptrdiff_t>(plain_), least,
                    [](const SubjectSketch& known, std::uint64_t count) { return known.count() < count; }) -
                all.begin());
        }
        for (std::size_t i = from; i < all.size(); ++i) {
            if (i < plain_ && !sketch.is_union() && all[i].count() > sketch.count() + sketch.threshold()) {
                i = plain_;
                if (i == all.size()) {
                    break;
                }
            }
            is_same |= all[i] == sketch;
            if (sketch.is_nearly(all[i])) {
                return Found::near;
            }
        }
        return is_same ? Found::same : Found::nothing;
    }

  private:
    std::vector<SubjectSketch> sketches_;
    std::size_t plain_ = 0;
};

// What is remembered under one key, locked as long as it lives.
class OpenMemory {
  public:
    OpenMemory(const PrivateFolder& folder, std::string name, std::uint32_t threshold)
        : folder_(&folder), name_(std::move(name)), threshold_(threshold), lock_(folder.lock(name_)),
          file_(folder.open(name_, FileUse::append)) {
        Memory memory = read_memory(file_, threshold);
        bytes_ = memory.bytes;
        remembered_ = memory.sketches.size();
        known_ = Known(std::move(memory.sketches));
    }

    // Of the sets those that are not known; nothing where one is too near to another one.
    [[nodiscard]] std::optional<std::vector<const AnsweredSet*>>
    unknown_of(const std::vector<AnsweredSet>& sets) const {
        std::vector<const AnsweredSet*> fresh;
        for (const AnsweredSet& set : sets) {
            call([] { CHECK_FOR_INTERRUPTS(); });
            Known::Found found = known_.look_for(set.sketch);
            for (auto other = fresh.rbegin(); other != fresh.rend() && (*other)->within == set.within;
                 ++other) {
                if (set.sketch.is_nearly((*other)->sketch)) {
                    found = Known::Found::near;
                }
                if (set.sketch == (*other)->sketch && found == Known::Found::nothing) {
                    found = Known::Found::same;
                }
            }
            if (found == Known::Found::near) {
                return std::nullopt;
            }
            if (found == Known::Found::nothing) {
                fresh.push_back(&set);
            }
        }
        return fresh;
    }

    void require_room(std::size_t sets) const {
        if (remembered_ + sets > static_cast<std::size_t>(guard_cells_setting)) {
            throw Refusal(ERRCODE_PROGRAM_LIMIT_EXCEEDED,
                          "the guard against differences remembers as many answers as it may",
                          "The policy's owner lets it forget them by veil.reset_statistics_guard.");
        }
    }

    void add(const std::vector<const AnsweredSet*>& sets) const {
        if (sets.empty()) {
            return;
        }
        std::string bytes;
        if (bytes_ == 0) {
            const Header header{layout, check_of_secret(), threshold_, 0};
            bytes.append(reinterpret_cast<const char*>(&header), sizeof header);
        }
        std::vector<std::uint8_t> sketch(SubjectSketch::byte_size(threshold_));
        for (const AnsweredSet* set : sets) {
            set->sketch.write(sketch);
            bytes.append(reinterpret_cast<const char*>(sketch.data()), sketch.size());
        }
        if (bytes_ == file_.size()) {
            file_.append(bytes);
            if (record_sync_setting) {
                file_.sync();
                folder_->sync();
            }
        } else {
            folder_->replace(name_, file_.read(0, bytes_) + bytes, record_sync_setting);
        }
    }

  private:
    const PrivateFolder* folder_;
    std::string name_;
    std::uint32_t threshold_;
    OwnFile lock_; // before the file is opened
    OwnFile file_;
    std::size_t bytes_ = 0;
    std::size_t remembered_ = 0;
    Known known_{{}};
};

} // namespace

const OrderHash& guard_hash() {
    static const OrderHash* known = nullptr;
    if (known == nullptr) {
        const PrivateFolder folder;
        const OwnFile lock = folder.lock(secret_name);
        OwnFile file = folder.open(secret_name, FileUse::read);
        std::array<std::uint8_t, secret_size> secret{};
        if (file.is_open()) {
            const std::string bytes = file.read(0, secret_size + 1);
            if (bytes.size() != secret_size) {
                refuse_memory("The server's secret is damaged.");
            }
            std::memcpy(secret.data(), bytes.data(), secret_size);
        } else {
            if (!pg_strong_random(secret.data(), secret_size)) {
                throw Refusal(ERRCODE_INTERNAL_ERROR, "no random bytes can be had");
            }
            folder.replace(secret_name, {reinterpret_cast<const char*>(secret.data()), secret_size}, true);
        }
        known = new OrderHash(secret);
    }
    return *known;
}

GuardVerdict remember_answer(const std::vector<GuardKey>& keys, std::uint32_t threshold,
                             const std::vector<AnsweredSet>& sets) {
    const PrivateFolder folder;
    // In one order, so that no two answers wait for each other's locks.
    std::vector<std::string> names;
    std::transform(keys.begin(), keys.end(), std::back_inserter(names), file_name);
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::vector<OpenMemory> memories;
    for (const std::string& name : names) {
        memories.emplace_back(folder, name, threshold);
    }
    std::vector<std::vector<const AnsweredSet*>> fresh;
    for (const OpenMemory& memory : memories) {
        auto unknown = memory.unknown_of(sets);
        if (!unknown) {
            return GuardVerdict::too_near;
        }
        fresh.push_back(std::move(*unknown));
    }
    for (std::size_t i = 0; i < memories.size(); ++i) {
        memories[i].require_room(fresh[i].size());
    }
    for (std::size_t i = 0; i < memories.size(); ++i) {
        memories[i].add(fresh[i]);
    }
    return GuardVerdict::remembered;
}

std::size_t forget_answers(const GuardKey& key) {
    const PrivateFolder folder;
    const std::string name = file_name(key);
    const OwnFile lock = folder.lock(name);
    const OwnFile file = folder.open(name, FileUse::read);
    if (!file.is_open()) {
        return 0;
    }
    const std::string head = file.read(0, sizeof(Header));
    Header header{};
    if (head.size() == sizeof header) {
        std::memcpy(&header, head.data(), sizeof header);
    }
    const std::size_t cells = head.size() == sizeof header
                                  ? (file.size() - sizeof header) / SubjectSketch::byte_size(header.threshold)
                                  : 0;
    (void)folder.remove(name);
    if (record_sync_setting) {
        folder.sync();
    }
    return cells;
}

} // namespace veil::pg
