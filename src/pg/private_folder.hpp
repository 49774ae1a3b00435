// The folder pg_veil in the data directory: what a server keeps of its own, for its user alone. Files there
// are written outside of transactions, so they keep what a ROLLBACK would take back, and a standby has its
// own.
#pragma once

#include "pg/postgres.hpp"

namespace veil::pg {

// All of it is C++ code. Whatever is not as it was left, a link or a file of somebody else, is refused.

class OwnFile {
  public:
    OwnFile() noexcept = default;
    explicit OwnFile(int descriptor) noexcept : descriptor_(descriptor) {}
    ~OwnFile();
    OwnFile(OwnFile&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    OwnFile& operator=(OwnFile&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    OwnFile(const OwnFile&) = delete;
    OwnFile& operator=(const OwnFile&) = delete;

    [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
    [[nodiscard]] int descriptor() const noexcept { return descriptor_; }
    [[nodiscard]] std::size_t size() const;
    // Exactly so many bytes from there; fewer where the file ends.
    [[nodiscard]] std::string read(std::size_t from, std::size_t size) const;
    // All of it at the file's end, in one write(), or nothing of it.
    void append(std::string_view bytes) const;
    void sync() const;

  private:
    int descriptor_ = -1;
};

enum class FileUse { read, append };

class PrivateFolder {
  public:
    // Makes it where it is not there yet.
    PrivateFolder();

    // Whoever appends, moves or replaces files of one name holds its lock, until the result goes.
    [[nodiscard]] OwnFile lock(const std::string& name) const;
    // To append, the file is made where there is none; to read, it is not open then.
    [[nodiscard]] OwnFile open(const std::string& name, FileUse use) const;
    // A new file with these bytes takes the place of the old one.
    void replace(const std::string& name, std::string_view bytes, bool syncs) const;
    // Nothing happens where there is no such file.
    void move(const std::string& name, const std::string& to) const;
    // Whether there was one.
    bool remove(const std::string& name) const; // NOLINT(modernize-use-nodiscard)
    void sync() const { folder_.sync(); }

  private:
    OwnFile folder_;
};

// In the data directory.
inline constexpr const char* private_folder_name = "pg_veil";

} // namespace veil::pg
