#include "pg/keyring_file.hpp"

#include "core/root_key.hpp"
#include "pg/boundary.hpp"
#include "pg/settings.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace veil::pg {

namespace {

// Lives as long as the process; set once, before any fork where the library is preloaded.
Key256* loaded_root_key = nullptr;

[[noreturn]] void refuse_keyring(const char* what, int error_number) {
    throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, std::string("keyring cannot be ") + what, {},
                  std::string("The system says: ") + std::strerror(error_number) + ".");
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
    }
}

void write_all(int descriptor, std::string_view text) {
    while (!text.empty()) {
        ssize_t count = ::write(descriptor, text.data(), text.size());
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            refuse_keyring("written", errno);
        }
        text.remove_prefix(static_cast<std::size_t>(count));
    }
}

void sync_folder(const std::string& path) {
    std::size_t slash = path.rfind('/');
    std::string folder = slash == std::string::npos ? "." : path.substr(0, std::max<std::size_t>(slash, 1));
    File file(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (file.descriptor() < 0 || ::fsync(file.descriptor()) != 0) {
        refuse_keyring("synced", errno);
    }
}

Keyring read_keyring_at(const std::string& path) {
    File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file.descriptor() < 0) {
        if (errno == ENOENT) {
            return std::get<Keyring>(Keyring::parse({}));
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
    auto parsed = Keyring::parse(read_all(file.descriptor()));
    if (const auto* defect = std::get_if<KeyringDefect>(&parsed)) {
        throw Refusal(ERRCODE_DATA_CORRUPTED, "keyring is damaged at line " + std::to_string(defect->line),
                      {}, std::string(defect->reason) + ".");
    }
    return std::move(std::get<Keyring>(parsed));
}

// Runs pg_veil.root_key_command. What it printed is cleansed, the C library's buffer included.
std::optional<Key256> run_root_key_command() {
    if (root_key_command_setting == nullptr || *root_key_command_setting == '\0') {
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
    Run run = call([&output] {
        FILE* pipe = OpenPipeStream(root_key_command_setting, "r");
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

} // namespace

Keyring read_keyring() {
    return read_keyring_at(keyring_path());
}

void add_to_keyring(KeyringEntry entry) {
    const std::string path = keyring_path();
    const std::string lock_path = path + ".lock";
    const std::string new_path = path + ".new";

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

    Keyring keyring = read_keyring_at(path);
    keyring.add(std::move(entry));
    {
        // What a crash left of an earlier attempt goes first, so that O_EXCL proves the file is ours.
        (void)::unlink(new_path.c_str());
        File file(::open(new_path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
                         S_IRUSR | S_IWUSR));
        if (file.descriptor() < 0) {
            refuse_keyring("written", errno);
        }
        write_all(file.descriptor(), keyring.serialize());
        if (::fsync(file.descriptor()) != 0) {
            refuse_keyring("synced", errno);
        }
    }
    if (::rename(new_path.c_str(), path.c_str()) != 0) {
        refuse_keyring("replaced", errno);
    }
    sync_folder(path);
}

const Key256& root_key() {
    if (loaded_root_key == nullptr) {
        auto key = run_root_key_command();
        if (!key) {
            throw Refusal(
                ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE, "no root key is available",
                "Check pg_veil.root_key_command: it must print 32 bytes as 64 hexadecimal digits or in "
                "base64.");
        }
        loaded_root_key = new Key256(std::move(*key));
    }
    return *loaded_root_key;
}

void preload_root_key() {
    if (root_key_command_setting == nullptr || *root_key_command_setting == '\0') {
        return;
    }
    bool loaded = guard([] {
        auto key = run_root_key_command();
        if (key) {
            loaded_root_key = new Key256(std::move(*key));
        }
        return key.has_value();
    });
    if (!loaded) {
        ereport(WARNING, (errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
                          errmsg("pg_veil.root_key_command gave no root key"),
                          errdetail("Views that need a key refuse until a session can run the command.")));
    }
}

} // namespace veil::pg
