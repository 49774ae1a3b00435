#include "pg/private_folder.hpp"

#include "pg/boundary.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace veil::pg {

namespace {

[[noreturn]] void refuse_folder(const char* what, int error_number) {
    throw Refusal(ERRCODE_IO_ERROR, std::string("folder pg_veil of the data directory cannot be ") + what, {},
                  std::string("The system says: ") + std::strerror(error_number) + ".");
}

// A copy of the data directory, as a standby begins with, may have other modes: they are closed again.
void require_own(int descriptor, mode_t kind) {
    struct stat status {};
    if (::fstat(descriptor, &status) != 0) {
        refuse_folder("read", errno);
    }
    if ((status.st_mode & S_IFMT) != kind || status.st_uid != ::geteuid() ||
        (kind == S_IFREG && status.st_nlink != 1)) {
        throw Refusal(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE,
                      "folder pg_veil of the data directory has a wrong owner or contents",
                      "The folder and what is in it must belong to the server's user, and be plain files "
                      "with one name.");
    }
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0 && ::fchmod(descriptor, status.st_mode & S_IRWXU) != 0) {
        refuse_folder("closed to others", errno);
    }
}

OwnFile open_at(int folder, const std::string& name, int flags) {
    return OwnFile(
        ::openat(folder, name.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, S_IRUSR | S_IWUSR));
}

} // namespace

OwnFile::~OwnFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

std::size_t OwnFile::size() const {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) {
        refuse_folder("read", errno);
    }
    return static_cast<std::size_t>(status.st_size);
}

std::string OwnFile::read(std::size_t from, std::size_t size) const {
    std::string bytes(size, '\0');
    std::size_t count = 0;
    while (count < size) {
        const ssize_t part =
            ::pread(descriptor_, bytes.data() + count, size - count, static_cast<off_t>(from + count));
        if (part < 0 && errno == EINTR) {
            continue;
        }
        if (part < 0) {
            refuse_folder("read", errno);
        }
        if (part == 0) {
            break;
        }
        count += static_cast<std::size_t>(part);
    }
    bytes.resize(count);
    return bytes;
}

void OwnFile::append(std::string_view bytes) const {
    const std::size_t before = size();
    ssize_t written = 0;
    do {
        written = ::write(descriptor_, bytes.data(), bytes.size());
    } while (written < 0 && errno == EINTR);
    if (written != static_cast<ssize_t>(bytes.size())) {
        const int error = written < 0 ? errno : ENOSPC;
        (void)::ftruncate(descriptor_, static_cast<off_t>(before));
        refuse_folder("written", error);
    }
}

void OwnFile::sync() const {
    if (::fsync(descriptor_) != 0) {
        refuse_folder("synced", errno);
    }
}

PrivateFolder::PrivateFolder() {
    const std::string path = std::string(DataDir) + "/" + private_folder_name;
    const int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
    folder_ = OwnFile(::open(path.c_str(), flags));
    if (!folder_.is_open() && errno == ENOENT) {
        if (::mkdir(path.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
            refuse_folder("made", errno);
        }
        folder_ = OwnFile(::open(path.c_str(), flags));
        const OwnFile parent(::open(DataDir, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        if (parent.is_open()) {
            parent.sync();
        }
    }
    if (!folder_.is_open()) {
        refuse_folder("opened", errno);
    }
    require_own(folder_.descriptor(), S_IFDIR);
}

OwnFile PrivateFolder::lock(const std::string& name) const {
    OwnFile file = open_at(folder_.descriptor(), name + ".lock", O_RDWR | O_CREAT);
    if (!file.is_open()) {
        refuse_folder("locked", errno);
    }
    require_own(file.descriptor(), S_IFREG);
    // A blocking flock() is restarted after every signal, so nobody could cancel it.
    while (::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK && errno != EINTR) {
            refuse_folder("locked", errno);
        }
        call([] {
            CHECK_FOR_INTERRUPTS();
            pg_usleep(200L);
        });
    }
    return file;
}

OwnFile PrivateFolder::open(const std::string& name, FileUse use) const {
    OwnFile file =
        open_at(folder_.descriptor(), name, use == FileUse::read ? O_RDONLY : O_RDWR | O_APPEND | O_CREAT);
    if (!file.is_open()) {
        if (use == FileUse::read && errno == ENOENT) {
            return file;
        }
        refuse_folder("opened", errno);
    }
    require_own(file.descriptor(), S_IFREG);
    return file;
}

void PrivateFolder::replace(const std::string& name, std::string_view bytes, bool syncs) const {
    const std::string fresh = name + ".new";
    (void)remove(fresh);
    OwnFile file = open_at(folder_.descriptor(), fresh, O_RDWR | O_APPEND | O_CREAT | O_EXCL);
    if (!file.is_open()) {
        refuse_folder("written", errno);
    }
    file.append(bytes);
    if (syncs) {
        file.sync();
    }
    move(fresh, name);
    if (syncs) {
        sync();
    }
}

void PrivateFolder::move(const std::string& name, const std::string& to) const {
    if (::renameat(folder_.descriptor(), name.c_str(), folder_.descriptor(), to.c_str()) != 0 &&
        errno != ENOENT) {
        refuse_folder("written", errno);
    }
}

bool PrivateFolder::remove(const std::string& name) const {
    if (::unlinkat(folder_.descriptor(), name.c_str(), 0) != 0) {
        if (errno != ENOENT) {
            refuse_folder("written", errno);
        }
        return false;
    }
    return true;
}

} // namespace veil::pg
