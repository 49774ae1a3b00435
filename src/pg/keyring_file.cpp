#include "pg/keyring_file.hpp"

#include "pg/boundary.hpp"
#include "pg/settings.hpp"

#include <cerrno>
#include <chrono>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace veil::pg {

namespace {

[[noreturn]] void refuse_keyring(const char* what, int error_number) {
    throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, std::string("keyring cannot be ") + what, {},
                  std::string("The system says: ") + std::strerror(error_number) + ".");
}

// Room for 200 000 keys. A path that leads to something else must not fill the memory.
constexpr std::size_t largest_keyring = std::size_t{64} << 20;

void require_size(std::size_t size) {
    if (size > largest_keyring) {
        throw Refusal(
            ERRCODE_PROGRAM_LIMIT_EXCEEDED, "keyring is larger than 64 MB",
            "Check that pg_veil.keyring names the keyring; lines that no database needs can be taken out.");
    }
}

class File {
  public:
    explicit File(int descriptor) noexcept : descriptor_(descriptor) {}
    ~File() {
        if (descriptor_ >= 0) {
            ::close(descriptor_);
        }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }

  private:
    int descriptor_;
};

// What tells one state of a file from another. Zeros: there is none.
using FileState = std::array<std::int64_t, 9>;

FileState state_of(const struct stat& status) noexcept {
    return {static_cast<std::int64_t>(status.st_dev),
            static_cast<std::int64_t>(status.st_ino),
            status.st_size,
            status.st_mtim.tv_sec,
            status.st_mtim.tv_nsec,
            status.st_ctim.tv_sec,
            status.st_ctim.tv_nsec,
            static_cast<std::int64_t>(status.st_mode),
            static_cast<std::int64_t>(status.st_uid)};
}

FileState state_at(const char* path) noexcept {
    struct stat status {};
    return ::lstat(path, &status) == 0 ? state_of(status) : FileState{};
}

bool is_same_file(const FileState& a, const FileState& b) noexcept {
    return a[0] == b[0] && a[1] == b[1];
}

// What was read last. Lives as long as the process.
struct Seen {
    std::string path;
    FileState state{};
    Keyring keyring;
    // The start of the statement that last found the file in this state, and when it did.
    TimestampTz statement = 0;
    std::chrono::steady_clock::time_point looked{};
};
Seen* seen = nullptr;

std::string keyring_path() {
    if (keyring_path_setting == nullptr || *keyring_path_setting == '\0') {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "no keyring is configured",
                      "Set pg_veil.keyring and pg_veil.root_key_command in postgresql.conf and reload.");
    }
    return keyring_path_setting;
}

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 65536> chunk{};
    for (;;) {
        ssize_t count = ::read(descriptor, chunk.data(), chunk.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            refuse_keyring("read", errno);
        }
        if (count == 0) {
            return text;
        }
        text.append(chunk.data(), static_cast<std::size_t>(count));
        require_size(text.size());
    }
}

[[nodiscard]] bool try_write(int descriptor, std::string_view text) noexcept {
    while (!text.empty()) {
        ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno != EINTR) {
            return false;
        }
        text.remove_prefix(count < 0 ? 0 : static_cast<std::size_t>(count));
    }
    return true;
}

void sync_folder(const std::string& path) {
    std::size_t slash = path.rfind('/');
    std::string folder = slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
    File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (file.descriptor() < 0 || ::fsync(file.descriptor()) != 0) {
        refuse_keyring("synced", errno);
    }
}

// Nothing where it has to be read again: it was replaced meanwhile, and its old text is being overwritten.
std::optional<Seen> try_read(const std::string& path) {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.descriptor() < 0) {
        if (errno == ENOENT) {
            return Seen{path, {}, {}};
        }
        refuse_keyring("opened", errno);
    }
    struct stat status {};
    if (::fstat(file.descriptor(), &status) != 0) {
        refuse_keyring("read", errno);
    }
    if (!S_ISREG(status.st_mode) || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0 ||
        status.st_uid != ::geteuid()) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "keyring has wrong owner or permissions",
                      "It must be a file of the server's user with mode 0600.");
    }
    require_size(static_cast<std::size_t>(status.st_size));
    auto parsed = Keyring::parse(read_all(file.descriptor()));
    if (const auto* defect = std::get_if<KeyringDefect>(&parsed)) {
        if (!is_same_file(state_at(path.c_str()), state_of(status))) {
            return std::nullopt;
        }
        throw Refusal(ERRCODE_DATA_CORRUPTED, "keyring is damaged at line " + std::to_string(defect->line),
                      {}, std::string(defect->reason) + ".");
    }
    return Seen{path, state_of(status), std::get<Keyring>(std::move(parsed))};
}

Seen read_keyring(const std::string& path) {
    for (;;) {
        if (auto read = try_read(path)) {
            return std::move(*read);
        }
        call([] { CHECK_FOR_INTERRUPTS(); });
    }
}

// Best effort: the blocks of a file are where they were on many a disk, but not on all.
void overwrite(int descriptor, std::string text) {
    struct stat status {};
    if (::fstat(descriptor, &status) == 0) {
        text.resize(static_cast<std::size_t>(status.st_size), '\n');
        if (::lseek(descriptor, 0, SEEK_SET) == 0 && try_write(descriptor, text)) {
            (void)::fsync(descriptor);
        }
    }
}

