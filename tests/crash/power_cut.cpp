// Shuts a mounted ext4 or xfs file system down as a power cut does: what is not on the disk yet
// never gets there, not even the journal. Mounting it again is the restart.

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>

namespace {

// EXT4_IOC_SHUTDOWN and XFS_IOC_GOINGDOWN are the same request with the same flags; not every
// header has them.
constexpr unsigned long kShutDown = _IOR('X', 125, std::uint32_t);
constexpr std::uint32_t kWithoutLogFlush = 2;

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::fputs("usage: power_cut MOUNT_POINT\n", stderr);
        return 2;
    }
    auto const folder = ::open(argv[1], O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    auto flags = kWithoutLogFlush;
    if (folder >= 0 && ::ioctl(folder, kShutDown, &flags) == 0) return 0;
    std::perror(argv[1]);
    return 1;
}
