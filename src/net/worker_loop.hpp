#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <string_view>
#include <thread>

#include "net/worker.hpp"

namespace farthing::net {

struct Worker::Loop {
    explicit Loop(std::function<void(std::string_view)> log) : error_log(std::move(log)) {}
    void run();

    std::function<void(std::string_view)> error_log;
    boost::asio::io_context io{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{
        io.get_executor()};
    std::thread thread;
};

}  // namespace farthing::net