// A rename replaces a read-only file too, so that does not keep its bytes from being overwritten. -1: it
// cannot be opened.
int open_to_overwrite(const std::string& path) noexcept {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (file.descriptor() >= 0) {
        (void)::fchmod(file.descriptor(), S_IRUSR | S_IWUSR);
    }
    return ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
}

// The file that will take the keyring's place. It goes if it does not get that far.
class Replacement {
  public:
    Replacement(const std::string& path, const std::string& content) : path_(path), new_path_(path + ".new") {
        // What a crash left of an earlier attempt goes first, so that O_EXCL proves the file is ours.
        {
            File leftover(::open(new_path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
            if (leftover.descriptor() >= 0) {
                overwrite(leftover.descriptor(), {});
            }
        }
        (void)::unlink(new_path_.c_str());
        File file(::open(new_path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                         S_IRUSR | S_IWUSR));
        if (file.descriptor() < 0) {
            refuse_keyring("written", errno);
        }
        const int error = fill(file.descriptor(), content);
        if (error != 0) {
            (void)::unlink(new_path_.c_str());
            refuse_keyring("written", error);
        }
    }
    ~Replacement() {
        if (!done_) {
            (void)::unlink(new_path_.c_str());
        }
    }
    Replacement(const Replacement&) = delete;
    Replacement& operator=(const Replacement&) = delete;

    void take_place() {
        if (::rename(new_path_.c_str(), path_.c_str()) != 0) {
            refuse_keyring("replaced", errno);
        }
        done_ = true;
        sync_folder(path_);
    }

  private:
    [[nodiscard]] int fill(int descriptor, const std::string& content) const noexcept {
        struct stat fresh {};
        if (!try_write(descriptor, content) || ::fstat(descriptor, &fresh) != 0) {
            return errno;
        }
        // Inodes are used again, and clocks are coarse: later is what tells this file from the one before.
        struct stat old {};
        if (::lstat(path_.c_str(), &old) == 0 && std::pair(fresh.st_mtim.tv_sec, fresh.st_mtim.tv_nsec) <=
                                                     std::pair(old.st_mtim.tv_sec, old.st_mtim.tv_nsec)) {
            const bool carry = old.st_mtim.tv_nsec == 999'999'999;
            const std::array<timespec, 2> times{
                timespec{0, UTIME_OMIT},
                timespec{old.st_mtim.tv_sec + (carry ? 1 : 0), carry ? 0 : old.st_mtim.tv_nsec + 1}};
            if (::futimens(descriptor, times.data()) != 0) {
                return errno;
            }
        }
        return ::fsync(descriptor) == 0 ? 0 : errno;
    }

    std::string path_;
    std::string new_path_;
    bool done_ = false;
};

} // namespace

const Keyring& current_keyring() {
    const std::string path = keyring_path();
    if (seen == nullptr || keyring_has_changed()) {
        Seen read = read_keyring(path);
        if (seen == nullptr) {
            seen = new Seen;
        }
        *seen = std::move(read);
    }
    return seen->keyring;
}

bool keyring_has_changed() noexcept {
    if (seen == nullptr) {
        return false;
    }
    const char* path = keyring_path_setting == nullptr ? "" : keyring_path_setting;
    if (seen->path != path) {
        return true;
    }
    // A lookup by pseudonym would spend a tenth of its time on looking at the file: a statement looks once,
    // and again after a second, and one that begins in the same millisecond as the one that looked does not.
    constexpr TimestampTz millisecond = 1000;
    const TimestampTz statement = GetCurrentStatementStartTimestamp();
    const TimestampTz later = statement - seen->statement;
    if (later > 0 && later < millisecond) {
        return false;
    }
    const auto now = std::chrono::steady_clock::now();
    if (later == 0 && now - seen->looked < std::chrono::seconds(1)) {
        return false;
    }
    if (state_at(path) != seen->state) {
        return true;
    }
    seen->statement = statement;
    seen->looked = now;
    return false;
}

void change_keyring(const std::function<bool(Keyring&)>& change, OldKeyring old) {
    const std::string path = keyring_path();
    const std::string lock_path = path + ".lock";

    // One that cannot be used is refused for what is wrong with it, and nothing is put beside it.
    (void)current_keyring();
    File lock(::open(lock_path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
    if (lock.descriptor() < 0) {
        refuse_keyring("locked", errno);
    }
    // A blocking flock() is restarted after every signal, so nobody could cancel it.
    while (::flock(lock.descriptor(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            refuse_keyring("locked", errno);
        }
        call([] {
            CHECK_FOR_INTERRUPTS();
            pg_usleep(5000L);
        });
    }

    Keyring keyring = read_keyring(path).keyring;
    if (!change(keyring)) {
        return;
    }
    const std::string text = keyring.serialize();
    require_size(text.size());
    File replaced(old == OldKeyring::overwritten ? open_to_overwrite(path) : -1);
    Replacement replacement(path, text);
    replacement.take_place();
    if (seen != nullptr) {
        seen->statement = 0;
    }
    if (replaced.descriptor() >= 0) {
        overwrite(replaced.descriptor(), text);
    }
}

} // namespace veil::pg
