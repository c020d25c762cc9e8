#pragma once

#include <chrono>
#include <cstddef>

/// Every bound that one room alone does not own. A number that limits memory, time or counts stands
/// here or beside the type that it bounds, never in the middle of a function.
namespace farthing::base::limits {

// HTTP, both as server and as client.
constexpr std::size_t kHeaderBytes = 16 * 1024;
constexpr std::size_t kHeaderFields = 100;
constexpr std::size_t kTargetBytes = 8 * 1024;
constexpr std::size_t kBodyBytes = 1024 * 1024;

// JSON.
constexpr std::size_t kJsonDepth = 64;
constexpr std::size_t kJsonKeyBytes = 1024;

// The wallet socket.
constexpr std::size_t kSocketMessageBytes = 16 * 1024;
constexpr std::size_t kSocketQueueBytes = 256 * 1024;
constexpr std::size_t kGoodsPerMessage = 100;
constexpr std::size_t kPurchasesPerMessage = 40;
constexpr int kSocketRequestsInFlight = 32;

// Bodies that go on until one side ends them.
constexpr std::size_t kStreamQueueBytes = 256 * 1024;
constexpr std::size_t kEventBytes = 256 * 1024;

// Queues between threads. Full means 503 at once.
constexpr std::size_t kWriterQueue = 4096;
constexpr std::size_t kReaderQueue = 4096;

}  // namespace farthing::base::limits
