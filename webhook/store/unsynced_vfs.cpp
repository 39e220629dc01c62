#include "webhook/store/unsynced_vfs.hpp"

#ifndef MESOSCALE_FAILPOINTS

namespace mesoscale::webhook {

bool is_test_vfs(std::string_view) { return false; }
std::string_view test_vfs_hint() { return ""; }
void register_test_vfs() {}

}  // namespace mesoscale::webhook

#else

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <utility>
#include <vector>

namespace mesoscale::webhook {
namespace {

constexpr const char* vfs_name = "drop_unsynced";

/// The whole file as SQLite sees it, and which ranges of it are not on disk yet. Test stores are small.
struct image {
  std::string bytes;
  std::vector<std::pair<sqlite3_int64, int>> dirty;
  bool is_truncated = false;
};

/// SQLite allocates szOsFile bytes for this; the file of the system's VFS follows it in memory.
struct file {
  sqlite3_file base;
  image* content;  ///< null: passed through (temporary files)
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

file& as_file(sqlite3_file* f) { return *reinterpret_cast<file*>(f); }
sqlite3_vfs* system_vfs(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int close_file(sqlite3_file* f) {
  file& self = as_file(f);
  delete self
      .content;  // An orderly close of a database syncs before; what is still dirty is lost, as after a kill.
  self.content = nullptr;
  return self.real()->pMethods ? self.real()->pMethods->xClose(self.real()) : SQLITE_OK;
}

int read_file_at(sqlite3_file* f, void* to, int amount, sqlite3_int64 offset) {
  file& self = as_file(f);
  if (!self.content) return self.real()->pMethods->xRead(self.real(), to, amount, offset);
  const std::string& bytes = self.content->bytes;
  const sqlite3_int64 size = static_cast<sqlite3_int64>(bytes.size());
  const int available = static_cast<int>(std::clamp<sqlite3_int64>(size - offset, 0, amount));
  if (available > 0) std::memcpy(to, bytes.data() + offset, static_cast<std::size_t>(available));
  if (available == amount) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + available, 0, static_cast<std::size_t>(amount - available));
  return SQLITE_IOERR_SHORT_READ;
}

int write_file_at(sqlite3_file* f, const void* from, int amount, sqlite3_int64 offset) {
  file& self = as_file(f);
  if (!self.content) return self.real()->pMethods->xWrite(self.real(), from, amount, offset);
  std::string& bytes = self.content->bytes;
  const auto end = static_cast<std::size_t>(offset + amount);
  if (bytes.size() < end) bytes.resize(end);
  std::memcpy(bytes.data() + offset, from, static_cast<std::size_t>(amount));
  self.content->dirty.emplace_back(offset, amount);
  return SQLITE_OK;
}

int truncate_file(sqlite3_file* f, sqlite3_int64 size) {
  file& self = as_file(f);
  if (!self.content) return self.real()->pMethods->xTruncate(self.real(), size);
  self.content->bytes.resize(static_cast<std::size_t>(size));
  self.content->is_truncated = true;
  return SQLITE_OK;
}

/// Now it counts: everything that is dirty goes to the real file, which is synced.
int sync_file(sqlite3_file* f, int flags) {
  file& self = as_file(f);
  sqlite3_file* const real = self.real();
  if (self.content) {
    image& content = *self.content;
    const auto size = static_cast<sqlite3_int64>(content.bytes.size());
    for (const auto& [offset, amount] : content.dirty) {
      const int length = static_cast<int>(std::clamp<sqlite3_int64>(size - offset, 0, amount));
      if (length == 0) continue;
      const int code = real->pMethods->xWrite(real, content.bytes.data() + offset, length, offset);
      if (code != SQLITE_OK) return code;
    }
    if (content.is_truncated) real->pMethods->xTruncate(real, size);
    content.dirty.clear();
    content.is_truncated = false;
  }
  return real->pMethods->xSync(real, flags);
}

int file_size(sqlite3_file* f, sqlite3_int64* size) {
  file& self = as_file(f);
  if (!self.content) return self.real()->pMethods->xFileSize(self.real(), size);
  *size = static_cast<sqlite3_int64>(self.content->bytes.size());
  return SQLITE_OK;
}

int lock_file(sqlite3_file* f, int level) {
  return as_file(f).real()->pMethods->xLock(as_file(f).real(), level);
}
int unlock_file(sqlite3_file* f, int level) {
  return as_file(f).real()->pMethods->xUnlock(as_file(f).real(), level);
}
int check_reserved(sqlite3_file* f, int* out) {
  return as_file(f).real()->pMethods->xCheckReservedLock(as_file(f).real(), out);
}
int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int sector_size(sqlite3_file* f) { return as_file(f).real()->pMethods->xSectorSize(as_file(f).real()); }
// No promises: SQLite must not count on writes that are safe because the file system says so.
int characteristics(sqlite3_file*) { return 0; }

// Version 1 has no shared memory: the store is opened with locking_mode=EXCLUSIVE, which needs none for a WAL.
constexpr sqlite3_io_methods methods = {
    1,         close_file,  read_file_at,   write_file_at, truncate_file, sync_file,       file_size,
    lock_file, unlock_file, check_reserved, file_control,  sector_size,   characteristics, nullptr,
    nullptr,   nullptr,     nullptr,        nullptr,       nullptr,
};

int load(file& self) {
  sqlite3_int64 size = 0;
  int code = self.real()->pMethods->xFileSize(self.real(), &size);
  if (code != SQLITE_OK) return code;
  auto content = std::make_unique<image>();
  content->bytes.resize(static_cast<std::size_t>(size));
  if (size > 0)
    code = self.real()->pMethods->xRead(self.real(), content->bytes.data(), static_cast<int>(size), 0);
  if (code == SQLITE_OK) self.content = content.release();
  return code;
}

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* f, int flags, int* out_flags) {
  file& self = *new (f) file{};
  sqlite3_vfs* const system = system_vfs(vfs);
  std::memset(self.real(), 0, static_cast<std::size_t>(system->szOsFile));
  int code = system->xOpen(system, name, self.real(), flags, out_flags);
  if (code != SQLITE_OK) return code;
  const bool is_kept = flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL);
  if (name && is_kept) code = load(self);
  if (code != SQLITE_OK) {
    self.real()->pMethods->xClose(self.real());
    return code;
  }
  self.base.pMethods = &methods;
  return SQLITE_OK;
}

}  // namespace

bool is_test_vfs(std::string_view name) { return name == vfs_name; }
std::string_view test_vfs_hint() { return " or vfs=drop_unsynced"; }

void register_test_vfs() {
  static const bool is_registered = [] {
    sqlite3_vfs* const system = sqlite3_vfs_find(nullptr);
    static sqlite3_vfs vfs = *system;  // Everything but opening a file is the system's.
    vfs.szOsFile = static_cast<int>(sizeof(file)) + system->szOsFile;
    vfs.zName = vfs_name;
    vfs.pNext = nullptr;
    vfs.pAppData = system;
    vfs.xOpen = open_file;
    return sqlite3_vfs_register(&vfs, 0) == SQLITE_OK;
  }();
  (void)is_registered;
}

}  // namespace mesoscale::webhook

#endif
