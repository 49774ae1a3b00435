#include "pg/root_keys.hpp"

#include "core/root_key.hpp"
#include "pg/boundary.hpp"
#include "pg/settings.hpp"

#include <openssl/crypto.h>

namespace veil::pg {

namespace {

// Lives as long as the process; filled before any fork where the library is preloaded. Latest first.
std::vector<Key256>* known = nullptr;
constexpr std::size_t most_known = 4;

// When commands last ran because no known key fitted.
TimestampTz last_search = 0;

bool is_empty(const char* command) {
    return command == nullptr || *command == '\0';
}

// What the command printed is cleansed, the C library's buffer included.
std::optional<Key256> run(const char* command) {
    if (is_empty(command)) {
        return std::nullopt;
    }
    struct Output {
        std::array<char, 1024> stream{};
        std::array<char, 1024> text{};
        ~Output() {
            OPENSSL_cleanse(stream.data(), stream.size());
            OPENSSL_cleanse(text.data(), text.size());
        }
    } output;
    struct Run {
        std::size_t size;
        int status;
    };
    Run run = call([&output, command] {
        FILE* pipe = OpenPipeStream(command, "r");
        if (pipe == nullptr) {
            return Run{0, -1};
        }
        (void)setvbuf(pipe, output.stream.data(), _IOFBF, output.stream.size());
        std::size_t size = fread(output.text.data(), 1, output.text.size(), pipe);
        return Run{size, ClosePipeStream(pipe)};
    });
    // A full buffer may not be all of it.
    if (run.status != 0 || run.size == output.text.size()) {
        return std::nullopt;
    }
    return parse_root_key(std::string_view(output.text.data(), run.size));
}

bool equal(const Key256& a, const Key256& b) {
    return CRYPTO_memcmp(a.bytes().data(), b.bytes().data(), a.bytes().size()) == 0;
}

// Puts it first. One that no command prints any more is kept for a while: a command may fail or err later.
void keep(Key256 key) {
    if (known == nullptr) {
        known = new std::vector<Key256>;
    }
    std::erase_if(*known, [&](const Key256& other) { return equal(key, other); });
    known->insert(known->begin(), std::move(key));
    if (known->size() > most_known) {
        known->pop_back();
    }
}

// What is wrapped under a key that the command does not print again is lost: `openssl rand -hex 32` is how a
// root key is made, not how it is had.
std::optional<Key256> run_twice(const char* command, const char* setting) {
    std::optional<Key256> first = run(command);
    if (!first) {
        return first;
    }
    const std::optional<Key256> second = run(command);
    if (!second || !equal(*first, *second)) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      std::string(setting) + " does not print the same root key twice",
                      "It must print a key that is kept, not make one.", "Nothing was changed.");
    }
    return first;
}

std::span<const Key256> all_known() noexcept {
    return known == nullptr ? std::span<const Key256>{} : std::span<const Key256>(*known);
}

const Key256* first_of(std::span<const Key256> keys, const std::function<bool(const Key256&)>& fits) {
    auto found = std::find_if(keys.begin(), keys.end(), fits);
    return found == keys.end() ? nullptr : &*found;
}

void preload(const char* command, const char* setting) {
    if (is_empty(command)) {
        return;
    }
    bool loaded = guard([command] {
        auto key = run(command);
        if (key) {
            keep(std::move(*key));
        }
        return key.has_value();
    });
    if (!loaded) {
        ereport(WARNING,
                (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE), errmsg("%s gave no root key", setting),
                 errdetail("Views that need a key refuse until a session can run the command.")));
    }
}

} // namespace

void preload_root_keys() {
    preload(new_root_key_command_setting, "pg_veil.new_root_key_command");
    preload(root_key_command_setting, "pg_veil.root_key_command");
}

const Key256* find_root_key(const std::function<bool(const Key256&)>& fits) {
    if (const Key256* found = first_of(all_known(), fits)) {
        return found;
    }
    const TimestampTz statement = call([] { return GetCurrentStatementStartTimestamp(); });
    if (statement == last_search) {
        return nullptr;
    }
    last_search = statement;
    return first_of(refreshed_root_keys(), fits);
}

std::span<const Key256> refreshed_root_keys() {
    for (const char* command : {new_root_key_command_setting, root_key_command_setting}) {
        if (auto key = run(command)) {
            keep(std::move(*key));
        }
    }
    return all_known();
}

bool has_root_key() noexcept {
    return !all_known().empty();
}

std::optional<Key256> run_root_key_command() {
    return run_twice(root_key_command_setting, "pg_veil.root_key_command");
}

std::optional<Key256> run_new_root_key_command() {
    return run_twice(new_root_key_command_setting, "pg_veil.new_root_key_command");
}

void refuse_without_root_key() {
    throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "no root key is available",
                  "Check pg_veil.root_key_command: it must print 32 bytes as 64 hexadecimal digits or in "
                  "base64.");
}

} // namespace veil::pg
