#include "vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <new>

#include "base/ensure.hpp"

namespace farthing::sim {
namespace {

Disk* mounted = nullptr;

/// One opened file, as SQLite sees it.
struct Handle {
    sqlite3_file base;
    struct State {
        Disk* disk;
        std::uint64_t epoch;
        FilePtr file;
        std::shared_ptr<File::Sharing> sharing;
        bool new_name;   ///< Its first sync makes the name durable too.
        bool anonymous;  ///< Nobody else ever sees it.
        std::string delete_on_close;
        int lock = SQLITE_LOCK_NONE;
        unsigned shared_slots = 0;
        unsigned exclusive_slots = 0;

        bool is_stale() const { return !anonymous && epoch != disk->epoch(); }
    };
    State* state;
};

Handle::State& state_of(sqlite3_file* file) {
    return *reinterpret_cast<Handle*>(file)->state;
}

int code_of(Disk::Verdict verdict, int on_error) {
    switch (verdict) {
        case Disk::Verdict::fine:
            return SQLITE_OK;
        case Disk::Verdict::full:
            return SQLITE_FULL;
        case Disk::Verdict::error:
        case Disk::Verdict::down:
            return on_error;
    }
    return on_error;
}

void unlock_all(Handle::State& state) {
    auto& sharing = *state.sharing;
    if (state.lock >= SQLITE_LOCK_SHARED) --sharing.readers;
    if (state.lock >= SQLITE_LOCK_RESERVED) sharing.reserved = false;
    if (state.lock == SQLITE_LOCK_EXCLUSIVE) sharing.exclusive = false;
    state.lock = SQLITE_LOCK_NONE;
}

void unlock_slots(Handle::State& state, unsigned mask) {
    for (unsigned slot = 0; slot < SQLITE_SHM_NLOCK; ++slot) {
        auto const bit = 1U << slot;
        if ((mask & bit & state.shared_slots) != 0) --state.sharing->shared_slots[slot];
        if ((mask & bit & state.exclusive_slots) != 0) state.sharing->exclusive_slots[slot] = false;
    }
    state.shared_slots &= ~mask;
    state.exclusive_slots &= ~mask;
}

int close(sqlite3_file* file) {
    auto& state = state_of(file);
    unlock_all(state);
    unlock_slots(state, ~0U);
    if (!state.delete_on_close.empty() && !state.is_stale())
        state.disk->remove(state.delete_on_close, false);
    delete &state;
    return SQLITE_OK;
}

int read(sqlite3_file* file, void* out, int size, sqlite3_int64 offset) {
    auto& state = state_of(file);
    if (state.is_stale()) return SQLITE_IOERR_READ;
    auto const& content = state.file->content();
    auto const at = std::min(static_cast<std::size_t>(offset), content.size());
    auto const there = std::min(static_cast<std::size_t>(size), content.size() - at);
    std::memcpy(out, content.data() + at, there);
    std::memset(static_cast<char*>(out) + there, 0, static_cast<std::size_t>(size) - there);
    return there == static_cast<std::size_t>(size) ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, void const* data, int size, sqlite3_int64 offset) {
    auto& state = state_of(file);
    std::string_view const bytes(static_cast<char const*>(data), static_cast<std::size_t>(size));
    if (state.anonymous) {
        state.file->write(static_cast<std::uint64_t>(offset), bytes);
        return SQLITE_OK;
    }
    if (state.is_stale()) return SQLITE_IOERR_WRITE;
    return code_of(state.disk->write(*state.file, static_cast<std::uint64_t>(offset), bytes),
                   SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
    auto& state = state_of(file);
    if (state.is_stale()) return SQLITE_IOERR_TRUNCATE;
    return code_of(state.disk->truncate(*state.file, static_cast<std::uint64_t>(size)),
                   SQLITE_IOERR_TRUNCATE);
}

int sync(sqlite3_file* file, int) {
    auto& state = state_of(file);
    if (state.is_stale()) return SQLITE_IOERR_FSYNC;
    auto const verdict = state.disk->sync(*state.file, state.new_name);
    if (verdict == Disk::Verdict::fine) state.new_name = false;
    return code_of(verdict, SQLITE_IOERR_FSYNC);
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    auto& state = state_of(file);
    if (state.is_stale()) return SQLITE_IOERR_FSTAT;
    *size = static_cast<sqlite3_int64>(state.file->content().size());
    return SQLITE_OK;
}

int lock(sqlite3_file* file, int level) {
    auto& state = state_of(file);
    if (state.is_stale()) return SQLITE_IOERR_LOCK;
    if (state.lock >= level) return SQLITE_OK;
    auto& sharing = *state.sharing;
    if (level == SQLITE_LOCK_SHARED) {
        if (sharing.exclusive) return SQLITE_BUSY;
        ++sharing.readers;
    } else {
        bool const reserved_by_other = sharing.reserved && state.lock < SQLITE_LOCK_RESERVED;
        if (reserved_by_other) return SQLITE_BUSY;
        if (level == SQLITE_LOCK_EXCLUSIVE && sharing.readers > 1) return SQLITE_BUSY;
        sharing.reserved = true;
        sharing.exclusive = sharing.exclusive || level == SQLITE_LOCK_EXCLUSIVE;
    }
    state.lock = level;
    return SQLITE_OK;
}

int unlock(sqlite3_file* file, int level) {
    auto& state = state_of(file);
    if (state.is_stale() || state.lock <= level) return SQLITE_OK;
    unlock_all(state);
    if (level == SQLITE_LOCK_SHARED) {
        ++state.sharing->readers;
        state.lock = SQLITE_LOCK_SHARED;
    }
    return SQLITE_OK;
}

int check_reserved(sqlite3_file* file, int* out) {
    *out = state_of(file).sharing->reserved ? 1 : 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) {
    return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file*) {
    return 4'096;
}

/// The same promise as that of SQLite's own VFS for Unix.
int characteristics(sqlite3_file*) {
    return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int shm_map(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
    auto& state = state_of(file);
    *out = nullptr;
    if (state.is_stale()) return SQLITE_IOERR_SHMMAP;
    auto& regions = state.sharing->regions;
    base::ensure(size == static_cast<int>(sizeof(*regions[0])));
    while (regions.size() <= static_cast<std::size_t>(region)) {
        if (extend == 0) return SQLITE_OK;
        regions.push_back(std::make_unique<std::array<char, 32'768>>());
    }
    *out = regions[static_cast<std::size_t>(region)]->data();
    return SQLITE_OK;
}

int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
    auto& state = state_of(file);
    if (state.is_stale()) return SQLITE_IOERR_SHMLOCK;
    auto const mask = ((1U << count) - 1U) << offset;
    if ((flags & SQLITE_SHM_UNLOCK) != 0) {
        unlock_slots(state, mask);
        return SQLITE_OK;
    }
    bool const exclusive = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
    auto& sharing = *state.sharing;
    for (auto slot = static_cast<std::size_t>(offset);
         slot < static_cast<std::size_t>(offset + count); ++slot)
        if (sharing.exclusive_slots[slot] || (exclusive && sharing.shared_slots[slot] > 0))
            return SQLITE_BUSY;
    for (auto slot = static_cast<std::size_t>(offset);
         slot < static_cast<std::size_t>(offset + count); ++slot) {
        if (exclusive)
            sharing.exclusive_slots[slot] = true;
        else
            ++sharing.shared_slots[slot];
    }
    (exclusive ? state.exclusive_slots : state.shared_slots) |= mask;
    return SQLITE_OK;
}

void shm_barrier(sqlite3_file*) {}

/// The memory itself goes with the last who has it.
int shm_unmap(sqlite3_file* file, int remove) {
    auto& state = state_of(file);
    unlock_slots(state, ~0U);
    if (remove != 0 && !state.is_stale()) state.file->sharing->regions.clear();
    return SQLITE_OK;
}

sqlite3_io_methods const kMethods{.iVersion = 2,
                                  .xClose = close,
                                  .xRead = read,
                                  .xWrite = write,
                                  .xTruncate = truncate,
                                  .xSync = sync,
                                  .xFileSize = file_size,
                                  .xLock = lock,
                                  .xUnlock = unlock,
                                  .xCheckReservedLock = check_reserved,
                                  .xFileControl = file_control,
                                  .xSectorSize = sector_size,
                                  .xDeviceCharacteristics = characteristics,
                                  .xShmMap = shm_map,
                                  .xShmLock = shm_lock,
                                  .xShmBarrier = shm_barrier,
                                  .xShmUnmap = shm_unmap,
                                  .xFetch = nullptr,
                                  .xUnfetch = nullptr};

int open(sqlite3_vfs*, char const* name, sqlite3_file* out, int flags, int* out_flags) {
    out->pMethods = nullptr;
    base::ensure(mounted != nullptr);
    if (mounted->is_down()) return SQLITE_CANTOPEN;
    auto file = name == nullptr ? std::make_shared<File>() : mounted->find(name);
    bool const is_new = file == nullptr;
    if (is_new) {
        if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
        auto verdict = Disk::Verdict::fine;
        file = mounted->create(name, verdict);
        if (verdict != Disk::Verdict::fine) return SQLITE_CANTOPEN;
    }
    auto const sharing = file->sharing;
    reinterpret_cast<Handle*>(out)->state = new Handle::State{
        .disk = mounted,
        .epoch = mounted->epoch(),
        .file = std::move(file),
        .sharing = sharing,
        .new_name = is_new,
        .anonymous = name == nullptr,
        .delete_on_close = name != nullptr && (flags & SQLITE_OPEN_DELETEONCLOSE) != 0 ? name : ""};
    out->pMethods = &kMethods;
    if (out_flags != nullptr) *out_flags = flags;
    return SQLITE_OK;
}

int remove(sqlite3_vfs*, char const* name, int sync_folder) {
    if (mounted->is_down()) return SQLITE_IOERR_DELETE;
    if (mounted->find(name) == nullptr) return SQLITE_IOERR_DELETE_NOENT;
    return code_of(mounted->remove(name, sync_folder != 0), SQLITE_IOERR_DELETE);
}

/// An empty journal counts as none, as with SQLite's own VFS for Unix.
int access(sqlite3_vfs*, char const* name, int flags, int* out) {
    auto const file = mounted->find(name);
    bool const there = file != nullptr;
    *out = there && (flags != SQLITE_ACCESS_EXISTS || !file->content().empty()) ? 1 : 0;
    return SQLITE_OK;
}

int full_path(sqlite3_vfs*, char const* name, int size, char* out) {
    sqlite3_snprintf(size, out, "%s", name);
    return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
    mounted->chance().fill({reinterpret_cast<std::uint8_t*>(out), static_cast<std::size_t>(size)});
    return size;
}

int pass_time(sqlite3_vfs*, int microseconds) {
    return microseconds;
}

int current_time(sqlite3_vfs*, sqlite3_int64* out) {
    constexpr sqlite3_int64 kSomeDay = 212'000'000'000'000;
    *out = kSomeDay;
    return SQLITE_OK;
}

int current_day(sqlite3_vfs*, double* out) {
    *out = 2'453'703.0;
    return SQLITE_OK;
}

int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

sqlite3_vfs make_vfs() {
    sqlite3_vfs vfs{};
    vfs.iVersion = 2;
    vfs.szOsFile = sizeof(Handle);
    vfs.mxPathname = 512;
    vfs.zName = "simulated";
    vfs.xOpen = open;
    vfs.xDelete = remove;
    vfs.xAccess = access;
    vfs.xFullPathname = full_path;
    vfs.xRandomness = randomness;
    vfs.xSleep = pass_time;
    vfs.xCurrentTime = current_day;
    vfs.xGetLastError = last_error;
    vfs.xCurrentTimeInt64 = current_time;
    return vfs;
}

}  // namespace

Mount::Mount(Disk& disk) {
    static auto vfs = make_vfs();
    static bool const registered = sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
    base::ensure(registered && mounted == nullptr);
    mounted = &disk;
}

Mount::~Mount() {
    mounted = nullptr;
}

}  // namespace farthing::sim
