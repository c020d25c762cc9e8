#include "app/runtime.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "net/testing.hpp"

namespace farthing::app {
namespace {

/// A listener that tells how its stream ended.
http::StreamListener telling(net::Mailbox<std::string>& ends) {
    http::StreamListener listener;
    listener.on_end = [&ends](base::Result<void> const& result) {
        ends.put(result ? "properly" : result.error().message);
    };
    return listener;
}

TEST(Runtime, EndsStreamsWhenItStopsAndOpensNoMore) {
    net::RawListener server;
    auto const url = "http://127.0.0.1:" + std::to_string(server.port()) + "/";
    net::Mailbox<std::string> ends;
    Runtime runtime;
    auto const open = runtime.client().stream({.url = url}, telling(ends));
    auto peer = server.accept();
    peer.receive_until("\r\n\r\n");
    runtime.stop();
    EXPECT_EQ(ends.take(), "127.0.0.1: the program is shutting down");
    auto const late = runtime.client().stream({.url = url}, telling(ends));
    EXPECT_EQ(ends.take(), "the server is stopping");
    late->cancel();
    open->cancel();
    EXPECT_EQ(ends.size(), 0U);
}

// With as many as the system has given at first, strangers' connections could take them all.
TEST(Runtime, ServersLeaveDescriptorsForWhatIsSoldAndKept) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    auto few = before;
    few.rlim_cur = std::min<rlim_t>(few.rlim_max, 1'024);
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    Runtime runtime;
    rlimit now{};
    ::getrlimit(RLIMIT_NOFILE, &now);
    EXPECT_EQ(now.rlim_cur, before.rlim_max);
    auto const most = runtime.server_options("127.0.0.1:0", nullptr).connections_max;
    EXPECT_GE(most, 1U);
    EXPECT_LE(most, now.rlim_cur / 8);
    ::setrlimit(RLIMIT_NOFILE, &before);
}

}  // namespace
}  // namespace farthing::app
